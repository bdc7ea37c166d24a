/** What a connection can be made of, the best first. */
const KINDS = ['websocket', 'stream', 'poll'];

const KEY = 'chatserver.transport';

/** How long what stands in for a WebSocket is taken at once, before the WebSocket is tried again, in milliseconds. */
const REMEMBERED_MS = 10 * 60_000;

/** After so many failures in a row also a WebSocket that once worked is taken for blocked. */
const FAILURES = 3;

/**
 * Which way to the server works from here: a WebSocket, or else server-sent events, or else long-polling. What worked is
 * remembered for as long as the tab is open.
 */
export class Transports {
  #url;
  #hasSocketWorked = false;

  /** @param {string} url of the WebSocket */
  constructor(url) {
    this.#url = url;
  }

  /** What to begin with. */
  get first() {
    const { kind, at } = remembered() ?? {};
    return KINDS.includes(kind) && Date.now() - at < REMEMBERED_MS ? kind : KINDS[0];
  }

  /** What to try when one has failed before a word came; null if that is for later. */
  after(kind, failures) {
    // A server that restarts is the likelier reason.
    if (kind === 'websocket' && this.#hasSocketWorked && failures < FAILURES) return null;
    return KINDS[KINDS.indexOf(kind) + 1] ?? null;
  }

  /** That one works: the server has said something. */
  works(kind) {
    if (kind === 'websocket') this.#hasSocketWorked = true;
    remember(kind === 'websocket' ? null : { kind, at: remembered()?.kind === kind ? remembered().at : Date.now() });
  }

  /** None of them works. */
  forget() {
    remember(null);
  }

  /** @throws {TypeError} what stands in for a WebSocket can't be fetched */
  async open(kind) {
    if (kind === 'websocket') return new WebSocket(this.#url);
    const { EventStreamSocket, PollSocket } = await import('./http-sockets.js');
    return kind === 'stream' ? new EventStreamSocket() : new PollSocket();
  }
}

function remembered() {
  try {
    return JSON.parse(sessionStorage.getItem(KEY));
  } catch {
    return null;
  }
}

function remember(value) {
  try {
    if (value) sessionStorage.setItem(KEY, JSON.stringify(value));
    else sessionStorage.removeItem(KEY);
  } catch {
    // Storage is blocked: it is found out anew each time.
  }
}
