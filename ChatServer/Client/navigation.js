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
    if (this.#store.active) return;
    const [first] = this.#store.directory;
    const candidates = [this.#wanted, ...this.#store.groups.map(({ name }) => name), first?.name];
    this.#wanted = null;
    for (const name of new Set(candidates)) {
      if (this.#isOpen(name) && await this.visit(name, 'replace')) return;
    }
  }

  #isOpen(name) {
    return Boolean(name) && !this.#closed.has(name) && (!isConversation(name) || this.#store.rooms.has(name));
  }

  /** Opens a room, joining it if need be. Throws a Refusal where it can't be had. */
  async open(name, how = 'push') {
    const isKnown = this.#store.rooms.has(name);
    await this.#choose(name, isKnown ? name : this.#session.join(name), how);
  }

  /** Opens the conversation with a person. */
  async openDirect(person) {
    try {
      await this.#choose(person.name, this.#session.direct({ person: person.id }), 'push');
    } catch (caught) {
      this.#explain('notice.join', person.name, refusalOf(caught));
    }
  }

  /** The same, but says in a notice what went wrong. @returns whether it was opened */
  async visit(name, how = 'push') {
    try {
      await this.open(name, how);
      return true;
    } catch (caught) {
      this.#explain('notice.join', name, refusalOf(caught));
      return false;
    }
  }

  async leave(name) {
    try {
      await this.#session.leave(name);
      this.#closed.add(name);
      await this.settle();
    } catch (caught) {
      this.#explain('notice.leave', name, refusalOf(caught));
    }
  }

  /** A room that we were in is no longer to be had. */
  refused(name, title, refusal) {
    this.#closed.add(name);
    this.#explain('notice.room', title, refusal);
    this.settle();
  }

  /** @param {string} title @param {string | Promise<string>} answer the room's name, once it can be had */
  async #choose(title, answer, how) {
    const choice = ++this.#choices;
    this.#store.open(typeof answer === 'string' ? null : title);
    try {
      const room = await answer;
      this.#closed.delete(room);
      if (choice !== this.#choices) return;
      this.#show(room, how);
      if (this.#store.active.with) this.#session.enterDirect(room);
    } finally {
      if (choice === this.#choices) this.#store.open(null);
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
