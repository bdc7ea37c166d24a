import { element } from './dom.js';
import { language, t } from './i18n.js';

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

/** The Monday of some week: for the names of days. */
const SOME_MONDAY = Date.UTC(2026, 0, 5);

const DAY_MS = 86_400_000;

const OFFICE_HOURS = ['09:00-18:00'];

/** What people write for 09:00-18:00: 9-18, 9:00–18:00, 9：00 ~ 18：00. */
const SPAN = /^(\d{1,2})(?:[:：.](\d\d))?\s*[-–—~～]\s*(\d{1,2})(?:[:：.](\d\d))?$/;

const TIME = /^(?:[01]\d|2[0-3]):[0-5]\d$/;
const DATES = /^\d{4}-\d\d-\d\d(?:\/\d{4}-\d\d-\d\d)?$/;

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
    const week = DAYS.map((day, at) => [day, spansIn(this.#days[at])]);
    return {
      timeZone: this.#zone.value,
      week: Object.fromEntries(week.filter(([, spans]) => spans.length > 0)),
      holidays: datesIn(this.#holidays),
    };
  }

  /** The first field that says something else than when; undefined if there is none. */
  get wrong() {
    if (this.#always.checked) return undefined;
    const day = this.#days.find(input => !spansIn(input).every(isSpan));
    return day ?? (datesIn(this.#holidays).every(dates => DATES.test(dates)) ? undefined : this.#holidays);
  }

  #show() {
    this.#box.hidden = this.#always.checked;
  }
}

function spansIn(input) {
  return parts(input.value, /[,，;；、]/).map(text => text.replace(SPAN, (_, from, fromMinutes, to, toMinutes) =>
    `${clock(from, fromMinutes)}-${clock(to, toMinutes)}`));
}

function datesIn(field) {
  return parts(field.value, /[\n,，;；、]/);
}

function clock(hours, minutes = '00') {
  return `${hours.padStart(2, '0')}:${minutes}`;
}

function isSpan(text) {
  const [from, to, more] = text.split('-');
  return more === undefined && TIME.test(from) && (TIME.test(to) || to === '24:00') && from < to;
}

function parts(text, separator) {
  return text.split(separator).map(part => part.trim()).filter(Boolean);
}

function field(id, label, input) {
  return element('div', { class: 'settings-line' }, element('label', { for: id }, label), input);
}

function dayName(at) {
  return new Date(SOME_MONDAY + at * DAY_MS)
    .toLocaleDateString(language(), { weekday: 'long', timeZone: 'UTC' });
}
