import { isConversation, pathOfRoom, roomOfPath } from './address.js';
import { t } from './i18n.js';
import { refusalOf } from './refusal.js';
import { explain } from './wording.js';

/** Which room is on the screen: by click, by address, by the back button, or because another went away. */
export class Navigation {
  #store;
  #session;
  #storage;
  #notice;
  #wanted;
  /** How often somebody has chosen a room: an answer that comes after another choice changes nothing on the screen. */
  #choices = 0;
  /** Rooms that we left, or were sent out of: nobody goes back into them but by their own choice. */
  #closed = new Set();

  constructor({ store, session, storage, notice }) {
    this.#store = store;
    this.#session = session;
    this.#storage = storage;
    this.#notice = notice;
    window.addEventListener('popstate', () => this.#goBack());
  }

  /** Before there is a connection: a room that this browser remembers can already be shown. */
  start() {
    this.#wanted = this.#roomOfAddress() ?? this.#storage.get('room');
    if (this.#store.rooms.has(this.#wanted)) this.#show(this.#wanted, 'replace');
  }

  /** Once welcome: sees to it that there is a room, the one asked for if it can be had. */
  async settle() {
    if (this.#isSettled) return;
    const [first] = this.#store.directory;
    const candidates = [this.#wanted, ...this.#store.groups.map(({ name }) => name), first?.name];
    this.#wanted = null;
    for (const name of new Set(candidates)) {
      if (this.#isSettled) return;
      if (this.#isOpen(name)) await this.#attempt('notice.join', name, this.#choose(name, this.#join(name), 'replace'));
    }
  }

  /** What somebody has chosen is waited for: if it can't be had, it is settled anew. */
  get #isSettled() {
    return Boolean(this.#store.active || this.#store.opening);
  }

  #isOpen(name) {
    return Boolean(name) && !this.#closed.has(name) && (!isConversation(name) || this.#store.rooms.has(name));
  }

  /** Opens a room, joining it if need be. Throws a Refusal where it can't be had. */
  async open(name, how = 'push') {
    try {
      await this.#choose(name, this.#join(name), how);
    } catch (caught) {
      this.settle();
      throw caught;
    }
  }

  /** Opens the conversation with a person. */
  async openDirect({ id, name }) {
    const ask = () => this.#session.direct({ person: id });
    if (!await this.#attempt('notice.join', name, this.#choose(name, ask, 'push'))) this.settle();
  }

  /** The same as open, but says in a notice what went wrong. @returns whether it could be had */
  visit(name, how = 'push') {
    return this.#attempt('notice.join', name, this.open(name, how));
  }

  async leave(name) {
    if (!await this.#attempt('notice.leave', name, this.#session.leave(name))) return;
    this.#closed.add(name);
    await this.settle();
  }

  /** A room that we were in is no longer to be had. */
  refused(name, title, refusal) {
    this.#closed.add(name);
    this.#explain('notice.room', title, refusal);
    this.settle();
  }

  /** @returns {(isWanted: () => boolean) => string | Promise<string>} gives the room's name, joining it if need be */
  #join(name) {
    return isWanted => this.#store.rooms.has(name) ? name : this.#session.join(name, isWanted);
  }

  /**
   * Shows a room once it can be had, unless another was chosen since, and is shown.
   * @param {string} title what is being opened
   * @param {(isWanted: () => boolean) => string | Promise<string>} ask gives the room's name
   */
  async #choose(title, ask, how) {
    const choice = ++this.#choices;
    const isWanted = () => choice === this.#choices;
    const answer = ask(isWanted);
    this.#store.openingChanged(typeof answer === 'string' ? null : title);
    try {
      const room = await answer;
      this.#closed.delete(room);
      if (!isWanted() && this.#store.active) return;
      this.#show(room, how);
      if (this.#store.active.with) this.#session.enterDirect(room);
    } finally {
      if (isWanted()) this.#store.openingChanged(null);
    }
  }

  /** Says in a notice what went wrong. @returns whether it went well */
  async #attempt(key, room, doing) {
    try {
      await doing;
      return true;
    } catch (caught) {
      this.#explain(key, room, refusalOf(caught));
      return false;
    }
  }

  #show(name, how) {
    this.#store.activate(name);
    this.#storage.set('room', name);
    const path = pathOfRoom(name);
    const state = { room: name };
    if (how === 'replace') history.replaceState(state, '', path);
    else if (how === 'push' && name !== this.#roomOfAddress()) history.pushState(state, '', path);
  }

  #goBack() {
    const name = this.#roomOfAddress();
    if (name) this.visit(name, 'stay');
  }

  /** A conversation of two is in the state of its entry only. */
  #roomOfAddress() {
    return roomOfPath(location.pathname) ?? history.state?.room ?? null;
  }

  #explain(key, room, refusal) {
    this.#notice.show(t(key, { room, reason: explain(refusal, this.#store.limits) }));
  }
}
