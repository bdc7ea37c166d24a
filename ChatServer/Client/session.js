import { Connection } from './connection.js';
import { Exchange } from './exchange.js';
import { refusalOf } from './refusal.js';
import { isOfRules } from './rules.js';
import { Sender } from './sender.js';

/** How many older messages are asked for at a time, if nobody says otherwise. */
const HISTORY_LIMIT = 100;

/** What a room answers that is not to be had; anything else may be better in a while. */
const ROOM_IS_GONE = [
  'bad_room', 'no_such_room', 'too_many_rooms', 'password_needed', 'bad_password', 'locked', 'kicked',
];

/** What asks for a password, or for another one. */
const WANTS_PASSWORD = ['password_needed', 'bad_password'];

/** How long to wait before a room is joined again that could not answer, in seconds. */
const REJOIN_SECONDS = 2;

/**
 * One person's conversation with the server: hello, rooms joined again after every reconnect, answers
 * matched to requests. What it hears goes into the store.
 * Handlers: welcomed({wanted, first}), nameRefused(), passwordWanted(refusal),
 * roomRefused(room, title, refusal), handedOver().
 */
export class Session {
  #connection;
  #store;
  #identity;
  #outbox;
  #uploads;
  #passwords;
  #sender;
  #handlers;
  #exchange = new Exchange(message => this.#connection.send(message));
  #helloTimer;
  #loading = new Set();

