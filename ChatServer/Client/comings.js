/** Who is back within this time has only reconnected: nothing is told, in milliseconds. */
export const RECONNECT_MS = 10_000;

/** Most lines that a room keeps. */
const MOST_LINES = 30;

/**
 * Who came and went while this page looked on, as lines between the events of a room. Those that follow
 * each other without a message between are one line. Pure state.
 * @typedef {{after: number, joined: Map<string, string>, left: Map<string, string>}} Line
 *   `after`: the `seq` after which it stands; people by id
 */
export class Comings {
  /** @type {Line[]} */
  lines = [];
  #leaving = new Map();

  /**
   * Somebody came who wasn't known to be here.
   * @param {{id: string, name: string}} person
   * @param {number} after the `seq` that came before them
   */
  came({ id, name }, after) {
    if (this.#leaving.delete(id)) return;
    const line = this.#line(after);
    if (!line.left.delete(id)) line.joined.set(id, name);
    this.#tidy();
  }

  /** Somebody went; that is told when they aren't back in time. */
  went({ id, name }, now) {
    this.#leaving.set(id, { name, due: now + RECONNECT_MS });
  }

  /** Tells who has been gone long enough. @returns whether there is a change */
  settle(after, now) {
    const gone = [...this.#leaving].filter(([, { due }]) => due <= now);
    for (const [id, { name }] of gone) {
      this.#leaving.delete(id);
      const line = this.#line(after);
      if (!line.joined.delete(id)) line.left.set(id, name);
    }
    this.#tidy();
    return gone.length > 0;
  }

  /** Forgets who seems to be on the way out: the connection was lost, or the room is a crowd. */
  forgetLeaving() {
    this.#leaving.clear();
  }

  clear() {
    this.lines = [];
    this.#leaving.clear();
  }

  #line(after) {
    const at = this.lines.findLastIndex(line => line.after <= after);
    if (this.lines[at]?.after === after) return this.lines[at];
    const line = { after, joined: new Map(), left: new Map() };
    this.lines = this.lines.toSpliced(at + 1, 0, line).slice(-MOST_LINES);
    return line;
  }

  #tidy() {
    this.lines = this.lines.filter(({ joined, left }) => joined.size + left.size > 0);
  }
}
