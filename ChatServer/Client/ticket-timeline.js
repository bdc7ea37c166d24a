import { timeline } from './timeline.js';

/**
 * What is to be seen of a ticket: the question first, then what was said, and between it what happened. Pure.
 * @param {object} view see timeline.js; besides
 * @param {object | null} view.ticket without one, only what was said
 * @param {(act: object) => boolean} [view.tells] whether an act is told
 * @returns {import('./timeline.js').Row[]}
 */
export function ticketTimeline({ ticket, tells = () => true, events, more, ...view }) {
  const all = ticket ? withActs(ticket, tells, events, more) : events;
  const rows = timeline({ ...view, events: all, more });
  return rows.filter(({ kind }) => kind !== 'start');
}

/** Acts that are older than what is loaded wait until it is. */
function withActs({ question, visitor, at, acts = [] }, tells, events, more) {
  const first = { kind: 'message', seq: 0, at, from: visitor, text: question };
  const since = more ? events[0]?.at ?? Infinity : 0;
  const told = acts.filter(act => act.at >= since && tells(act))
    .map(act => ({ ...act, from: act.by, seq: `${act.kind} ${act.at}` }));
  const all = [...more ? [] : [first], ...events];
  return merge(all, told);
}

/** Both are in order of time. What was said within the same millisecond comes first. */
function merge(events, acts) {
  const merged = [];
  let next = 0;
  for (const event of events) {
    while (acts[next]?.at < event.at) merged.push(acts[next++]);
    merged.push(event);
  }
  return [...merged, ...acts.slice(next)];
}
