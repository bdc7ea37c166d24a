/** Most messages kept of a place in the past; what is further away can be had again. */
const MOST_EVENTS = 1_000;

/** A part of a room's log that doesn't reach to the newest: messages around one, without a gap. Pure state. */
export class Past {
  events = [];
  /** The `seq` of its first and last event: what `history` pages from. */
  first;
  last;
  /** Whether there is more before it. */
  more;

  /** @param {object[]} events of a page, not empty @param {(event: object) => boolean} isShown which have a line */
  constructor(events, more, isShown) {
    this.events = events.filter(isShown);
    this.first = events[0].seq;
    this.last = events.at(-1).seq;
    this.more = more;
  }

  /** Takes the page before it; what is too much goes at the other end. */
  prepend(events, more, isShown) {
    this.events = [...events.filter(isShown), ...this.events];
    this.first = events[0]?.seq ?? this.first;
    this.more = more;
    if (this.events.length <= MOST_EVENTS) return;
    this.events = this.events.slice(0, MOST_EVENTS);
    this.last = this.events.at(-1).seq;
  }

  /** Takes the page after it. */
  append(events, isShown) {
    this.events = [...this.events, ...events.filter(isShown)];
    this.last = events.at(-1)?.seq ?? this.last;
    if (this.events.length <= MOST_EVENTS) return;
    this.events = this.events.slice(-MOST_EVENTS);
    this.first = this.events[0].seq;
    this.more = true;
  }
}
