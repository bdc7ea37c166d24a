import { randomId } from './random.js';
import { refusalOf } from './refusal.js';

/** Most numbers in a request for single messages (docs/protocol.md). */
const MOST_SEQS = 50;

/**
 * What a page asks of the server besides talking. Each throws a Refusal where it can't be had;
 * docs/protocol.md says what the fields mean.
 */
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

  /** An act of a host: `action` is one of the table in docs/protocol.md, `fields` its own. */
  moderate(room, action, fields = {}) {
    return this.#log({ type: 'moderate', room, action, ...fields });
  }

  /** The line of raised hands: `action` is one of docs/protocol.md, `person` an id where it is about another. */
  hand(room, action, person) {
    return this.#log({ type: 'hand', room, action, ...(person && { person }) });
  }

  /** Gives this person the rights of an admin. */
  becomeAdmin(key) {
    return this.#session.request({ type: 'admin', key });
  }

  giveUpAdmin() {
    return this.#session.request({ type: 'admin', on: false });
  }

  /** Who is banned now; for admins. */
  async bans() {
    return (await this.#session.request({ type: 'bans' })).bans;
  }

  /** A page of who is in a room, by name. @param {{skip?: number, limit?: number, find?: string}} page */
  people(room, page) {
    return this.#session.request({ type: 'people', room, ...page });
  }

  /** Those of all rooms whose name has a text in it, 200 at most. */
  async findRooms(text) {
    return (await this.#session.request({ type: 'rooms', find: text })).rooms;
  }

  /** A page of messages that were found. @param {{find: string, room?: string, from?: string}} query */
  search(query) {
    return this.#session.request({ type: 'search', ...query });
  }

  /** A code that hands this person over to another browser. */
  handover(token) {
    return this.#session.request({ type: 'handover', token, origin: location.origin });
  }

  /** The address of a room for others, and its QR code. */
  invite(room) {
    return this.#session.request({ type: 'invite', room, origin: location.origin });
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
    const left = [...wanted].sort((a, b) => a - b);
    try {
      while (left.length > 0) {
        const seqs = left.splice(0, MOST_SEQS);
        const { events, more } = await this.#session.request({ type: 'messages', room: room.name, seqs });
        // A page that was cut answers for what is on it, and before.
        const answered = more ? seqs.filter(seq => seq <= events.at(-1).seq) : seqs;
        left.unshift(...seqs.slice(answered.length));
        room.applyOriginals(answered, events);
        this.#store.emit('messages', room);
      }
    } catch (caught) {
      refusalOf(caught); // the next drawing asks again
    }
    this.#wanted.delete(room);
  }

  #log(message) {
    return this.#session.request({ ...message, id: randomId() });
  }
}
