import { Connection } from './connection.js';
import { Exchange } from './exchange.js';
import { DEFAULT_LIMITS } from './limits.js';
import { Outbox } from './outbox.js';
import { ReadMarks } from './read-marks.js';
import { refusalOf } from './refusal.js';
import { Sender } from './sender.js';
import { Signals } from './signals.js';
import { TicketRoom } from './ticket-room.js';

/** How many older messages are asked for at a time. */
const HISTORY_LIMIT = 100;

/** What is answered where a ticket's room is not to be had; anything else may be better in a while. */
const ROOM_IS_GONE = ['bad_room', 'no_such_room', 'no_such_ticket', 'too_many_rooms', 'not_allowed', 'not_yours'];

/** How long to wait before a room is joined again that could not answer, in seconds. */
const REJOIN_SECONDS = 2;

/**
 * One conversation with the support desk, as a visitor or as an agent: hello, rooms of tickets resumed after every
 * reconnect, messages sent once. Emits `connection` (its state), `welcome` (the message), `refused` (why there was
 * no welcome), `room` (a room that changed: messages, who types, what is seen), `said` (an event that came live),
 * `read` (a room), `left` (a room and why), and `message` with what else the server told: `desk`, `ticket`,
 * `agents`, `settings`…
 */
export class DeskSession extends Signals {
  /** Who this is: id, name, role; null before the first welcome. */
  me = null;
  limits = DEFAULT_LIMITS;
  /** @type {import('./connection.js').ConnectionState} */
  connection = { kind: 'connecting', retryAt: 0, code: 0, again: false };
  /** The rooms of tickets that are entered, by name. @type {Map<string, TicketRoom>} */
  rooms = new Map();
  /** What is written and not yet in the log. */
  outbox;

  #hello;
  #link;
  #exchange;
  #sender;
  #helloTimer = 0;
  #loading = new Set();
  /** Rooms whose newest is in front of somebody's eyes. */
  #reading = new WeakSet();

