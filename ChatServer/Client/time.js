import { locale, t } from './i18n.js';

const formats = new Map();

/** The hour and minute, as the language writes them. */
export function clockTime(at) {
  return format('clock', { hour: 'numeric', minute: '2-digit' }, at);
}

/** The time, with its day unless that is today. */
export function momentOf(at, now = Date.now()) {
  const isToday = startOfDay(at) === startOfDay(now);
  return isToday ? clockTime(at) : format('moment', { dateStyle: 'medium', timeStyle: 'short' }, at);
}

/** Date and time in full, for a tooltip. */
export function fullTime(at) {
  return format('full', { dateStyle: 'full', timeStyle: 'medium' }, at);
}

/** «Today», «Yesterday», or the date; the year only where it isn't this one. */
export function dayName(at, now = Date.now()) {
  const today = startOfDay(now);
  if (at >= today) return t('day.today');
  if (at >= startOfDay(today - 1)) return t('day.yesterday');
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  const date = { weekday: 'long', month: 'long', day: 'numeric' };
  return sameYear ? format('date', date, at) : format('dateOfYear', { ...date, year: 'numeric' }, at);
}

/** The first millisecond of a day, by the clock on the wall. */
export function startOfDay(at) {
  return new Date(at).setHours(0, 0, 0, 0);
}

/** Longest that a timer can wait, in milliseconds (2³¹ − 1). */
const LONGEST_TIMER_MS = 2_147_483_647;

/**
 * Calls back a moment after a time that the server gave, by which its clock agrees; never, where there is no such time,
 * or it lies weeks ahead.
 * @param {number | undefined} at
 * @returns {number} for clearTimeout
 */
export function after(at, call) {
  const left = (at ?? Infinity) - Date.now();
  return left < LONGEST_TIMER_MS ? setTimeout(call, Math.max(0, left) + 1000) : 0;
}

/** Milliseconds until the day after. */
export function untilTomorrow(now = Date.now()) {
  return new Date(now).setHours(24, 0, 0, 0) - now;
}

function format(name, options, at) {
  const key = `${name} ${locale()}`;
  if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat(locale(), options));
  return formats.get(key).format(at);
}
