import { Connection } from './connection.js';
import { Sender } from './sender.js';

/** How long an answer may take, in milliseconds. */
const ANSWER_MS = 15_000;

/** How many older messages are asked for at a time, if nobody says otherwise. */
const HISTORY_LIMIT = 100;

/** What a room answers that is not to be had; anything else may be better in a while. */
const ROOM_IS_GONE = ['bad_room', 'no_such_room', 'too_many_rooms'];

/** How long to wait before a room is joined again that could not answer, in seconds. */
const REJOIN_SECONDS = 2;

/**
 * What the server refused, or could not answer. `code` is one of docs/protocol.md, `lost` or `timeout`;
 * `until` and `text` say how long and why, where a host's act is the reason.
 */
export class Refusal extends Error {
  constructor({ code, retryAfter, until, text }) {
    super(code);
    Object.assign(this, { code, retryAfter, until, text });
  }
}

/**
 * One person's conversation with the server: hello, rooms joined again after every reconnect, answers
 * matched to requests. What it hears goes into the store.
 * Handlers: welcomed({wanted, first}), nameRefused(), roomRefused(room, code).
 */
export class Session {
  #connection;
  #store;
  #identity;
  #outbox;
  #sender;
  #handlers;
  #requests = new Map();
  #lastRequest = 0;
  #loading = new Map();

