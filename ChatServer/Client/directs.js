/** Remembers up to where a conversation was read when it was put away, as `closed.<room>`. */
const CLOSED = 'closed.';

/** Most conversations that are joined at a time: a connection has 50 rooms. */
export const MOST_JOINED = 20;

/** Conversations of two: which ones are listed, the latest first, and which were put away. */
export class Directs {
  /** Names of their rooms. @type {string[]} */
  names = [];
  #storage;

  constructor(storage) {
    this.#storage = storage;
  }

  /**
   * Takes the list of a welcome; one that was put away stays so until something new stands in it.
   * @returns the entries that are to be listed
   */
  welcomed(directs) {
    const listed = directs.filter(({ room, head }) => !this.isClosed(room) || head > this.#closedAt(room));
    const names = listed.map(({ room }) => room);
    // Without a message in it, the server doesn't know of a conversation yet.
    this.names = [...this.names.filter(name => !names.includes(name)), ...names];
    return listed;
  }

  /** Something new stands in it, or it was opened: it comes first. */
  toFront(name) {
    this.#storage.remove(CLOSED + name);
    this.names = [name, ...this.names.filter(other => other !== name)];
  }

  /** Puts it away until something comes after `head`. */
  close(name, head) {
    this.#storage.set(CLOSED + name, head);
    this.names = this.names.filter(other => other !== name);
  }

  isClosed(name) {
    return this.#storage.get(CLOSED + name) !== null;
  }

  #closedAt(name) {
    return this.#storage.get(CLOSED + name) ?? 0;
  }
}
