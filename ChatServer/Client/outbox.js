import { randomId } from './random.js';

const KEY = 'outbox.';

/**
 * A message, or an edit of one, that is written but not yet seen in the log.
 * @typedef {object} Draft
 * @property {string} id the client's own id: the same on every resend, so that it is stored once
 * @property {string} room
 * @property {string} text
 * @property {number} [reply] the `seq` of the message that it answers
 * @property {number} [target] the `seq` of the message that it edits
 * @property {number} at when it was written; strictly growing, so it is the order as well
 * @property {string | null} person who wrote it; null before the first welcome
 * @property {string | null} failed the error code that refused it; null while it is pending
 * @property {{until?: number, text?: string}} [why] what the server said besides the code
 * @property {number} [notBefore] when it may be sent, as far as the server said
 */

/**
 * Messages on their way. Each is a stored value of its own, so a reload, a crash or a second tab
 * loses none; two tabs that send the same one are harmless, since its id makes it one message.
 */
export class Outbox {
  #storage;
  #changed;
  #drafts = new Map();
  #lastAt = 0;

  /** @param {(room: string) => void} changed called after every change */
  constructor(storage, changed) {
    this.#storage = storage;
    this.#changed = changed;
    this.adopt();
    storage.onForeignChange(key => {
      // Another tab has seen the message in the log, or its writer has thrown it away.
      if (key.startsWith(KEY) && storage.get(key) === null) this.#forget(key.slice(KEY.length));
    });
  }

  /** Takes over what is stored: of an earlier visit, or of a tab that was closed before it could send. */
  adopt() {
    for (const key of this.#storage.keys(KEY)) {
      const draft = this.#storage.get(key);
      if (draft && !this.#drafts.has(draft.id)) this.#drafts.set(draft.id, draft);
    }
  }

  /** Settles whose messages these are: those of somebody else need a decision before they go out. */
  claim(person) {
    for (const draft of this.#drafts.values()) {
      if (draft.person === null) this.#put({ ...draft, person });
      else if (draft.person !== person && !draft.failed) this.#put({ ...draft, failed: 'other_person' });
    }
  }

  /** @param {{text: string, reply?: number, target?: number}} what a message, or an edit of `target` */
  add(room, what, person) {
    const isSuperseded = draft => draft.failed && draft.target && draft.target === what.target;
    for (const draft of this.of(room).filter(isSuperseded)) this.remove(draft.id);
    this.#put({ id: randomId(), room, ...what, at: this.#now(), person, failed: null });
  }

  has(id) {
    return this.#drafts.has(id);
  }

  /** Of one room, in the order of writing. @returns {Draft[]} */
  of(room) {
    return [...this.#drafts.values()].filter(draft => draft.room === room).sort((a, b) => a.at - b.at);
  }

  /** The next one to send. @returns {Draft | undefined} */
  next(room) {
    return this.of(room).find(draft => !draft.failed);
  }

  /** The message is in the log, or its writer threw it away. */
  remove(id) {
    this.#storage.remove(KEY + id);
    this.#forget(id);
  }

  /** @param {{until?: number, text?: string}} [why] */
  fail(id, code, why) {
    const draft = this.#drafts.get(id);
    if (draft) this.#put({ ...draft, failed: code, why });
  }

  /** It has to wait, and its writer may see for how long; undefined if not any more. */
  postpone(id, notBefore) {
    const draft = this.#drafts.get(id);
    if (draft) this.#put({ ...draft, notBefore });
  }

  /** What still waits in a room that is no longer ours is not to go out by surprise later. */
  failRoom(room, code) {
    for (const draft of this.of(room)) if (!draft.failed) this.fail(draft.id, code);
  }

  /** Back to pending, as the newest; without what it answers, if that is gone. */
  retry(id, person) {
    const draft = this.#drafts.get(id);
    if (!draft) return;
    const reply = draft.failed === 'no_such_message' ? undefined : draft.reply;
    this.#put({ ...draft, reply, at: this.#now(), person, failed: null, why: undefined, notBefore: undefined });
  }

  #put(draft) {
    this.#drafts.set(draft.id, draft);
    this.#storage.set(KEY + draft.id, draft);
    this.#changed(draft.room);
  }

  #forget(id) {
    const draft = this.#drafts.get(id);
    this.#drafts.delete(id);
    if (draft) this.#changed(draft.room);
  }

  #now() {
    this.#lastAt = Math.max(Date.now(), this.#lastAt + 1);
    return this.#lastAt;
  }
}
