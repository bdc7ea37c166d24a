/** What each act of a host changes in the rules of a room (docs/protocol.md, «moderate»). */
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
  mute: (rules, { on, person, until }) => {
    const others = (rules.mutes ?? []).filter(mute => mute.person.id !== person.id);
    return { ...rules, mutes: on ? [...others, { person, until }] : others };
  },
};

/** Events that are told as a quiet line, besides those that change the rules. */
const TOLD = new Set(['rename', 'topic', 'kick', 'ban', ...Object.keys(FOLDS)]);

/** Whether an event is told as a quiet line of the conversation. */
export function isQuiet({ kind }) {
  return TOLD.has(kind);
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
  const mute = (rules.mutes ?? []).find(({ person: { id }, until }) => id === person?.id && !(until <= now));
  if (mute) return { code: 'muted', until: mute.until };
  return rules.hostsOnly && !isHost(rules, person) ? { code: 'hosts_only' } : null;
}
