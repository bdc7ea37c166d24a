/** What the kinds of event that change a message make of it; docs/protocol.md says what they mean. */
const CHANGES = {
  // Without a text, what is left of the message is only what is here.
  edit: (message, { at, text }) => (text ? { ...message, text, edited: at } : message),
  delete: (message, { at, from }) => ({
    ...message, text: '', files: undefined, deleted: at, deletedBy: from, edited: undefined, reactions: undefined,
  }),
  react: (message, { from, text, on }) =>
    ({ ...message, reactions: reacted(message.reactions ?? [], text, from, on ?? true) }),
};

/** Whether an event changes a message that was there before it. */
export function isChange(event) {
  return Object.hasOwn(CHANGES, event.kind);
}

/** The message after a change. One that is there already makes no difference; a deleted one stays so. */
export function changed(message, change) {
  return message.deleted ? message : CHANGES[change.kind](message, change);
}

function reacted(reactions, emoji, person, on) {
  const known = reactions.some(reaction => reaction.emoji === emoji);
  const all = known || !on ? reactions : [...reactions, { emoji, by: [] }];
  return all.map(reaction => {
    if (reaction.emoji !== emoji) return reaction;
    const others = reaction.by.filter(({ id }) => id !== person.id);
    // Who is among them already keeps the place.
    const isThere = on && others.length < reaction.by.length;
    return isThere ? reaction : { emoji, by: on ? [...others, person] : others };
  }).filter(reaction => reaction.by.length > 0);
}
