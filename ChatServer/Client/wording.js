import { hasText, t } from './i18n.js';
import { momentOf } from './time.js';

/** Why something was refused, in words. @param {string} code one of docs/protocol.md, or the page's own */
export function reasonOf(code, limits) {
  const { nameChars, roomNameChars } = limits;
  return hasText(`error.${code}`)
    ? t(`error.${code}`, { nameChars, roomNameChars })
    : t('error.other', { code });
}

/** How long, in the largest unit that fits. @param {number} seconds */
export function durationOf(seconds) {
  const [unit, size] = [['day', 86_400], ['hour', 3_600], ['minute', 60]]
    .find(([, size]) => seconds >= size && seconds % size === 0) ?? ['second', 1];
  return t(`unit.${unit}`, { count: seconds / size });
}

/** How long ago something was, in the largest unit, rounded down. @param {number} at in Unix milliseconds */
export function waitText(at, now = Date.now()) {
  const seconds = (now - at) / 1000;
  const unit = [86_400, 3_600, 60].find(size => seconds >= size);
  return unit ? durationOf(Math.floor(seconds / unit) * unit) : t('hands.justNow');
}

/** A refusal in words, with until when it holds and what the host wrote, as far as the server says. */
export function explain({ code, until, text }, limits) {
  const end = until ? t('until.time', { time: momentOf(until) }) : '';
  return reasonOf(code, limits) + end + (text ? t('until.why', { text }) : '');
}

/** Why a connection was closed for good, in words. */
export function reasonOfClose(code) {
  return hasText(`close.${code}`) ? t(`close.${code}`) : t('close.other', { code: String(code) });
}

/** An unread count, short enough for a badge. @param {boolean} [isMore] whether there are more than counted */
export function badge(count, isMore = false) {
  return count > 99 ? '99+' : `${count}${isMore ? '+' : ''}`;
}
