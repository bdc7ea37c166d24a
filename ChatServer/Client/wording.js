import { hasText, t } from './i18n.js';
import { momentOf } from './time.js';

/** Why something was refused, in words. @param {string} code one of docs/protocol.md, or the page's own */
export function reasonOf(code, limits) {
  const { nameChars, roomNameChars } = limits;
  return hasText(`error.${code}`)
    ? t(`error.${code}`, { nameChars, roomNameChars })
    : t('error.other', { code });
}

/** A refusal in words, with until when it holds and what the host wrote, as far as the server says. */
export function explain({ code, until, text }, limits) {
  const reason = [reasonOf(code, limits)];
  if (until) reason.push(t('reason.until', { time: momentOf(until) }));
  if (text) reason.push(t('reason.text', { text }));
  return reason.join(t('reason.space'));
}

/** Why a connection was closed for good, in words. */
export function reasonOfClose(code) {
  return hasText(`close.${code}`) ? t(`close.${code}`) : t('close.other', { code: String(code) });
}

/** An unread count, short enough for a badge. */
export function badge(count) {
  return count > 99 ? '99+' : String(count);
}