  constructor(url, { store, identity, outbox, uploads, passwords }, handlers) {
    this.#store = store;
    this.#identity = identity;
    this.#outbox = outbox;
    this.#uploads = uploads;
    this.#passwords = passwords;
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

  /** The same with the server's password, after passwordWanted. Throws a Refusal. */
  helloWith(password) {
    return this.#greet(password);
  }

  /** Sends a request. @returns the answer; throws a Refusal */
  request(message) {
    return this.#exchange.request(message);
  }

  /** Sends what has no answer. @returns whether there was a connection to send it on */
  signal(message) {
    return this.#connection.send(message);
  }

  /**
   * Joins a room, or resumes it; asks for its password where it has one.
   * @param {() => boolean} [isWanted] whether anybody is still there to give the password
   * @returns its name
   */
  async join(name, isWanted = () => true) {
    try {
      return await this.#joinWith(name, this.#passwords.of(name));
    } catch (caught) {
      const refusal = refusalOf(caught);
      if (!WANTS_PASSWORD.includes(refusal.code) || !isWanted()) throw refusal;
      return this.#passwords.ask(name, refusal, password => this.#joinWith(name, password));
    }
  }

  /** Opens the conversation with one other. @param who {person} an id, or {name} @returns its name as a room */
  async direct(who) {
    return (await this.request({ type: 'direct', ...who })).room;
  }

  /** Joins a conversation of two that is listed, and parts with the one that has been quiet for longest. */
  enterDirect(name) {
    if (!this.#store.rooms.get(name).live) this.#rejoin(name);
    for (const stale of this.#store.staleDirects) {
      if (this.#outbox.of(stale).length === 0) this.request({ type: 'leave', room: stale }).catch(() => {});
    }
  }

  /** Leaves a room; while there is no connection, it is enough not to join it again. */
  async leave(name) {
    const room = this.#store.rooms.get(name);
    if (room?.with) this.#store.directs.close(name, room.head);
    if (room?.live) await this.request({ type: 'leave', room: name });
    else this.#left({ room: name });
  }

  /** Changes the name of this person. Throws Refusal with `bad_name` or `name_taken`. */
  async rename(name) {
    await this.request({ type: 'rename', name });
  }

  /** Asks for the list of rooms; that it fails is nobody's loss. */
  refreshDirectory() {
    this.request({ type: 'rooms' }).catch(() => {});
  }

  /** Fetches the page before the oldest message that is shown. */
  loadOlder(room) {
    const { first: before, more } = room.shown;
    if (more) this.#load(room, { before }, page => this.#store.historyCame(room, before, page));
  }

  /** Fetches the page after a place in the past. */
  loadNewer(room) {
    if (!room.past) return;
    const { last: after } = room.past;
    this.#load(room, { after }, page => this.#store.newerCame(room, after, page));
  }

  /** Fetches what stands around a message. Throws a Refusal. */
  async loadAround(room, seq) {
    const wanted = { around: seq, limit: HISTORY_LIMIT };
    this.#store.surroundingsCame(room, seq, await this.request({ type: 'history', room: room.name, ...wanted }));
  }

  /** One page at a time a room. */
  async #load(room, where, came) {
    if (this.#loading.has(room) || !room.live) return;
    this.#loading.add(room);
    try {
      came(await this.request({ type: 'history', room: room.name, ...where, limit: HISTORY_LIMIT }));
    } catch (caught) {
      const { code, retryAfter } = refusalOf(caught);
      // Who waits at the edge doesn't scroll: drawing asks again.
      if (['rate_limited', 'unavailable', 'timeout'].includes(code))
        setTimeout(() => this.#store.emit('messages', room), (retryAfter ?? REJOIN_SECONDS) * 1000);
    } finally {
      this.#loading.delete(room);
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
    try {
      await this.#greet();
    } catch (caught) {
      this.#helloRefused(refusalOf(caught));
    }
  }

  async #greet(password) {
    const { token, name } = this.#identity;
    const known = { ...(token && { token }), ...(name && { name }), ...(password && { password }) };
    this.#welcomed(await this.request({ type: 'hello', ...known }), name);
  }

  #helloRefused(refusal) {
    const { code, retryAfter } = refusal;
    if (code === 'bad_token') {
      this.#identity.forgetToken();
      this.#hello();
    } else if (code === 'bad_name') {
      this.#identity.name = null;
      this.#handlers.nameRefused();
    } else if (WANTS_PASSWORD.includes(code)) {
      this.#handlers.passwordWanted(refusal);
    } else if (code === 'rate_limited') {
      this.#helloTimer = setTimeout(() => this.#hello(), (retryAfter ?? 1) * 1000);
    } else if (code !== 'lost' && code !== 'banned') {
      this.#connection.abandon();
    }
  }

  #welcomed(welcome, wanted) {
    const first = this.#store.me === null;
    this.#identity.welcomed(welcome.token, welcome.you.name);
    this.#store.welcomed(welcome);
    this.#outbox.adopt();
    this.#outbox.claim(welcome.you.id);
    this.#uploads.now?.resume();
    this.#connection.settled();
    for (const name of this.#store.roomsToJoin) this.#rejoin(name);
    this.#handlers.welcomed({ wanted, first });
  }

  async #joinWith(name, password) {
    const room = this.#store.rooms.get(name);
    const resume = room?.epoch && room.head > 0 ? { after: room.head, epoch: room.epoch } : {};
    const joined = await this.request({ type: 'join', room: name, ...resume, ...(password && { password }) });
    return joined.room;
  }

  async #rejoin(name) {
    if (!this.#store.rooms.has(name)) return;
    try {
      await this.join(name);
    } catch (caught) {
      const refusal = refusalOf(caught);
      if (refusal.code === 'lost') return;
      if (ROOM_IS_GONE.includes(refusal.code)) this.#left({ ...refusal, room: name });
      else setTimeout(() => this.#rejoin(name), (refusal.retryAfter ?? REJOIN_SECONDS) * 1000);
    }
  }

  #received(message) {
    switch (message.type) {
      case 'joined':
        this.#joined(message);
        break;
      case 'left':
        this.#left(message);
        break;
      case 'event':
        this.#happened(message);
        break;
      case 'people':
        this.#store.peopleChanged(message);
        break;
      case 'typing':
        this.#store.typed(message);
        break;
      case 'read':
        this.#store.readElsewhere(message);
        break;
      case 'direct':
        this.#store.directOpened(message.room, message.with);
        if (!message.re) this.enterDirect(message.room);
        break;
      case 'handed_over':
        this.#handlers.handedOver();
        break;
      case 'rooms':
        if (message.find === undefined) this.#store.listed(message.rooms);
        break;
      case 'role':
        for (const name of this.#store.rooms.keys()) this.#sender.reconsider(name);
        // falls through
      case 'renamed':
        this.#identity.name = message.you.name;
        this.#store.renamed(message.you);
        break;
      case 'error':
        if (message.code === 'banned') this.#store.wasBanned(message);
        if (this.#sender.refused(message)) return;
    }
    this.#exchange.answered(message);
  }

  #joined(joined) {
    // What was sent before the connection was lost may be among these: confirmed first, it shows only once.
    for (const event of joined.events) this.#confirm(joined.room, event);
    this.#store.joined(joined);
    this.#sender.opened(joined.room);
  }

  /** A room is no longer ours; with a code, it isn't we who left. */
  #left(refusal) {
    const { room, code } = refusal;
    const title = this.#store.rooms.get(room)?.title;
    this.#sender.closed(room, code ?? 'not_joined');
    this.#store.left(room);
    this.#passwords.forget(room);
    if (code) this.#handlers.roomRefused(room, title, refusal);
  }

  #happened(event) {
    this.#confirm(event.room, event);
    if (this.#store.happened(event) === 'gap') this.#rejoin(event.room);
    if (isOfRules(event)) this.#sender.reconsider(event.room);
  }

  /** What this person does in a room is answered by its event. */
  #confirm(room, event) {
    if (!event.id || event.from.id !== this.#store.me?.id) return;
    this.#sender.confirmed(room, event.id);
    this.#uploads.now?.confirmed(event);
    this.#exchange.answered({ ...event, re: event.id });
  }

  #lost() {
    clearTimeout(this.#helloTimer);
    this.#sender.lost();
    this.#exchange.lost();
  }
}
