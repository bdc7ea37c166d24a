import { element } from './dom.js';
import { language, t } from './i18n.js';

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

/** The Monday of some week: for the names of days. */
const SOME_MONDAY = Date.UTC(2026, 0, 5);

const DAY_MS = 86_400_000;

const OFFICE_HOURS = ['09:00-18:00'];

/** When the desk is open: always, or by the hours of a week in a time zone, without holidays. */
export class HoursForm {
  #always = element('input', { type: 'checkbox', id: 'hours-always' });
  #zone = element('select', { id: 'hours-zone' });
  #days = DAYS.map(day => element('input', {
    id: `hours-${day}`, autocomplete: 'off', placeholder: t('desk.hours.closed'),
  }));
  #holidays = element('textarea', { id: 'hours-holidays', rows: '3', spellcheck: 'false' });
  #box;

  /** To be put into the page. */
  element;

  /** @param {object | undefined} hours as in the settings; absent is always */
  constructor(hours) {
    const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
    const zones = new Set([own, 'UTC', hours?.timeZone ?? own, ...Intl.supportedValuesOf('timeZone')]);
    this.#zone.append(...[...zones].sort().map(zone => element('option', { value: zone }, zone)));
    this.#zone.value = hours?.timeZone ?? own;
    DAYS.forEach((day, at) => {
      const isWeekend = at > 4;
      const spans = hours ? hours.week?.[day] ?? [] : isWeekend ? [] : OFFICE_HOURS;
      this.#days[at].value = spans.join(', ');
    });
    this.#holidays.value = (hours?.holidays ?? []).join('\n');
    this.#always.checked = !hours;
    this.#always.addEventListener('change', () => this.#show());
    this.#box = element('div', { class: 'hours' },
      field('hours-zone', t('desk.hours.zone'), this.#zone),
      element('fieldset', { class: 'week' }, element('legend', {}, t('desk.hours.week')),
        ...this.#days.flatMap((input, at) => [element('label', { for: input.id }, dayName(at)), input])),
      element('p', { class: 'hint' }, t('desk.hours.weekHint')),
      field('hours-holidays', t('desk.hours.holidays'), this.#holidays),
      element('p', { class: 'hint' }, t('desk.hours.holidaysHint')));
    const always = element('label', { class: 'check' }, this.#always, t('desk.hours.always'));
    this.element = element('div', {}, always, this.#box);
    this.#show();
  }

  /** As in the settings; undefined is always. */
  get value() {
    if (this.#always.checked) return undefined;
    const week = DAYS.map((day, at) => [day, parts(this.#days[at].value, /[,，;；、]/)]);
    return {
      timeZone: this.#zone.value,
      week: Object.fromEntries(week.filter(([, spans]) => spans.length > 0)),
      holidays: parts(this.#holidays.value, /[\n,，;；、]/),
    };
  }

  #show() {
    this.#box.hidden = this.#always.checked;
  }
}

function parts(text, separator) {
  return text.split(separator)
    .map(part => part.trim().replaceAll(/\s*[-–—~]\s*(?=\d\d:)/g, '-'))
    .filter(Boolean);
}

function field(id, label, input) {
  return element('div', { class: 'settings-line' }, element('label', { for: id }, label), input);
}

function dayName(at) {
  return new Date(SOME_MONDAY + at * DAY_MS)
    .toLocaleDateString(language(), { weekday: 'long', timeZone: 'UTC' });
}