  /**
   * @param {string} url of the WebSocket
   * @param {() => object} hello what to say first: {as: 'visitor', token, name} or {as: 'agent', key}
   * @param {import('./storage.js').BrowserStorage} storage where messages wait that aren't sent
   */
  constructor(url, hello, storage) {
    super();
    this.#hello = hello;
    this.#link = new Connection(url, {
      opened: () => this.helloAgain(),
      received: message => this.#received(message),
      lost: () => this.#lost(),
      stateChanged: state => this.#stateChanged(state),
      ask: () => this.#ask(),
    });
    this.#exchange = new Exchange(message => this.#link.send(message));
    this.outbox = new Outbox(storage, name => this.#changed(this.rooms.get(name)));
    this.#sender = new Sender(this.outbox, message => this.#link.send(message));
    new ReadMarks(this, message => this.signal(message));
  }

  start() {
    this.#link.start();
  }

  connectNow() {
    this.#link.connectNow();
  }

  /** Away until connectNow. */
  stop() {
    this.#link.stop();
  }

  /** Says hello on the open connection: after `refused`, once something is better. */
  async helloAgain() {
    clearTimeout(this.#helloTimer);
    try {
      this.#welcomed(await this.request({ type: 'hello', ...this.#hello() }));
    } catch (caught) {
      this.#helloRefused(refusalOf(caught));
    }
  }

  /** Sends a request. @returns the answer; throws a Refusal */
  request(message) {
    return this.#exchange.request(message);
  }

  /** Sends what has no answer. @returns whether there was a connection to send it on */
  signal(message) {
    return this.#link.send(message);
  }

  /** Enters a room, and resumes it after every reconnect until it is left. @returns {TicketRoom} */
  enter(name) {
    if (!this.rooms.has(name)) {
      this.rooms.set(name, new TicketRoom(name));
      if (this.connection.kind === 'connected') this.#join(name);
    }
    return this.rooms.get(name);
  }

  leave(name) {
    if (this.rooms.get(name)?.live) this.request({ type: 'leave', room: name }).catch(() => {});
    this.#left(name);
  }

  /** @param {{text: string, reply?: number, target?: number}} what see Outbox.add */
  say(name, what) {
    this.outbox.add(name, what, this.me?.id ?? null);
    this.#sender.flush(name);
  }

  /** Sends a failed message once more, as the newest of its room. */
  retry(name, id) {
    this.outbox.retry(id, this.me?.id ?? null);
    this.#sender.flush(name);
  }

  /** Fetches the page before the oldest message known; one at a time a room. */
  async loadOlder(room) {
    if (this.#loading.has(room) || !room.more || !room.live) return;
    this.#loading.add(room);
    const before = room.first;
    try {
      const page = await this.request({ type: 'history', room: room.name, before, limit: HISTORY_LIMIT });
      room.applyHistory(before, page);
      this.#changed(room);
    } catch (caught) {
      refusalOf(caught); // the next scroll asks again
    } finally {
      this.#loading.delete(room);
    }
  }

  /** Whether the newest of a room is in front of somebody's eyes. */
  setReading(room, isReading) {
    if (!isReading) this.#reading.delete(room);
    else this.#reading.add(room);
    if (isReading) this.#markRead(room);
  }

  #markRead(room) {
    if (!room.epoch || room.lastRead >= room.head) return;
    room.lastRead = room.head;
    this.emit('read', room);
  }

  /** How many messages of others haven't been read. */
  unreadOf(room) {
    return room.unread(this.me?.id).length;
  }

  #helloRefused(refusal) {
    if (refusal.code === 'lost') return;
    if (refusal.code === 'rate_limited') {
      this.#helloTimer = setTimeout(() => this.helloAgain(), (refusal.retryAfter ?? 1) * 1000);
    }
    this.emit('refused', refusal);
  }

  #welcomed(welcome) {
    this.me = welcome.you;
    this.limits = { ...DEFAULT_LIMITS, ...welcome.limits };
    this.outbox.adopt();
    this.outbox.claim(welcome.you.id);
    this.#link.settled();
    for (const name of this.rooms.keys()) this.#join(name);
    this.emit('welcome', welcome);
  }

  async #join(name) {
    const room = this.rooms.get(name);
    if (!room) return;
    const resume = room.epoch && room.head > 0 ? { after: room.head, epoch: room.epoch } : {};
    try {
      await this.request({ type: 'join', room: name, ...resume });
    } catch (caught) {
      const refusal = refusalOf(caught);
      if (refusal.code === 'lost') return;
      if (ROOM_IS_GONE.includes(refusal.code)) this.#left(name, refusal);
      else setTimeout(() => this.#join(name), (refusal.retryAfter ?? REJOIN_SECONDS) * 1000);
    }
  }

  #received(message) {
    const room = this.rooms.get(message.room);
    switch (message.type) {
      case 'joined':
        if (room) this.#joined(room, message);
        break;
      case 'event':
        if (room) this.#happened(room, message);
        break;
      case 'people':
        room?.applyPeople(message);
        break;
      case 'typing':
        room?.applyTyping(message.people);
        break;
      case 'preview':
        if (room) room.preview = message.text ?? '';
        break;
      case 'seen':
        room?.applySeen(message);
        break;
      case 'read':
        if (room) room.lastRead = Math.max(room.lastRead ?? 0, message.seq);
        break;
      case 'left':
        this.#left(message.room, message);
        break;
      case 'error':
        if (this.#sender.refused(message)) return;
    }
    if (room) this.#changed(room);
    this.#exchange.answered(message);
    if (!message.room) this.emit('message', message);
  }

  #joined(room, joined) {
    // What was sent before the connection was lost may be among these: confirmed first, it shows only once.
    for (const event of joined.events) this.#confirm(room, event);
    room.applyJoined(joined);
    room.lastRead = Math.min(room.head, Math.max(room.lastRead ?? 0, joined.read ?? 0));
    if (this.unreadOf(room) > 0) room.newAfter ??= room.lastRead;
    this.#sender.opened(room.name);
  }

  #happened(room, event) {
    this.#confirm(room, event);
    const outcome = room.applyEvent(event);
    if (outcome === 'gap') this.#join(room.name);
    if (outcome !== 'appended') return;
    const isNews = event.kind === 'message' && event.from.id !== this.me?.id;
    if (this.#reading.has(room)) this.#markRead(room);
    else if (isNews && this.unreadOf(room) === 1) room.newAfter = room.lastRead;
    if (isNews) room.preview = '';
    this.emit('said', room, event);
  }

  /** What this one does in a room is answered by its event. */
  #confirm(room, event) {
    if (!event.id || event.from.id !== this.me?.id) return;
    this.#sender.confirmed(room.name, event.id);
    this.#exchange.answered({ ...event, re: event.id });
  }

  #left(name, refusal) {
    if (!this.rooms.delete(name)) return;
    this.#sender.closed(name, refusal?.code ?? 'not_joined');
    this.emit('left', name, refusal);
  }

  /** Any answer is a sign of life, also that this is for people of the house. */
  #ask() {
    this.request({ type: 'rooms' }).catch(() => {});
  }

  #stateChanged(state) {
    this.connection = state;
    if (state.kind !== 'connected') for (const room of this.rooms.values()) room.live = false;
    this.emit('connection', state);
  }

  #lost() {
    clearTimeout(this.#helloTimer);
    this.#sender.lost();
    this.#exchange.lost();
  }

  #changed(room) {
    if (room) this.emit('room', room);
  }
}
