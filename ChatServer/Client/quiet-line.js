import { language, t } from './i18n.js';
import { momentOf } from './time.js';
import { durationOf } from './wording.js';

/** Most names that a line tells one by one. */
const MOST_NAMES = 4;

/** What a quiet line of the conversation says. @param {import('./timeline.js').Row} row */
export function quietText({ event, coming }) {
  return coming ? comingText(coming) : eventText(event);
}

function comingText({ joined, left }) {
  const parts = [['quiet.joined', joined], ['quiet.left', left]]
    .filter(([, people]) => people.size > 0)
    .map(([key, people]) => t(key, { names: names([...people.values()]), count: people.size }));
  return parts.join(t('quiet.and'));
}

function names(all) {
  const told = all.slice(0, MOST_NAMES);
  const more = all.length - told.length;
  if (more > 0) told.push(t('quiet.more', { count: more }));
  return new Intl.ListFormat(language(), { type: 'conjunction' }).format(told);
}

/** Acts that are told otherwise when they are taken back, or have no text. */
function eventText({ kind, from, person, text, until, seconds = 0, on = true }) {
  const isOff = !on || (kind === 'slow' && seconds === 0) || (kind === 'topic' && !text);
  const told = t(`quiet.${kind}${isOff ? '.off' : ''}`, {
    who: from.name, whom: person?.name ?? '', text: text ?? '', time: durationOf(seconds),
  });
  const isWhy = text && ['kick', 'mute', 'ban'].includes(kind);
  return told + (until && !isOff ? t('quiet.until', { time: momentOf(until) }) : '') + (isWhy ? t('quiet.why', { text }) : '');
}
