import { t } from './i18n.js';
import { clockTime, dayName, startOfDay } from './time.js';

const MINUTE_S = 60;

/** Where somebody stands in the queue: «2 people before you, about 3 minutes». */
export function placeText({ ahead = 0, wait, returned }) {
  const place = ahead > 0 ? t('support.ahead', { count: ahead }) : t(returned ? 'support.nextAgain' : 'support.next');
  return wait === undefined ? place : place + t('support.comma') + waitText(wait);
}

/** That nobody is there, until when, and what becomes of a question. @param {string} then the key of the last */
export function awayText({ state, opensAt }, then) {
  const away = t(state === 'closed' ? 'support.closedNow' : 'support.nobodyNow');
  const when = opensAt ? t('support.opensAt', { time: openingTime(opensAt) }) : '';
  return [away, when, t(then)].filter(text => text !== '').join(t('support.between'));
}

/** When the desk opens, by the clock of who reads it. */
function openingTime(at, now = Date.now()) {
  const time = clockTime(at);
  return startOfDay(at) === startOfDay(now) ? time : t('support.dayAndTime', { day: futureDay(at, now), time });
}

function waitText(seconds) {
  const minutes = Math.round(seconds / MINUTE_S);
  return minutes < 1 ? t('support.soon') : t('support.minutes', { count: minutes });
}

function futureDay(at, now) {
  const tomorrow = new Date(now).setHours(24, 0, 0, 0);
  return startOfDay(at) === startOfDay(tomorrow) ? t('support.tomorrow') : dayName(at, at + 7 * 86_400_000);
}
