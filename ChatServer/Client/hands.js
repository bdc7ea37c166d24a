/**
 * The line of raised hands in a room, as in `rules.hands`. Pure; docs/protocol.md says what the events mean.
 * @typedef {{person: {id: string, name: string}, since: number}} RaisedHand
 */

/** The line after an event of kind «hand». @param {RaisedHand[]} hands @returns {RaisedHand[]} */
export function foldHand(hands = [], { on, person, at }) {
  if (!person) return [];
  if (!on) return withoutHand(hands, person.id);
  return placeOf(hands, person.id) > 0 ? hands : [...hands, { person, since: at }];
}

/** The line without somebody, in it or not. */
export function withoutHand(hands = [], id) {
  return hands.filter(({ person }) => person.id !== id);
}

/** Which place somebody has in the line, from 1; 0 if they aren't in it. */
export function placeOf(hands = [], id) {
  return hands.findIndex(({ person }) => person.id === id) + 1;
}

/** Whether somebody raised or lowered their own hand: many do, so that isn't told one by one. */
export function isOwnHand({ kind, from, person, called }) {
  return kind === 'hand' && from.id === person?.id && !called;
}