  constructor(url, { store, identity, outbox }, handlers) {
    this.#store = store;
    this.#identity = identity;
    this.#outbox = outbox;
    this.#handlers = handlers;
    this.#connection = new Connection(url, {
      opened: () => this.#hello(),
      received: message => this.#received(message),
      lost: () => this.#lost(),
      stateChanged: state => store.connectionChanged(state),
      ask: () => this.refreshDirectory(),
    });
    this.#sender = new Sender(outbox, message => this.#connection.send(message));
  }

  start() {
    this.#connection.start();
  }

  connectNow() {
    this.#connection.connectNow();
  }

  /** Says hello once more on the open connection, after nameRefused. */
  helloAgain() {
    this.#hello();
  }

  /** Joins a room, or resumes it. @returns the name that the server gives it */
  async join(name) {
    const room = this.#store.rooms.get(name);
    const resume = room?.epoch && room.head > 0 ? { after: room.head, epoch: room.epoch } : {};
    const joined = await this.request({ type: 'join', room: name, ...resume });
    return joined.room;
  }

  /** Leaves a room; while there is no connection, it is enough not to join it again. */
  async leave(name) {
    if (this.#store.rooms.get(name)?.live) await this.request({ type: 'leave', room: name });
    else this.#left(name);
  }

  /** Changes the name of this person. Throws Refusal with `bad_name` or `name_taken`. */
  async rename(name) {
    await this.request({ type: 'rename', name });
  }

  /** Asks for the list of rooms; that it fails is nobody's loss. */
  refreshDirectory() {
    this.request({ type: 'rooms' }).catch(() => {});
  }

  /** Fetches the page before the oldest message known; one at a time a room. */
  loadOlder(room, limit = HISTORY_LIMIT) {
    if (!this.#loading.has(room) && room.more && room.live) {
      this.#loading.set(room, this.#loadOlder(room, limit).finally(() => this.#loading.delete(room)));
    }
    return this.#loading.get(room) ?? Promise.resolve();
  }

  async #loadOlder(room, limit) {
    const before = room.first;
    try {
      const page = await this.request({ type: 'history', room: room.name, before, limit });
      this.#store.historyCame(room, before, page);
    } catch {
      // The next scroll asks again.
    }
  }

  /** @param {{text: string, reply?: number, target?: number}} what see Outbox.add */
  say(room, what) {
    this.#outbox.add(room, what, this.#store.me?.id ?? null);
    this.#sender.flush(room);
  }

  /** Sends a failed message once more, as the newest of its room. */
  retry(room, id) {
    this.#outbox.retry(id, this.#store.me?.id ?? null);
    this.#sender.flush(room);
  }

  async #hello() {
    const { token, name } = this.#identity;
    const hello = { type: 'hello', ...(token && { token }), ...(name && { name }) };
    try {
      this.#welcomed(await this.request(hello), name);
    } catch ({ code, retryAfter }) {
      if (code === 'bad_token') {
        this.#identity.forgetToken();
        this.#hello();
      } else if (code === 'bad_name') {
        this.#identity.name = null;
        this.#handlers.nameRefused();
      } else if (code === 'rate_limited') {
        setTimeout(() => this.#hello(), (retryAfter ?? 1) * 1000);
      } else if (code !== 'lost') {
        this.#connection.abandon();
      }
    }
  }

  #welcomed(welcome, wanted) {
    const first = this.#store.me === null;
    this.#identity.welcomed(welcome.token, welcome.you.name);
    this.#store.welcomed(welcome);
    this.#outbox.adopt();
    this.#outbox.claim(welcome.you.id);
    this.#connection.settled();
    for (const name of this.#store.rooms.keys()) this.#rejoin(name);
    this.#handlers.welcomed({ wanted, first });
  }

  async #rejoin(name) {
    if (!this.#store.rooms.has(name)) return;
    try {
      await this.join(name);
    } catch ({ code, retryAfter }) {
      if (code === 'lost') return;
      if (ROOM_IS_GONE.includes(code)) {
        this.#left(name, code);
        this.#handlers.roomRefused(name, code);
      } else {
        setTimeout(() => this.#rejoin(name), (retryAfter ?? REJOIN_SECONDS) * 1000);
      }
    }
  }

  #received(message) {
    switch (message.type) {
      case 'joined':
        this.#joined(message);
        break;
      case 'left':
        this.#left(message.room);
        break;
      case 'event':
        this.#happened(message);
        break;
      case 'people':
        this.#store.peopleChanged(message);
        break;
      case 'rooms':
        this.#store.listed(message.rooms);
        break;
      case 'renamed':
        this.#identity.name = message.you.name;
        this.#store.renamed(message.you);
        break;
      case 'error':
        if (!this.#sender.refused(message)) this.#answered(message);
        return;
    }
    this.#answered(message);
  }

  #joined(joined) {
    // What was sent before the connection was lost may be among these: confirmed first, it shows only once.
    for (const event of joined.events) this.#confirm(joined.room, event);
    this.#store.joined(joined);
    this.#sender.opened(joined.room);
  }

  #left(name, reason = 'not_joined') {
    this.#sender.closed(name, reason);
    this.#store.left(name);
  }

  #happened(event) {
    this.#confirm(event.room, event);
    if (this.#store.happened(event) === 'gap') this.#rejoin(event.room);
  }

  #confirm(room, event) {
    if (!event.id || event.from.id !== this.#store.me?.id) return;
    this.#sender.confirmed(room, event.id);
    this.#answered({ ...event, re: event.id });
  }

  #lost() {
    this.#sender.lost();
    for (const id of [...this.#requests.keys()]) this.#answered({ type: 'error', re: id, code: 'lost' });
  }

  /**
   * Asks the server for something. What ends up in the log has an id of its own, by which its event is known.
   * @returns {Promise<object>} the answer; throws a Refusal
   */
  request(message) {
    const id = message.id ?? `r${++this.#lastRequest}`;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.#answered({ type: 'error', re: id, code: 'timeout' }), ANSWER_MS);
      this.#requests.set(id, { resolve, reject, timer });
      const isSent = this.#connection.send({ ...message, id });
      if (!isSent) this.#answered({ type: 'error', re: id, code: 'lost' });
    });
  }

  #answered(message) {
    const request = this.#requests.get(message.re);
    if (!request) return;
    this.#requests.delete(message.re);
    clearTimeout(request.timer);
    if (message.type === 'error') request.reject(new Refusal(message));
    else request.resolve(message);
  }
}
