import { startOfDay } from './time.js';

/** How many months back can be looked at. */
const MOST_MONTHS = 12;

const DAY_MS = 86_400_000;

/**
 * A time to report on: from its first moment to before its last, in Unix milliseconds.
 * @typedef {{from: number, to: number}} Period
 */

/** Today, or the last days with today. @param {number} days @returns {Period} */
export function lastDays(days, now = Date.now()) {
  const today = new Date(startOfDay(now));
  return { from: addDays(today, 1 - days).getTime(), to: addDays(today, 1).getTime() };
}

/** A month of the calendar. @param {string} month such as 2026-11 @returns {Period} */
export function monthOf(month) {
  const [year, number] = month.split('-').map(Number);
  return { from: new Date(year, number - 1, 1).getTime(), to: new Date(year, number, 1).getTime() };
}

/** The months that can be chosen, this one first, such as 2026-11. */
export function months(now = new Date()) {
  return Array.from({ length: MOST_MONTHS }, (_, back) => {
    const first = new Date(now.getFullYear(), now.getMonth() - back, 1);
    return `${first.getFullYear()}-${String(first.getMonth() + 1).padStart(2, '0')}`;
  });
}

/** Every day of a period in a time zone, as ISO 8601 writes it; none of them is in the future. */
export function daysOf({ from, to, timeZone }, now = Date.now()) {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone, year: 'numeric', month: '2-digit', day: '2-digit',
  });
  const last = format.format(Math.min(to - 1, Math.max(now, from)));
  const days = [format.format(from)];
  while (days.at(-1) < last) days.push(new Date(Date.parse(days.at(-1)) + DAY_MS).toISOString().slice(0, 10));
  return days;
}

function addDays(date, days) {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + days);
}
