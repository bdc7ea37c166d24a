import { hasText, t } from './i18n.js';

/** Why something was refused, in words. @param {string} code one of docs/protocol.md, or the page's own */
export function reasonOf(code, limits) {
  const { nameChars, roomNameChars } = limits;
  return hasText(`error.${code}`)
    ? t(`error.${code}`, { nameChars, roomNameChars })
    : t('error.other', { code });
}

/** Why a connection was closed for good, in words. */
export function reasonOfClose(code) {
  return hasText(`close.${code}`) ? t(`close.${code}`) : t('close.other', { code: String(code) });
}

/** An unread count, short enough for a badge. */
export function badge(count) {
  return count > 99 ? '99+' : String(count);
}
