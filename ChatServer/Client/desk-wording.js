import { hasText, language, t } from './i18n.js';
import { isAddress } from './linkify.js';
import { explain } from './wording.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** How long something has lasted, short enough for a list: «0:42», «12:05», «3 h 20 min», «2 d». */
export function ageText(ms) {
  const age = Math.max(0, ms);
  if (age >= 2 * DAY_MS) return t('desk.age.days', { count: Math.floor(age / DAY_MS) });
  const minutes = Math.floor(age / MINUTE_MS);
  if (age >= HOUR_MS) {
    const rest = String(minutes % 60).padStart(2, '0');
    return t('desk.age.hours', { hours: Math.floor(minutes / 60), minutes: rest });
  }
  return `${minutes}:${String(Math.floor(age / 1000) % 60).padStart(2, '0')}`;
}

/** A language by its tag, in the language of the page; the tag itself where it is none. */
export function languageName(tag) {
  try {
    return new Intl.DisplayNames([language()], { type: 'language' }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}

/**
 * What a visitor says their page is: a link only where it leads to the web.
 * @returns {{text: string, href?: string}}
 */
export function pageOf(page) {
  if (!isAddress(page)) return { text: page };
  const { host, pathname, search, href } = new URL(page);
  return { text: host + (pathname === '/' ? '' : pathname) + search, href };
}

/** Priorities that have a name, the highest first. */
export const PRIORITIES = [[5, 'urgent'], [2, 'high'], [0, 'normal'], [-2, 'low']];

/** A priority in words; what lies between the named ones by its number. */
export function priorityText(priority = 0) {
  const named = PRIORITIES.find(([value]) => value === priority);
  return named ? t(`desk.priority.${named[1]}`) : t('desk.priority.other', { count: priority });
}

/** Why something at the desk was refused; some codes mean another thing here than in a room. */
export function deskRefusal({ text, ...refusal }, limits) {
  if (refusal.code === 'taken' && text) return t('desk.taken', { name: text });
  const own = `desk.error.${refusal.code}`;
  return hasText(own) ? t(own) : explain({ ...refusal, text }, limits);
}
