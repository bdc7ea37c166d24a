/** How long the event of a message may take before the message is sent once more, in milliseconds. */
const RESEND_MS = 10_000;

/** How often that is done on one connection before the message counts as failed. */
const MOST_TRIES = 3;

/** What to wait when the server is too busy and does not say for how long, in seconds. */
const DEFAULT_RETRY_SECONDS = 2;

/**
 * Empties the outbox into the rooms that are joined. One message a room is on its way at a time:
 * that keeps the order even when one of them is refused or has to wait.
 */
export class Sender {
  #outbox;
  #transmit;
  #open = new Set();
  #onTheWay = new Map();
  #tries = new Map();

  /** @param {(message: object) => void} transmit sends on the connection of now */
  constructor(outbox, transmit) {
    this.#outbox = outbox;
    this.#transmit = transmit;
  }

  /** The room is joined: what waits for it may go. */
  opened(room) {
    this.#open.add(room);
    this.flush(room);
  }

  /** The room is no longer ours: what waits for it fails with that code. */
  closed(room, code) {
    this.#open.delete(room);
    this.#landed(room);
    this.#outbox.failRoom(room, code);
  }

  /** The connection is gone: everything waits for the rooms to be joined again. */
  lost() {
    this.#open.clear();
    this.#tries.clear();
    for (const room of [...this.#onTheWay.keys()]) this.#landed(room);
  }

  /** Sends the next message of a room, if none is on its way. */
  flush(room) {
    if (!this.#open.has(room) || this.#onTheWay.has(room)) return;
    const draft = this.#outbox.next(room);
    if (!draft) return;
    const tries = (this.#tries.get(draft.id) ?? 0) + 1;
    if (tries > MOST_TRIES) {
      this.#finish(room, draft.id, 'timeout');
      return;
    }
    this.#tries.set(draft.id, tries);
    this.#wait(room, draft.id, RESEND_MS);
    const { id, text, reply, target } = draft;
    this.#transmit(target ? { type: 'edit', id, room, target, text } : { type: 'say', id, room, text, reply });
  }

  /** The message is in the log. */
  confirmed(room, id) {
    if (!this.#outbox.has(id)) return;
    this.#outbox.remove(id);
    this.#goOn(room, id);
  }

  /** The server refused the message; false if it is none of ours. */
  refused({ re, code, retryAfter, until, text }) {
    const room = [...this.#onTheWay].find(([, flight]) => flight.id === re)?.[0];
    if (!room) return this.#outbox.has(re);
    if (code === 'rate_limited' || code === 'slow_mode') {
      const delay = (retryAfter ?? DEFAULT_RETRY_SECONDS) * 1000;
      const isSlowed = code === 'slow_mode';
      this.#landed(room);
      this.#tries.delete(re);
      this.#wait(room, re, delay, isSlowed);
      if (isSlowed) this.#outbox.postpone(re, Date.now() + delay);
    } else {
      this.#finish(room, re, code, { until, text });
    }
    return true;
  }

  /** The rules of the room are others: what had to wait may not have to any more. */
  reconsider(room) {
    const { id, isSlowed } = this.#onTheWay.get(room) ?? {};
    if (!isSlowed) return;
    this.#landed(room);
    this.#outbox.postpone(id, undefined);
    this.flush(room);
  }

  #finish(room, id, code, why) {
    this.#outbox.fail(id, code, why);
    this.#goOn(room, id);
  }

  #goOn(room, id) {
    this.#tries.delete(id);
    if (this.#onTheWay.get(room)?.id === id) this.#landed(room);
    this.flush(room);
  }

  #wait(room, id, delay, isSlowed = false) {
    const timer = setTimeout(() => {
      this.#onTheWay.delete(room);
      this.flush(room);
    }, delay);
    this.#onTheWay.set(room, { id, timer, isSlowed });
  }

  #landed(room) {
    clearTimeout(this.#onTheWay.get(room)?.timer);
    this.#onTheWay.delete(room);
  }
}
