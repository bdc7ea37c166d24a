import { RECONNECT_MS } from './comings.js';
import { Directs, MOST_JOINED } from './directs.js';
import { DEFAULT_LIMITS } from './limits.js';
import { mentions } from './mentions.js';
import { Room } from './room.js';
import { isQuiet, silenceOf } from './rules.js';
import { Signals } from './signals.js';

/** How long somebody is shown to be typing, in milliseconds. */
const TYPING_MS = 5_000;

/**
 * Everything the page knows, without a pixel of it. Emits the topic that changed: `me`, `directory`,
 * `rooms` (which ones, unread, counts), `active`, `messages`, `people`, `typing`, `connection`, `banned`,
 * `called` (whether a host calls this person), `opening`; `read` when somebody has read something here; `said` with
 * room and event when a message came that was not there before.
 */
export class Store extends Signals {
  /** This person: id, name, role; null before the first welcome. */
  me = null;
  limits = DEFAULT_LIMITS;
  /** Every room that the server told of: name, topic, people. */
  directory = [];
  /** Rooms and conversations of two that this browser is in, by name, in the order of joining. @type {Map<string, Room>} */
  rooms = new Map();
  /** The room on the screen. @type {Room | null} */
  active = null;
  /** What was chosen, and the server hasn't let in yet; null as a rule. */
  opening = null;
  /** Until when and why this person is banned; null as a rule. @type {{until?: number, text?: string} | null} */
  banned = null;
  /** @type {import('./connection.js').ConnectionState} */
  connection = { kind: 'connecting', retryAt: 0, code: 0, again: false };

  #storage;
  #reading = false;

