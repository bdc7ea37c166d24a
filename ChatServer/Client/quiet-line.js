import { language, t } from './i18n.js';
import { momentOf } from './time.js';
import { durationOf } from './wording.js';

/** Most names that a line tells one by one. */
const MOST_NAMES = 4;

/** What a quiet line of the conversation says. @param {import('./timeline.js').Row} row */
export function quietText({ event, hands, coming }) {
  if (coming) return comingText(coming);
  return hands ? handsText(hands) : eventText(event);
}

function comingText({ joined, left }) {
  return peopleText([['quiet.joined', [...joined.values()]], ['quiet.left', [...left.values()]]]);
}

/** What several people did, each with the key of its text. */
function peopleText(groups) {
  return groups.filter(([, people]) => people.length > 0)
    .map(([key, people]) => t(key, { names: names(people), count: people.length }))
    .join(t('quiet.and'));
}

/** Of each person, what came last. */
function handsText(events) {
  const newest = [...new Map(events.map(event => [event.from.id, event])).values()];
  const namesOf = isUp => newest.filter(({ on }) => on === isUp).map(({ from }) => from.name);
  return peopleText([['quiet.raised', namesOf(true)], ['quiet.lowered', namesOf(false)]]);
}

function names(all) {
  const told = all.slice(0, MOST_NAMES);
  const more = all.length - told.length;
  if (more > 0) told.push(t('quiet.more', { count: more }));
  return new Intl.ListFormat(language(), { type: 'conjunction' }).format(told);
}

/** Acts that are told otherwise when they are taken back, or have no text. */
function eventText({ kind, from, person, text, until, seconds = 0, on = true, called }) {
  const isOff = !on || (kind === 'slow' && seconds === 0) || (kind === 'topic' && !text);
  const isOfAll = kind === 'hand' && !person;
  const told = t(`quiet.${kind}${called ? '.call' : isOfAll ? '.all' : isOff ? '.off' : ''}`, {
    who: from.name, whom: person?.name ?? '', text: text ?? '', time: durationOf(seconds),
  });
  const isWhy = text && ['kick', 'mute', 'ban'].includes(kind);
  return told + (until && !isOff ? t('quiet.until', { time: momentOf(until) }) : '') + (isWhy ? t('quiet.why', { text }) : '');
}
