import { Room } from './room.js';
import { Signals } from './signals.js';

/** What the server allows, until its welcome says so. */
const DEFAULT_LIMITS = { textBytes: 16384, nameChars: 32, roomNameChars: 64, fixedRooms: false };

/**
 * Everything the page knows, without a pixel of it. Emits the topic that changed: `me`, `directory`,
 * `rooms` (which ones, unread, counts), `active`, `messages`, `people`, `connection`.
 */
export class Store extends Signals {
  /** This person: id, name, role; null before the first welcome. */
  me = null;
  limits = DEFAULT_LIMITS;
  /** Every room that the server told of: name, topic, people. */
  directory = [];
  /** The rooms that this browser is in, by name, in the order of joining. @type {Map<string, Room>} */
  rooms = new Map();
  /** The room on the screen. @type {Room | null} */
  active = null;
  /** @type {import('./connection.js').ConnectionState} */
  connection = { kind: 'connecting', retryAt: 0, code: 0, again: false };

  #storage;
  #reading = false;

  /** Remembers rooms as `room.<name>` and what was read as `read.<name>`, so that tabs don't disagree. */
  constructor(storage) {
    super();
    this.#storage = storage;
    const remembered = storage.keys('room.').map(key => key.slice('room.'.length));
    remembered.sort((a, b) => storage.get(`room.${a}`) - storage.get(`room.${b}`));
    for (const name of remembered) this.rooms.set(name, new Room(name));
    storage.onForeignChange(key => this.#readElsewhere(key));
  }

  welcomed({ you, rooms, limits }) {
    this.me = you;
    this.directory = rooms;
    this.limits = { ...DEFAULT_LIMITS, ...limits };
    this.emit('me');
    this.emit('directory');
  }

  renamed(you) {
    this.me = you;
    this.emit('me');
  }

  listed(rooms) {
    this.directory = rooms;
    this.emit('directory');
  }

  connectionChanged(state) {
    this.connection = state;
    if (state.kind !== 'connected') for (const room of this.rooms.values()) room.live = false;
    this.emit('connection');
  }

  joined(joined) {
    const room = this.rooms.get(joined.room) ?? new Room(joined.room);
    const isNew = !this.rooms.has(room.name);
    this.rooms.set(room.name, room);
    room.applyJoined(joined);
    if (isNew) this.#storage.set(`room.${room.name}`, Date.now());
    room.lastRead = this.#lastRead(room);
    if (this.unreadOf(room) > 0) room.newAfter ??= room.lastRead;
    this.emit('rooms');
    this.emit('people', room);
    this.emit('messages', room);
  }

  left(name) {
    const room = this.rooms.get(name);
    if (!room) return;
    this.rooms.delete(name);
    this.#storage.remove(`room.${name}`);
    this.#storage.remove(`read.${name}`);
    if (this.active === room) this.active = null;
    this.emit('rooms');
    this.emit('active');
  }

  /** Takes a live event; see Room.applyEvent for the answer. */
  happened(event) {
    const room = this.rooms.get(event.room);
    if (!room) return 'repeat';
    const outcome = room.applyEvent(event);
    if (outcome !== 'appended') return outcome;
    const beingRead = this.#reading && room === this.active;
    if (beingRead) this.markRead();
    else if (event.from.id !== this.me?.id && this.unreadOf(room) === 1) room.newAfter = room.lastRead;
    if (beingRead || room !== this.active) room.trim();
    this.emit('messages', room);
    this.emit('rooms');
    return outcome;
  }

  peopleChanged(signal) {
    const room = this.rooms.get(signal.room);
    if (!room) return;
    room.applyPeople(signal);
    this.emit('people', room);
    this.emit('rooms');
  }

  historyCame(room, before, page) {
    room.applyHistory(before, page);
    this.emit('messages', room);
  }

  /** Puts a room on the screen. */
  activate(name) {
    const room = this.rooms.get(name) ?? null;
    if (room === this.active) return;
    this.forgetNewLine();
    this.active = room;
    this.#reading = false;
    this.emit('active');
    this.emit('messages', room);
    this.emit('people', room);
    this.emit('rooms');
  }

  /** Whether the newest messages of the active room are in front of somebody's eyes. */
  setReading(reading) {
    this.#reading = reading;
    if (reading) this.markRead();
  }

  markRead() {
    const room = this.active;
    if (!room?.epoch || room.lastRead >= room.head && room.lastRead !== null) return;
    room.lastRead = room.head;
    this.#storage.set(`read.${room.name}`, { epoch: room.epoch, seq: room.head });
    this.emit('rooms');
  }

  /** Takes the «New» line of the active room away once everything below it was read. */
  forgetNewLine() {
    if (!this.active || this.active.newAfter === null || this.unreadOf(this.active) > 0) return;
    this.active.newAfter = null;
    this.emit('messages', this.active);
  }

  unreadOf(room) {
    return room.unread(this.me?.id);
  }

  get unreadInAll() {
    return [...this.rooms.values()].reduce((sum, room) => sum + this.unreadOf(room), 0);
  }

  /** A room never seen counts as read; one whose log was started over is unread from its beginning. */
  #lastRead(room) {
    const mark = this.#storage.get(`read.${room.name}`);
    if (mark?.epoch === room.epoch) return Math.min(mark.seq, room.head);
    if (mark) return 0;
    this.#storage.set(`read.${room.name}`, { epoch: room.epoch, seq: room.head });
    return room.head;
  }

  #readElsewhere(key) {
    if (!key.startsWith('read.')) return;
    const room = this.rooms.get(key.slice('read.'.length));
    const mark = this.#storage.get(key);
    if (!room || mark?.epoch !== room.epoch || mark.seq <= room.lastRead) return;
    room.lastRead = Math.min(mark.seq, room.head);
    this.emit('rooms');
    this.emit('messages', room);
  }
}
