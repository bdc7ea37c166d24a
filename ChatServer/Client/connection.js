import {
  HELLO_MS, PATIENCE_MS, SHORT_PATIENCE_MS, backoff, comesBack, judgeSilence,
} from './reconnect-policy.js';
import { Transports } from './transports.js';

const PULSE_MS = 1_000;

/** The close code that a browser reports when a connection ends without a close frame. */
const ENDED_WITHOUT_CLOSE = 1006;

/**
 * How things stand with the server.
 * @typedef {object} ConnectionState
 * @property {'connecting' | 'connected' | 'waiting' | 'offline' | 'refused' | 'stopped'} kind
 * @property {number} retryAt when the next attempt is due; 0 if none is
 * @property {number} code why a connection was refused: its close code
 * @property {boolean} again whether this page was connected before
 */

/**
 * One WebSocket, or what stands in for it, that comes back: back-off, signs of life, close codes. Knows JSON, but no
 * message.
 * Handlers: opened(), received(message), lost(), stateChanged(state), ask() to send a cheap request.
 */
export class Connection {
  #transports;
  #kind = 'websocket';
  #isProven = false;
  #handlers;
  #socket = null;
  #state = { kind: 'connecting', retryAt: 0, code: 0, again: false };
  #failures = 0;
  #heardAt = 0;
  #askedAt = 0;
  #patience = PATIENCE_MS;
  #retryTimer = 0;
  #openingTimer = 0;

  constructor(url, handlers) {
    this.#transports = new Transports(url);
    this.#handlers = handlers;
  }

  /** Connects, and from then on stays connected as well as it can. */
  start() {
    setInterval(() => this.#checkPulse(), PULSE_MS);
    window.addEventListener('online', () => this.#networkChanged());
    window.addEventListener('offline', () => this.#networkChanged());
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'visible') this.#networkChanged();
    });
    this.connectNow();
  }

  /** Connects without waiting for the back-off; after a refusal it is the only way back. */
  connectNow() {
    clearTimeout(this.#retryTimer);
    if (this.#socket) return;
    this.#enter('connecting');
    this.#open(this.#transports.first);
  }

  async #open(kind) {
    const opening = { readyState: WebSocket.CONNECTING, close() {} };
    [this.#socket, this.#kind, this.#isProven] = [opening, kind, false];
    this.#await();
    let socket = null;
    try {
      socket = await this.#transports.open(kind);
    } catch {
      if (opening === this.#socket) this.#ended(ENDED_WITHOUT_CLOSE);
      return;
    }
    if (opening === this.#socket) this.#use(socket);
    else socket.close();
  }

  #use(socket) {
    this.#socket = socket;
    socket.onopen = () => {
      if (socket !== this.#socket) return;
      this.#heard();
      this.#await();
      this.#handlers.opened();
    };
    socket.onmessage = event => {
      if (socket !== this.#socket) return;
      this.#heard();
      this.#prove();
      this.#handlers.received(JSON.parse(event.data));
    };
    socket.onclose = event => {
      if (socket === this.#socket) this.#ended(event.code);
    };
  }

  #await() {
    clearTimeout(this.#openingTimer);
    this.#openingTimer = setTimeout(() => this.abandon(), HELLO_MS);
  }

  // Only a word from the server proves that both directions work.
  #prove() {
    if (this.#isProven) return;
    this.#isProven = true;
    clearTimeout(this.#openingTimer);
    this.#transports.works(this.#kind);
  }

  /** Sends one message; false if there is no open socket to send it on. */
  send(message) {
    if (this.#socket?.readyState !== WebSocket.OPEN) return false;
    this.#socket.send(JSON.stringify(message));
    return true;
  }

  /** To be called when the server has welcomed us: only that proves that the connection works. */
  settled() {
    this.#failures = 0;
    this.#enter('connected', { again: true });
  }

  /** Gives the socket up without waiting for the peer, and comes back. */
  abandon() {
    const socket = this.#socket;
    if (!socket) return;
    this.#ended(ENDED_WITHOUT_CLOSE);
    socket.close();
  }

  /** Closes it, and stays away until connectNow. */
  stop() {
    clearTimeout(this.#retryTimer);
    clearTimeout(this.#openingTimer);
    const socket = this.#socket;
    this.#socket = null;
    this.#handlers.lost();
    this.#enter('stopped');
    socket?.close();
  }

  #ended(code) {
    this.#socket = null;
    clearTimeout(this.#openingTimer);
    this.#handlers.lost();
    if (!comesBack(code)) {
      this.#enter('refused', { code });
      return;
    }
    const next = this.#isProven ? null : this.#transports.after(this.#kind, this.#failures);
    if (next && navigator.onLine) {
      this.#open(next);
      return;
    }
    if (!this.#isProven) this.#transports.forget();
    const delay = backoff(this.#failures++, Math.random());
    this.#retryTimer = setTimeout(() => this.connectNow(), delay);
    this.#enter('waiting', { retryAt: Date.now() + delay });
  }

  #networkChanged() {
    if (this.#state.kind === 'refused' || this.#state.kind === 'stopped') return;
    if (this.#socket) this.#ask(SHORT_PATIENCE_MS);
    else if (navigator.onLine) this.connectNow();
    else this.#enter('waiting', { retryAt: this.#state.retryAt });
  }

  #checkPulse() {
    if (this.#socket?.readyState !== WebSocket.OPEN) return;
    const verdict = judgeSilence({
      now: Date.now(), heardAt: this.#heardAt, askedAt: this.#askedAt, patience: this.#patience,
    });
    if (verdict === 'ask') this.#ask(PATIENCE_MS);
    if (verdict === 'lost') this.abandon();
  }

  #ask(patience) {
    if (this.#socket.readyState !== WebSocket.OPEN) return;
    this.#patience = patience;
    this.#askedAt = Date.now();
    this.#handlers.ask();
  }

  #heard() {
    this.#heardAt = Date.now();
    this.#askedAt = 0;
  }

  #enter(kind, details = {}) {
    const offline = !navigator.onLine && (kind === 'connecting' || kind === 'waiting');
    const { again } = this.#state;
    this.#state = { kind: offline ? 'offline' : kind, retryAt: 0, code: 0, again, ...details };
    this.#handlers.stateChanged(this.#state);
  }
}
