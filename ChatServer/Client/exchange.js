import { Refusal } from './refusal.js';

/** How long an answer may take, in milliseconds. */
const ANSWER_MS = 15_000;

/** Requests that wait for their answers, by the id that both have. */
export class Exchange {
  #transmit;
  #waiting = new Map();
  #lastRequest = 0;

  /** @param {(message: object) => boolean} transmit whether there is a connection to send it on */
  constructor(transmit) {
    this.#transmit = transmit;
  }

  /** Sends a request. @returns the answer; throws a Refusal */
  request(message) {
    const id = message.id ?? `r${++this.#lastRequest}`;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.answered({ type: 'error', re: id, code: 'timeout' }), ANSWER_MS);
      this.#waiting.set(id, { resolve, reject, timer });
      const isSent = this.#transmit({ ...message, id });
      if (!isSent) this.answered({ type: 'error', re: id, code: 'lost' });
    });
  }

  /** Takes an answer, or an error; what nobody waits for is left alone. */
  answered(message) {
    const request = this.#waiting.get(message.re);
    if (!request) return;
    this.#waiting.delete(message.re);
    clearTimeout(request.timer);
    if (message.type === 'error') request.reject(new Refusal(message));
    else request.resolve(message);
  }

  /** No answer will come on this connection. */
  lost() {
    for (const id of [...this.#waiting.keys()]) this.answered({ type: 'error', re: id, code: 'lost' });
  }
}
