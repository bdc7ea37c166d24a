import { randomId } from './random.js';

/** Most numbers in a request for single messages (docs/protocol.md). */
const MOST_SEQS = 50;

/** What a page asks of the server about messages and people. All throw a Refusal. */
export class Requests {
  #session;
  #store;
  #wanted = new Map();

  constructor(session, store) {
    this.#session = session;
    this.#store = store;
  }

  remove(room, target) {
    return this.#log({ type: 'delete', room, target });
  }

  /** @param {boolean} on false takes the reaction back */
  react(room, target, emoji, on) {
    return this.#log({ type: 'react', room, target, text: emoji, on });
  }

  /** An act of a host; `fields` as docs/protocol.md has them for each action. */
  moderate(room, action, fields = {}) {
    return this.#log({ type: 'moderate', room, action, ...fields });
  }

  /** Gives the key of an admin, or with null the role back. */
  admin(key) {
    return this.#session.request({ type: 'admin', ...key === null ? { on: false } : { key } });
  }

  /** The conversation with one person, by `person` or by `name`. @returns {Promise<string>} its room */
  async direct(who) {
    return (await this.#session.request({ type: 'direct', ...who })).room;
  }

  /** Some of those who are in a room and have this in their name. */
  async people(room, find, limit) {
    return (await this.#session.request({ type: 'people', room, find, limit })).people;
  }

  async bans() {
    return (await this.#session.request({ type: 'bans' })).bans;
  }

  /** Sees to it that a message which a quote is of gets loaded; asks for those of one moment together. */
  want(room, seq) {
    if (!room.live || room.message(seq) !== undefined) return;
    if (this.#wanted.get(room)?.has(seq)) return;
    if (!this.#wanted.has(room)) this.#wanted.set(room, new Set());
    const wanted = this.#wanted.get(room).add(seq);
    if (wanted.size === 1) queueMicrotask(() => this.#fetch(room, wanted));
  }

  async #fetch(room, wanted) {
    const all = [...wanted];
    for (let at = 0; at < all.length; at += MOST_SEQS) {
      const seqs = all.slice(at, at + MOST_SEQS);
      try {
        const answer = await this.#session.request({ type: 'messages', room: room.name, seqs });
        room.applyOriginals(seqs, answer.events);
        this.#store.emit('messages', room);
      } catch {
        // The next drawing asks again.
      }
    }
    this.#wanted.delete(room);
  }

  #log(message) {
    return this.#session.request({ ...message, id: randomId() });
  }
}
