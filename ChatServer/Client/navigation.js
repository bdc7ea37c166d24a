import { pathOfRoom, roomOfPath } from './address.js';
import { t } from './i18n.js';
import { reasonOf } from './wording.js';

/** Which room is on the screen: by click, by address, by the back button, or because another went away. */
export class Navigation {
  #store;
  #session;
  #storage;
  #notice;
  #wanted;

  constructor({ store, session, storage, notice }) {
    this.#store = store;
    this.#session = session;
    this.#storage = storage;
    this.#notice = notice;
    window.addEventListener('popstate', () => this.#goBack());
  }

  /** Before there is a connection: a room that this browser remembers can already be shown. */
  start() {
    this.#wanted = roomOfPath(location.pathname) ?? this.#storage.get('room');
    if (this.#store.rooms.has(this.#wanted)) this.#show(this.#wanted, 'replace');
  }

  /** Once welcome: sees to it that there is a room, the one asked for if it can be had. */
  async settle() {
    if (this.#store.active) return;
    const [first] = this.#store.directory;
    const candidates = [this.#wanted, ...this.#store.rooms.keys(), first?.name].filter(Boolean);
    this.#wanted = null;
    for (const name of new Set(candidates)) if (await this.visit(name, 'replace')) return;
  }

  /** Opens a room, joining it if need be. Throws a Refusal where it can't be had. */
  async open(name, how = 'push') {
    const room = this.#store.rooms.has(name) ? name : await this.#session.join(name);
    this.#show(room, how);
  }

  /** The same, but says in a notice what went wrong. @returns whether it was opened */
  async visit(name, how = 'push') {
    try {
      await this.open(name, how);
      return true;
    } catch ({ code }) {
      this.#explain('notice.join', name, code);
      return false;
    }
  }

  async leave(name) {
    try {
      await this.#session.leave(name);
      await this.settle();
    } catch ({ code }) {
      this.#explain('notice.leave', name, code);
    }
  }

  /** A room that we were in is no longer to be had. */
  refused(name, code) {
    this.#explain('notice.room', name, code);
    this.settle();
  }

  #show(name, how) {
    this.#store.activate(name);
    this.#storage.set('room', name);
    const path = pathOfRoom(name);
    if (how === 'replace') history.replaceState(null, '', path);
    else if (how === 'push' && path !== location.pathname) history.pushState(null, '', path);
  }

  #goBack() {
    const name = roomOfPath(location.pathname);
    if (name) this.visit(name, 'stay');
  }

  #explain(key, room, code) {
    this.#notice.show(t(key, { room, reason: reasonOf(code, this.#store.limits) }));
  }
}
