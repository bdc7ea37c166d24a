import { startOfDay } from './time.js';

/** Messages of one person that follow each other within this time share one head, in milliseconds. */
const GROUP_MS = 5 * 60_000;

/**
 * A line of the conversation, in the order of the screen.
 * @typedef {object} Row
 * @property {string} key the same for the same line, also when a pending message becomes a sent one
 * @property {'start' | 'older' | 'day' | 'new' | 'message'} kind
 * @property {number} [at]
 * @property {boolean} [head] whether the message shows its author
 * @property {{id: string, name: string}} [from]
 * @property {string} [text]
 * @property {'sent' | 'pending' | 'failed'} [state]
 * @property {string} [id] @property {number} [seq]
 * @property {object} [source] the event or draft that it shows: another one whenever the message changed
 * @property {import('./outbox.js').Draft} [draft] what of it isn't in the log: the message, or an edit
 * @property {object | null} [original] what it answers; null if that is gone, undefined if it isn't loaded
 */

/**
 * What is to be seen of a room. Pure.
 * @param {object} view
 * @param {object[]} view.events of the log, in order
 * @param {import('./outbox.js').Draft[]} view.drafts written, but not yet in the log
 * @param {{id: string, name: string}} view.me
 * @param {number | null} view.newAfter the «New» line stands after this `seq`
 * @param {boolean} view.more whether there are older messages than the first of `events`
 * @param {(seq: number) => object | null | undefined} [view.message] finds what a message answers
 * @returns {Row[]}
 */
export function timeline({ events, drafts, me, newAfter, more, message = () => undefined }) {
  const rows = [more ? { key: 'older', kind: 'older' } : { key: 'start', kind: 'start' }];
  const beforeNew = events.some(event => event.seq <= newAfter) || !more;
  let isNewPending = newAfter !== null && beforeNew;
  let previous = null;
  let day = 0;
  const append = row => {
    // Clocks differ: a message that seems to be from the day before doesn't begin a day.
    if (startOfDay(row.at) > day) {
      day = startOfDay(row.at);
      rows.push({ key: `day ${day}`, kind: 'day', at: row.at });
      previous = null;
    }
    if (isNewPending && row.seq > newAfter && row.from.id !== me.id) {
      rows.push({ key: 'new', kind: 'new' });
      isNewPending = false;
      previous = null;
    }
    const original = row.reply ? message(row.reply) : undefined;
    const isAction = row.text.startsWith('/me ');
    const head = !isAction && (!previous || !continues(previous, row));
    rows.push({ ...row, kind: 'message', head, original, isAction });
    previous = isAction ? null : row;
  };
  const edits = new Map(drafts.filter(draft => draft.target).map(draft => [draft.target, draft]));
  for (const event of events) append(sent(event, me, edits.get(event.seq)));
  for (const draft of drafts) if (!draft.target) append(unsent(draft, me));
  return rows;
}

function continues(previous, row) {
  return previous.from.id === row.from.id
    && previous.from.name === row.from.name
    && row.at - previous.at < GROUP_MS;
}

/** A message of the log; an edit on its way shows already. */
function sent(event, me, edit) {
  const key = event.id && event.from.id === me.id ? `mine ${event.id}` : `seq ${event.seq}`;
  const row = { ...event, key, source: event, state: 'sent' };
  return edit && !event.deleted ? { ...row, text: edit.text, ...onItsWay(edit) } : row;
}

function unsent(draft, me) {
  const { id, at, text, reply } = draft;
  return { key: `mine ${id}`, id, at, from: me, text, reply, source: draft, ...onItsWay(draft) };
}

function onItsWay(draft) {
  return { draft, state: draft.failed ? 'failed' : 'pending' };
}
