import { actionOf } from './actions.js';
import { isOwnHand } from './hands.js';
import { startOfDay } from './time.js';

/** Messages of one person that follow each other within this time share one head, in milliseconds. */
const GROUP_MS = 5 * 60_000;

/**
 * A line of the conversation, in the order of the screen.
 * @typedef {object} Row
 * @property {string} key the same for the same line, also when a pending message becomes a sent one
 * @property {'start' | 'older' | 'day' | 'new' | 'message' | 'quiet'} kind
 * @property {number} [at]
 * @property {boolean} [head] whether the message shows its author
 * @property {{id: string, name: string}} [from]
 * @property {string} [text]
 * @property {'sent' | 'pending' | 'failed'} [state]
 * @property {string} [id] @property {number} [seq]
 * @property {object} [event] what a quiet line tells: an event
 * @property {object[]} [hands] or that people raised and lowered a hand, one after the other
 * @property {import('./comings.js').Line} [coming] or who came and went
 * @property {object} [source] the event or draft that it shows: another one whenever the message changed
 * @property {import('./outbox.js').Draft} [draft] what of it isn't in the log: the message, or an edit
 * @property {object | null} [original] what it answers; null if that is gone, undefined if it isn't loaded
 */

/**
 * What is to be seen of a room. Pure.
 * @param {object} view
 * @param {object[]} view.events of the log, in order; those that aren't messages are quiet lines
 * @param {import('./comings.js').Line[]} [view.comings] who came and went between them
 * @param {import('./outbox.js').Draft[]} view.drafts in order, written, but not yet in the log
 * @param {{id: string, name: string}} view.me
 * @param {number | null} view.newAfter the «New» line stands after this `seq`
 * @param {boolean} view.more whether there are older messages than the first of `events`
 * @param {(seq: number) => object | null | undefined} [view.message] finds what a message answers
 * @returns {Row[]}
 */
export function timeline({ events, comings = [], drafts, me, newAfter, more, message = () => undefined }) {
  const rows = [more ? { key: 'older', kind: 'older' } : { key: 'start', kind: 'start' }];
  const beforeNew = events.some(event => event.seq <= newAfter) || !more;
  let isNewPending = newAfter !== null && beforeNew;
  let previous = null;
  let day = 0;
  const beginDay = at => {
    // Clocks differ: a message that seems to be from the day before doesn't begin a day.
    if (startOfDay(at) <= day) return;
    day = startOfDay(at);
    rows.push({ key: `day ${day}`, kind: 'day', at });
    previous = null;
  };
  const appendQuiet = row => {
    rows.push({ ...row, kind: 'quiet' });
    previous = null;
  };
  const append = row => {
    beginDay(row.at);
    if (isNewPending && row.seq > newAfter && row.from.id !== me.id) {
      rows.push({ key: 'new', kind: 'new' });
      isNewPending = false;
      previous = null;
    }
    const original = row.reply ? message(row.reply) : undefined;
    const isAction = actionOf(row.text) !== null;
    const head = !isAction && (!previous || !continues(previous, row));
    rows.push({ ...row, kind: 'message', head, original, isAction });
    previous = isAction ? null : row;
  };
  const edits = new Map(drafts.filter(draft => draft.target).map(draft => [draft.target, draft]));
  const between = comings.filter(({ after }) => !more || after >= events[0]?.seq);
  for (const event of events) {
    while (between[0]?.after < event.seq) appendQuiet(coming(between.shift()));
    if (event.kind !== 'message') {
      beginDay(event.at);
      const { hands } = rows.at(-1);
      if (!isOwnHand(event)) appendQuiet({ key: `seq ${event.seq}`, event });
      else if (hands) hands.push(event);
      else appendQuiet({ key: `seq ${event.seq}`, hands: [event] });
    } else {
      append(sent(event, me, edits.get(event.seq)));
    }
  }
  for (const line of between) appendQuiet(coming(line));
  for (const draft of drafts) if (!draft.target) append(unsent(draft, me));
  return rows;
}

function continues(previous, row) {
  return previous.from.id === row.from.id
    && previous.from.name === row.from.name
    && row.at - previous.at < GROUP_MS;
}

function coming(line) {
  return { key: `coming ${line.after}`, coming: line };
}

/** A message of the log. An edit on its way shows already, and one that came too late for its message still. */
function sent(event, me, edit) {
  const key = event.id && event.from.id === me.id ? `mine ${event.id}` : `seq ${event.seq}`;
  // The key of an event is its bot's, that of a row ours.
  const row = { ...event, key, isKeyed: Boolean(event.key), source: event, state: 'sent' };
  const isShown = edit && (edit.failed || !event.deleted);
  return isShown ? { ...row, text: edit.text, deleted: undefined, ...onItsWay(edit) } : row;
}

function unsent(draft, me) {
  const { id, room, at, text, reply, files } = draft;
  return { key: `mine ${id}`, id, room, at, from: me, text, reply, files, source: draft, ...onItsWay(draft) };
}

function onItsWay(draft) {
  return { draft, state: draft.failed ? 'failed' : 'pending' };
}
