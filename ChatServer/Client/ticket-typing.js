/** The server passes one on in this time, in milliseconds. */
const EVERY_MS = 3_000;

/** The same where what is typed is told, too. */
const PREVIEW_MS = 700;

/** Longest text that is told before it is sent, in characters (docs/protocol.md). */
const MOST_PREVIEW = 1_000;

/** Tells who else is in a ticket that somebody types, and what, where that is wanted. */
export class TicketTyping {
  #signal;
  #tellsText;
  #sentAt = -Infinity;
  #sent = '';
  #timer = 0;

  /** @param {(message: object) => void} signal @param {() => boolean} tellsText */
  constructor(signal, tellsText) {
    this.#signal = signal;
    this.#tellsText = tellsText;
  }

  /** @param {string} room @param {string} text what stands in the line now */
  typed(room, text) {
    clearTimeout(this.#timer);
    if (this.#tellsText()) this.#tellText(room, text.trim() === '' ? '' : text.slice(0, MOST_PREVIEW));
    else if (text.trim() !== '' && performance.now() - this.#sentAt >= EVERY_MS) this.#send({ type: 'typing', room });
  }

  /** The last state always gets there, also that the line is empty again. */
  #tellText(room, text) {
    if (text === this.#sent) return;
    const wait = this.#sentAt + PREVIEW_MS - performance.now();
    if (wait > 0) {
      this.#timer = setTimeout(() => this.#tellText(room, text), wait);
      return;
    }
    this.#sent = text;
    this.#send({ type: 'typing', room, text });
  }

  #send(message) {
    this.#sentAt = performance.now();
    this.#signal(message);
  }
}
