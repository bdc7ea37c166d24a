import { foldHand, withoutHand } from './hands.js';

/** Longest topic, and longest reason, in characters: of any script they fit into what the server takes. */
export const MOST_TEXT = 160;

/** For how long something may be set, and the longest pause of slow mode, in seconds (docs/protocol.md). */
export const MOST_SECONDS = 366 * 86_400;
export const MOST_SLOW = 3_600;

/** What each act of a host, and a hand, changes in the rules of a room (docs/protocol.md, «moderate», «hand»). */
const FOLDS = {
  lock: (rules, { on }) => ({ ...rules, locked: on }),
  password: (rules, { on }) => ({ ...rules, password: on }),
  hosts_only: (rules, { on }) => ({ ...rules, hostsOnly: on }),
  archive: (rules, { on }) => ({ ...rules, archived: on }),
  slow: (rules, { seconds }) => ({ ...rules, slow: seconds }),
  host: (rules, { on, person }) => {
    const others = (rules.hosts ?? []).filter(id => id !== person.id);
    return { ...rules, hosts: on ? [...others, person.id] : others };
  },
  mute: (rules, { on, person, until }) => ({ ...rules, mutes: restricted(rules.mutes, on, person, until) }),
  kick: (rules, { on, person, until }) => ({
    ...rules,
    kicks: restricted(rules.kicks, on && until !== undefined, person, until),
    hands: on ? withoutHand(rules.hands, person.id) : rules.hands,
  }),
  // The rest of a ban is the server's.
  ban: (rules, { on, person }) => (on ? { ...rules, hands: withoutHand(rules.hands, person.id) } : rules),
  hand: (rules, event) => ({ ...rules, hands: foldHand(rules.hands, event) }),
};

function restricted(all = [], on, person, until) {
  const others = all.filter(one => one.person.id !== person.id);
  return on ? [...others, { person, until }] : others;
}

/** Events that are told as a quiet line, besides those that change the rules. */
const TOLD = new Set(['rename', 'topic', 'webhook', ...Object.keys(FOLDS)]);

/** Whether an event is told as a quiet line of the conversation. */
export function isQuiet({ kind }) {
  return TOLD.has(kind);
}

/** Whether an event changes the rules of its room. */
export function isOfRules({ kind }) {
  return Object.hasOwn(FOLDS, kind);
}

/** The rules of a room after an event. Pure. */
export function foldRules(rules, event) {
  return FOLDS[event.kind]?.(rules, { ...event, on: event.on !== false }) ?? rules;
}

/** Whether somebody keeps order in a room. */
export function isHost(rules, person) {
  return person?.role === 'admin' || (rules.hosts ?? []).includes(person?.id);
}

/**
 * Why somebody can't speak in a room: an error code, and until when if that is known.
 * @returns {{code: string, until?: number} | null} null if they can
 */
export function silenceOf(rules, person, now) {
  if (rules.archived) return { code: 'archived' };
  if (isHost(rules, person)) return null;
  const mute = current(rules.mutes, now).find(({ person: { id } }) => id === person?.id);
  if (mute) return { code: 'muted', until: mute.until };
  return rules.hostsOnly ? { code: 'hosts_only' } : null;
}

/** Those of `mutes` or `kicks` that hold. */
export function current(restrictions = [], now = Date.now()) {
  return restrictions.filter(({ until }) => !(until <= now));
}