  /** Remembers rooms as `joined.<name>` and what was read as `read.<name>`, so that tabs don't disagree. */
  constructor(storage) {
    super();
    this.#storage = storage;
    this.directs = new Directs(storage);
    const remembered = storage.keys('joined.').map(key => key.slice('joined.'.length));
    remembered.sort((a, b) => storage.get(`joined.${a}`) - storage.get(`joined.${b}`));
    for (const name of remembered) this.rooms.set(name, new Room(name));
    storage.onForeignChange(key => this.#readInOtherTab(key));
  }

  welcomed({ you, rooms, directs = [], limits }) {
    this.me = you;
    this.banned = null;
    this.directory = rooms;
    this.limits = { ...DEFAULT_LIMITS, ...limits };
    for (const { room: name, with: other, head } of this.directs.welcomed(directs)) {
      const room = this.rooms.get(name) ?? new Room(name, other);
      room.head ||= head;
      this.rooms.set(name, room);
    }
    this.emit('me');
    this.emit('directory');
    this.emit('rooms');
    this.emit('banned');
  }

  /** @param {string | null} title of a room or a person */
  openingChanged(title) {
    if (title === this.opening) return;
    this.opening = title;
    this.emit('opening');
  }

  wasBanned({ until, text }) {
    this.banned = { until, text };
    this.emit('banned');
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
    // Of a room entered for the first time, nothing is news; a conversation of two may come with its first message.
    const known = room.epoch || joined.with ? room.head : joined.head;
    this.rooms.set(room.name, room);
    room.applyJoined(joined);
    if (room.with && !this.directs.names.includes(room.name)) this.directs.toFront(room.name);
    if (isNew && !room.with) this.#storage.set(`joined.${room.name}`, Date.now());
    room.lastRead = this.#lastRead(room, joined.read);
    if (room.lastRead > (joined.read ?? 0)) this.emit('read', room);
    if (this.unreadOf(room) > 0) room.newAfter ??= room.lastRead;
    const news = joined.events.filter(({ seq }) => seq > room.lastRead);
    if (news.map(event => room.noteCall(event, this.me?.id)).includes(true)) this.emit('called', room);
    this.emit('rooms');
    this.emit('people', room);
    this.emit('messages', room);
    for (const event of news) if (event.seq > known && event.kind === 'message') this.emit('said', room, event);
  }

  /** A conversation of two stays listed until it is closed. */
  left(name) {
    const room = this.rooms.get(name);
    if (!room) return;
    if (this.directs.names.includes(name)) {
      room.live = false;
      return;
    }
    this.rooms.delete(name);
    this.#storage.remove(`joined.${name}`);
    if (!room.with) this.#storage.remove(`read.${name}`);
    if (this.active === room) this.active = null;
    this.emit('rooms');
    this.emit('active');
  }

  directOpened(name, other) {
    if (!this.rooms.has(name)) this.rooms.set(name, new Room(name, other));
    this.directs.toFront(name);
    this.emit('rooms');
  }

  /** Takes a live event; see Room.applyEvent for the answer. */
  happened(event) {
    const room = this.rooms.get(event.room);
    if (!room) return 'repeat';
    const outcome = room.applyEvent(event);
    if (outcome !== 'appended') return outcome;
    if (event.kind === 'message' && room.with) this.directs.toFront(room.name);
    const isNews = event.kind === 'message' && event.from.id !== this.me?.id;
    const beingRead = this.#reading && room === this.active;
    if (beingRead) this.markRead();
    else if (isNews && this.unreadOf(room) === 1) room.newAfter = room.lastRead;
    if (beingRead || room !== this.active || room.past) room.trim();
    this.emit('messages', room);
    this.emit('rooms');
    this.emit('typing', room);
    if (room.noteCall(event, this.me?.id)) this.emit('called', room);
    if (isQuiet(event)) this.emit('people', room);
    if (event.kind === 'message') this.emit('said', room, event);
    return outcome;
  }

  /** This person knows that they were called in the active room. */
  sawCall() {
    this.active.calledBy = null;
    this.emit('called', this.active);
  }

  peopleChanged(signal) {
    const room = this.rooms.get(signal.room);
    if (!room) return;
    const wasShown = room.comings.lines;
    room.applyPeople(signal);
    if (signal.left) setTimeout(() => this.#settleComings(room), RECONNECT_MS + 100);
    if (room.comings.lines !== wasShown) this.emit('messages', room);
    this.emit('people', room);
    this.emit('rooms');
  }

  typed({ room: name, people }) {
    const room = this.rooms.get(name);
    if (!room) return;
    const until = Date.now() + TYPING_MS;
    for (const person of people) room.typing.set(person.id, { name: person.name, until });
    this.emit('typing', room);
  }

  historyCame(room, before, page) {
    room.applyHistory(before, page);
    this.emit('messages', room);
  }

  newerCame(room, after, page) {
    room.applyNewer(after, page);
    this.emit('messages', room);
  }

  surroundingsCame(room, seq, page) {
    // Nobody is to be moved for what isn't there, nor in a room that they have left meanwhile.
    if (room !== this.active || !page.events.some(event => event.seq === seq)) return;
    room.applyAround(page);
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
    this.#remember(room);
    this.emit('read', room);
    this.emit('rooms');
  }

  /** This person has read so far, on another device or in another tab. */
  readElsewhere({ room: name, seq }) {
    const room = this.rooms.get(name);
    if (!room || room.lastRead === null || seq <= room.lastRead) return;
    room.lastRead = seq;
    this.#remember(room);
    if (room !== this.active) room.newAfter = null;
    this.emit('rooms');
    this.emit('messages', room);
  }

  /** Takes the «New» line of the active room away once everything below it was read. */
  forgetNewLine() {
    if (!this.active || this.active.newAfter === null || this.unreadOf(this.active) > 0) return;
    this.active.newAfter = null;
    this.emit('messages', this.active);
  }

  unreadOf(room) {
    return room.unread(this.me?.id).length;
  }

  /** Whether a message is meant for this person: said to them alone, or it names them. */
  isForMe(room, { text }) {
    return Boolean(room.with) || mentions(text, this.me.name);
  }

  /** How many of the unread messages name this person. */
  mentionsOf(room) {
    if (!this.me) return 0;
    return room.unread(this.me.id).filter(({ text }) => mentions(text, this.me.name)).length;
  }

  /** How many unread messages there are, and how many of them are for this person, in all rooms together. */
  get unreadInAll() {
    const rooms = [...this.rooms.values()];
    return {
      all: rooms.reduce((sum, room) => sum + this.unreadOf(room), 0),
      forMe: rooms.reduce((sum, room) => sum + (room.with ? this.unreadOf(room) : this.mentionsOf(room)), 0),
    };
  }

  /** The rooms of many, in the order of joining. */
  get groups() {
    return [...this.rooms.values()].filter(room => !room.with);
  }

  /** The conversations of two that are listed, the latest first. */
  get conversations() {
    return this.directs.names.map(name => this.rooms.get(name));
  }

  /** Both, in the order of the left column. */
  get inOrder() {
    return [...this.groups, ...this.conversations];
  }

  /** What is to be joined on a new connection, by name. */
  get roomsToJoin() {
    const active = this.active ? [this.active.name] : [];
    const groups = this.groups.map(({ name }) => name);
    return new Set([...active, ...groups, ...this.directs.names.slice(0, MOST_JOINED)]);
  }

  /** Joined conversations that have been quiet for longest, beyond those that a connection has room for. */
  get staleDirects() {
    return this.directs.names.slice(MOST_JOINED)
      .filter(name => this.rooms.get(name).live && name !== this.active?.name);
  }

  /** Why this person can't speak in the active room; see rules.js. */
  get silence() {
    return this.active ? silenceOf(this.active.rules, this.me, Date.now()) : null;
  }

  /** Whether somebody is here, as far as any room tells: `online`, `away`, or `offline`. */
  presenceOf(id) {
    const seen = [...this.rooms.values()].filter(({ live }) => live).map(({ people }) => people.get(id));
    const here = seen.filter(Boolean);
    if (here.length === 0) return 'offline';
    return here.every(({ away }) => away) ? 'away' : 'online';
  }

  /**
   * Up to where this person has read. A room never seen counts as read, a conversation of two as unread;
   * one whose log was started over is unread from its beginning.
   */
  #lastRead(room, told = null) {
    const mark = this.#storage.get(`read.${room.name}`);
    const isOfNow = mark?.epoch === room.epoch;
    if (told === null && !mark && !room.with) {
      this.#remember(room, room.head);
      return room.head;
    }
    return Math.min(room.head, Math.max(told ?? 0, isOfNow ? mark.seq : 0));
  }

  #remember(room, seq = room.lastRead) {
    this.#storage.set(`read.${room.name}`, { epoch: room.epoch, seq });
  }

  #settleComings(room) {
    if (room.comings.settle(room.lastShown, Date.now())) this.emit('messages', room);
  }

  #readInOtherTab(key) {
    if (!key.startsWith('read.')) return;
    const name = key.slice('read.'.length);
    const mark = this.#storage.get(key);
    if (mark && mark.epoch === this.rooms.get(name)?.epoch) this.readElsewhere({ room: name, seq: mark.seq });
  }
}
