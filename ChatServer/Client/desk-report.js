import { element } from './dom.js';
import { language, locale, t } from './i18n.js';
import { chartOf, durationTicks } from './desk-chart.js';
import { daysOf, lastDays, monthOf, months } from './desk-periods.js';
import { agentTable, countTable, secondsText } from './desk-report-tables.js';
import { refusalOf } from './refusal.js';
import { saveBlob } from './files.js';

/** What may be chosen by one press, in days. */
const DAYS = [1, 7, 30];

/**
 * As in desk-pages.css, in pixels: the least width of a chart, what is between two, and what is around one.
 */
const LEAST_CHART = 320;
const CHART_GAP = 20;
const CHART_PADDING = 34;

const RATINGS = ['1', '2', '3', '4', '5'];

/** What came of the tickets of a time: for supervisors and admins. */
export class ReportPage {
  #page;
  #api;
  #worded;
  #choice = '7';
  #report = null;
  #width = 0;
  #turn = 0;
  #status = element('p', { class: 'page-status', role: 'status' });
  #body = element('div', { class: 'report-body' });

  /**
   * @param {HTMLElement} page
   * @param {import('./desk-api.js').DeskApi} api
   * @param {(refusal: import('./refusal.js').Refusal) => string} worded
   */
  constructor(page, api, worded) {
    this.#page = page;
    this.#api = api;
    this.#worded = worded;
    new ResizeObserver(() => {
      if (this.#body.clientWidth !== this.#width) this.#drawBody();
    }).observe(this.#body);
  }

  /** Draws it anew, with the figures of now. */
  open() {
    this.#page.replaceChildren(
      element('div', { class: 'page-head' },
        element('h2', {}, t('desk.report.title')), this.#picker(), this.#download()),
      this.#status, this.#body);
    return this.#load();
  }

  get #period() {
    return this.#choice.includes('-') ? monthOf(this.#choice) : lastDays(Number(this.#choice));
  }

  async #load() {
    const turn = ++this.#turn;
    this.#body.setAttribute('aria-busy', 'true');
    try {
      const report = await this.#api.report(this.#period);
      if (turn !== this.#turn) return;
      this.#report = report;
      this.#status.textContent = report.total.opened === 0 ? t('desk.report.none') : '';
    } catch (caught) {
      this.#report = null;
      this.#status.textContent = this.#worded(refusalOf(caught));
    }
    this.#body.removeAttribute('aria-busy');
    this.#drawBody();
  }

  #picker() {
    const buttons = DAYS.map(days => {
      const key = days === 1 ? 'day.today' : 'desk.report.days';
      const button = element('button', { type: 'button', 'data-days': String(days) }, t(key, { count: days }));
      button.addEventListener('click', () => this.#choose(String(days)));
      return button;
    });
    const select = element('select', { 'aria-label': t('desk.report.month') },
      element('option', { value: '' }, t('desk.report.month')),
      ...months().map(month => element('option', { value: month }, monthName(month))));
    select.addEventListener('change', () => select.value && this.#choose(select.value));
    const picker = element('div', { class: 'period', role: 'group', 'aria-label': t('desk.report.period') },
      ...buttons, select);
    for (const button of buttons) {
      button.setAttribute('aria-pressed', String(button.dataset.days === this.#choice));
    }
    select.value = this.#choice.includes('-') ? this.#choice : '';
    return picker;
  }

  #choose(choice) {
    this.#choice = choice;
    this.#page.querySelector('.period').replaceWith(this.#picker());
    const picker = this.#page.querySelector('.period');
    (picker.querySelector('[aria-pressed=true]') ?? picker.querySelector('select')).focus();
    this.#load();
  }

  #download() {
    const attributes = { type: 'button', class: 'quiet-button bordered', id: 'report-csv' };
    const button = element('button', attributes, t('desk.report.csv'));
    button.addEventListener('click', async () => {
      const { from, to } = this.#period;
      try {
        saveBlob(await this.#api.reportAsCsv({ from, to }), `desk-${isoDay(from)}-${isoDay(to - 1)}.csv`);
      } catch (caught) {
        this.#status.textContent = this.#worded(refusalOf(caught));
      }
    });
    return button;
  }

  #drawBody() {
    this.#width = this.#body.clientWidth;
    if (!this.#report || this.#width === 0) {
      this.#body.replaceChildren();
      return;
    }
    const { total, agents, tags, departments } = this.#report;
    const none = t('desk.report.noDepartment');
    const counts = {
      tags: tags.map(({ tag, count }) => [tag, count]),
      departments: departments.map(({ department, tally }) => [department ?? none, tally.opened]),
    };
    // One queue for all is no department.
    if (departments.every(({ department }) => !department)) counts.departments = [];
    this.#body.replaceChildren(
      figuresOf(total),
      ...this.#charts(),
      ...agents.length > 0 ? [agentTable(agents)] : [],
      element('div', { class: 'report-pair' }, ...Object.entries(counts)
        .filter(([, rows]) => rows.length > 0)
        .map(([key, rows]) => countTable(t(`desk.report.${key}`), rows))));
  }

  #charts() {
    const days = daysOf(this.#report);
    const tallies = new Map(this.#report.days.map(({ day, tally }) => [day, tally]));
    const of = pick => days.map(day => tallies.has(day) ? pick(tallies.get(day)) ?? null : null);
    const { total } = this.#report;
    const count = (days.length > 1 ? 2 : 0) + (total.ratings.count > 0 ? 1 : 0);
    const width = chartWidth(this.#width, count);
    const shared = { labels: days.map(dayLabel), head: t('desk.report.day'), width };
    const charts = [];
    if (days.length > 1) {
      charts.push(chartOf({
        ...shared,
        kind: 'columns',
        title: t('desk.report.perDay'),
        text: t('desk.report.perDayText', { opened: total.opened, abandoned: total.abandoned }),
        series: [
          { name: t('desk.report.answered'), colour: 'good', values: of(({ answered }) => answered) },
          { name: t('desk.report.unanswered'), colour: 'open', values: of(openOf) },
          { name: t('desk.report.abandoned'), colour: 'bad', values: of(({ abandoned }) => abandoned) },
        ],
        format: String,
      }), chartOf({
        ...shared,
        kind: 'lines',
        title: t('desk.report.waits'),
        text: t('desk.report.waitsText', {
          median: secondsText(total.wait?.median), p90: secondsText(total.wait?.p90),
        }),
        series: [
          { name: t('desk.report.median'), colour: 'good', values: of(({ wait }) => wait?.median) },
          { name: t('desk.report.p90'), colour: 'late', values: of(({ wait }) => wait?.p90) },
        ],
        format: secondsText,
        ticks: durationTicks,
      }));
    }
    if (total.ratings.count > 0) {
      charts.push(chartOf({
        ...shared,
        kind: 'columns',
        labels: RATINGS.map(rating => `${rating} ★`),
        head: t('desk.fact.rating'),
        title: t('desk.report.ratings'),
        text: t('desk.report.ratingsText', { count: total.ratings.count, mean: decimal(total.ratings.mean) }),
        series: [{ name: t('desk.report.visitors'), colour: 'good', values: total.ratings.histogram }],
        format: String,
      }));
    }
    return charts.length > 0 ? [element('div', { class: 'charts' }, ...charts)] : [];
  }
}

/** How wide each of some charts is, as desk-pages.css places them. */
function chartWidth(all, count) {
  const beside = Math.max(1, Math.min(count, Math.floor((all + CHART_GAP) / (LEAST_CHART + CHART_GAP))));
  return Math.floor((all - CHART_GAP * (beside - 1)) / beside) - CHART_PADDING;
}

/** Those that nobody has answered, and nobody given up. */
function openOf({ opened, answered, abandoned }) {
  return Math.max(0, opened - answered - abandoned);
}

function figuresOf(total) {
  const { opened, answered, closed, abandoned, returned, transferred } = total;
  const { wait, firstAnswer, handling, ratings } = total;
  const share = opened > 0 ? (abandoned / opened).toLocaleString(locale(), { style: 'percent' }) : '';
  const figures = [
    ['opened', String(opened), t('desk.report.closedOf', { count: closed })],
    ['answered', String(answered), t('desk.report.movedOf', { returned, transferred })],
    ['abandoned', String(abandoned), share],
    ['wait', secondsText(wait?.median), p90Text(wait)],
    ['firstAnswer', secondsText(firstAnswer?.median), p90Text(firstAnswer)],
    ['handling', secondsText(handling?.median), p90Text(handling)],
    ['rating', ratings.count > 0 ? decimal(ratings.mean) : '–',
      t('desk.report.ratedBy', { count: ratings.count })],
  ];
  return element('dl', { class: 'figures' }, ...figures.map(([key, value, detail]) =>
    element('div', { 'data-figure': key },
      element('dt', {}, t(`desk.report.${key}`)),
      element('dd', {},
        element('span', { class: 'figure-value' }, value),
        element('span', { class: 'figure-detail' }, detail)))));
}

function p90Text(durations) {
  return durations ? t('desk.report.p90Of', { time: secondsText(durations.p90) }) : '';
}

function decimal(value) {
  return value.toLocaleString(locale(), { maximumFractionDigits: 1, minimumFractionDigits: 1 });
}

/** A day as short as a label has to be; it has no time zone any more. */
function dayLabel(day) {
  return new Date(`${day}T00:00Z`)
    .toLocaleDateString(language(), { month: 'numeric', day: 'numeric', timeZone: 'UTC' });
}

function monthName(month) {
  return new Date(`${month}-01T00:00Z`)
    .toLocaleDateString(language(), { month: 'long', year: 'numeric', timeZone: 'UTC' });
}

function isoDay(at) {
  return new Intl.DateTimeFormat('en-CA', { year: 'numeric', month: '2-digit', day: '2-digit' }).format(at);
}
