/** Most messages that are on the page at a time, and by how many it moves when its edge comes near. */
export const MOST_ROWS = 600;
const STEP = 200;

/**
 * The part of a room's messages that is on the page: up to MOST_ROWS that end at `until`. It follows
 * the newest while somebody is there, and stays where it is while somebody reads further up.
 */
export class Window {
  /** The last `seq` on the page; Infinity follows the newest. */
  #until = Infinity;

  get isLive() {
    return this.#until === Infinity;
  }

  toNewest() {
    this.#until = Infinity;
  }

  /** Ends at a message, also when there are newer ones. */
  stayAt(seq) {
    this.#until = seq;
  }

  /**
   * What is on the page.
   * @param {{seq: number}[]} events
   * @param {boolean} isAtBottom whether the reader is where the newest arrive
   */
  of(events, isAtBottom) {
    if (this.isLive && !isAtBottom && events.length > MOST_ROWS) this.#until = events.at(-1).seq;
    // The room may have started over since.
    if (this.#end(events) === 0) this.toNewest();
    const end = this.#end(events);
    return events.slice(Math.max(0, end - MOST_ROWS), end);
  }

  hasOlder(events) {
    return this.#end(events) > MOST_ROWS;
  }

  moveUp(events) {
    this.#until = events[Math.max(MOST_ROWS, this.#end(events) - STEP) - 1].seq;
  }

  /** Moves so that a message is on the page. */
  include(events, seq) {
    const end = this.#end(events);
    const at = events.findIndex(event => event.seq === seq);
    if (at >= end - MOST_ROWS && at < end) return;
    this.#until = events[at + MOST_ROWS / 2]?.seq ?? Infinity;
  }

  moveDown(events) {
    const end = this.#end(events) + STEP;
    this.#until = end >= events.length ? Infinity : events[end - 1].seq;
  }

  #end(events) {
    return this.isLive ? events.length : events.findLastIndex(event => event.seq <= this.#until) + 1;
  }
}
