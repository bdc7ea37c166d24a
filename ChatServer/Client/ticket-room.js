import { Room } from './room.js';

/** How long somebody is shown to be typing, in milliseconds. */
const TYPING_MS = 5_000;

/** Where agents talk about a ticket among themselves. @param {string} room the ticket's */
export function notesOf(room) {
  return `${room}.notes`;
}

/** The room of a ticket: besides what every room has, up to where each has read, and what the visitor is writing. */
export class TicketRoom extends Room {
  /** The newest `seq` that others have read, by their id. @type {Map<string, number>} */
  seen = new Map();
  /** What stands in the visitor's line and isn't sent; for agents. */
  preview = '';

  applyJoined(joined) {
    super.applyJoined(joined);
    this.seen.clear();
    for (const one of joined.seen ?? []) this.applySeen(one);
  }

  applySeen({ person, seq }) {
    this.seen.set(person.id, Math.max(seq, this.seen.get(person.id) ?? 0));
  }

  applyTyping(people, now = Date.now()) {
    for (const { id, name } of people) this.typing.set(id, { name, until: now + TYPING_MS });
  }

  /** Whether somebody else has read so far. */
  isSeen(seq, myId) {
    return [...this.seen].some(([id, read]) => id !== myId && read >= seq);
  }
}
