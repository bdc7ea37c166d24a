import { changed, isChange } from './changes.js';
import { Comings } from './comings.js';
import { Past } from './past.js';
import { foldRules, isQuiet } from './rules.js';

/** Most messages that a room keeps while its newest are what matters, and what a trim leaves. */
const MOST_EVENTS = 500;
const KEPT_EVENTS = 400;

/** Most changes kept of messages that aren't loaded, and most originals of quotes. */
const MOST_STRAYS = 200;
const MOST_ORIGINALS = 2_000;

/**
 * A room that this page is in: its newest messages without a gap, a place in the past that somebody reads
 * instead, who is there, and what has been read. Pure state; docs/protocol.md says what the messages mean.
 */
export class Room {
  topic = '';
  /** What hosts have set, as in `joined`. */
  rules = {};
  /** The other one in a conversation of two; null in a room. */
  with = null;
  /** Which log `seq` counts in; null until the first `joined`. */
  epoch = null;
  /** The `seq` of the newest event known; 0 in a new room. */
  head = 0;
  /** The `seq` of the oldest event known: what `history` pages from. */
  first = 1;
  /** Messages, and what is told between them, in order of `seq`, up to `head`. */
  events = [];
  /** What is on the screen instead of `events`: a place further back; null as a rule. @type {Past | null} */
  past = null;
  /** Who came and went between them. */
  comings = new Comings();
  /** Whether there is more before `first`. */
  more = false;
  /** Who is here: names by person id; incomplete when `count` is greater. */
  people = new Map();
  count = 0;
  /** Who was typing a moment ago, by id: name, and until when it is shown. */
  typing = new Map();
  /** Whether the room is joined on the connection of now. */
  live = false;
  /** The host who called this person, until they have seen it, or speak; else null. */
  calledBy = null;
  /** The newest `seq` that was read; null until known. */
  lastRead = null;
  /** The «New» line stands after this `seq`; null for no line. */
  newAfter = null;
  /** What quotes are of and `events` doesn't have, by `seq`; null for what the log doesn't have. */
  #originals = new Map();
  /** Changes of messages that aren't loaded: a page that was read before them may still be on its way. */
  #strays = [];
  /** Where those spoke first of whom no signal has told yet that they are here: the `seq` before it, by id. */
  #early = new Map();

  /** @param {{id: string, name: string} | null} other the other one, if it is a conversation of two */
  constructor(name, other = null) {
    this.name = name;
    this.with = other;
  }

  /** What people know it by. */
  get title() {
    return this.with?.name ?? this.name;
  }

  /** The `seq` of the newest event that has a line; 0 before there is one. */
  get lastShown() {
    return this.events.at(-1)?.seq ?? 0;
  }

  /** Whether there are more people than the server names. */
  get isCrowd() {
    return this.count > this.people.size;
  }

  /** Takes a `joined`: goes on without a gap if `recovered`, else starts over with the newest page. */
  applyJoined(joined) {
    this.live = true;
    if (joined.recovered) {
      for (const event of joined.events) this.#append(event);
    } else {
      this.events = joined.events.filter(isShown);
      this.past = null;
      this.comings.clear();
      this.#originals.clear();
      this.#strays = [];
      this.first = joined.events[0]?.seq ?? joined.head + 1;
      this.more = joined.more;
      this.newAfter = null;
    }
    this.topic = joined.topic ?? '';
    this.rules = joined.rules ?? {};
    this.with = joined.with ?? this.with;
    this.epoch = joined.epoch;
    this.head = joined.head;
    this.comings.forgetLeaving();
    this.#early.clear();
    this.people = new Map(joined.people.map(person => [person.id, person]));
    this.count = joined.count;
  }

  /**
   * Takes a live event.
   * @returns {'appended' | 'repeat' | 'gap'} a gap means that the room is to be joined again
   */
  applyEvent(event) {
    if (event.seq <= this.head) return 'repeat';
    if (event.seq > this.head + 1) return 'gap';
    this.#append(event);
    return 'appended';
  }

  /** Takes older messages that were asked for with `before`; too late if the room has started over since. */
  applyHistory(before, { events, more }) {
    if (this.past && before === this.past.first) {
      this.past.prepend(events, more, isShown);
      this.#applyStrays();
      return;
    }
    if (before !== this.first) return;
    this.events = [...events.filter(isShown), ...this.events];
    this.first = events[0]?.seq ?? this.first;
    this.more = more;
    this.#applyStrays();
  }

  /** Takes what stands around a message, to be read instead of the newest. */
  applyAround({ events, more, newer }) {
    if (events.length === 0) return;
    this.past = new Past(events, more, isShown);
    this.#join(newer);
  }

  /** Takes newer messages that were asked for with `after`; too late if somebody has gone elsewhere since. */
  applyNewer(after, { events, more }) {
    if (after !== this.past?.last) return;
    this.past.append(events, isShown);
    this.#join(more);
  }

  /** Goes back to the newest. */
  leavePast() {
    this.past = null;
  }

  /** What is to be read now: messages without a gap, and whether there is more before them. */
  get shown() {
    return this.past ?? this;
  }

  /** Takes the originals of quotes, which were asked for by `seqs`. */
  applyOriginals(seqs, events) {
    const found = new Map(events.filter(isMessage).map(event => [event.seq, event]));
    for (const seq of seqs) this.#originals.set(seq, found.get(seq) ?? null);
    for (const seq of this.#originals.keys()) {
      if (this.#originals.size <= MOST_ORIGINALS) break;
      this.#originals.delete(seq);
    }
    this.#applyStrays();
  }

  /** Whether a message can be shown in its place: among the newest, or of the place in the past. */
  has(seq) {
    return this.isLoaded(seq) || indexOf(this.past?.events ?? [], seq) >= 0;
  }

  /** Whether a message is among the newest. */
  isLoaded(seq) {
    return indexOf(this.events, seq) >= 0;
  }

  /** A message as it stands; null if the log doesn't have it, undefined if it isn't loaded. */
  message(seq) {
    for (const events of this.#runs) {
      const at = indexOf(events, seq);
      if (at >= 0) return events[at];
    }
    return this.#originals.get(seq);
  }

  /** Takes a presence signal. Who came and went is told, except in a crowd. */
  applyPeople({ joined, left, count }, now = Date.now()) {
    // A crowded room tells only its count; when it names people again, it names all of them.
    const isWhole = (joined || left) && !this.isCrowd;
    const tells = isWhole && !this.with;
    if (!isWhole) {
      this.people.clear();
      this.comings.forgetLeaving();
    }
    for (const id of left ?? []) {
      if (tells && this.people.has(id)) this.comings.went(this.people.get(id), now);
      this.people.delete(id);
    }
    for (const person of joined ?? []) {
      if (tells && !this.people.has(person.id)) this.comings.came(person, this.#early.get(person.id) ?? this.lastShown);
      this.people.set(person.id, person);
      if (person.id === this.with?.id) this.with = person;
    }
    this.#early.clear();
    this.count = count;
  }

  /**
   * Takes what says whether a host called this person: that holds until they speak, or raise the hand again.
   * @returns whether it is otherwise now
   */
  noteCall({ kind, from, person, called }, myId) {
    const before = this.calledBy;
    const isMine = kind === 'hand' ? person?.id === myId : kind === 'message' && from.id === myId;
    if (isMine) this.calledBy = called ? from : null;
    return this.calledBy !== before;
  }

  /** Messages of others after the last one read, as far as they are here. */
  unread(myId) {
    if (this.lastRead === null) return [];
    return this.#newer(this.lastRead).filter(event => isMessage(event) && event.from.id !== myId);
  }

  /** Whether there are unread messages that aren't here: trimmed, or never fetched. */
  get hasOlderUnread() {
    return this.lastRead !== null && this.more && this.lastRead < this.first - 1;
  }

  /** Drops the oldest messages when there are many; they can be had again by history. */
  trim() {
    if (this.events.length <= MOST_EVENTS) return;
    this.events = this.events.slice(-KEPT_EVENTS);
    this.first = this.events[0].seq;
    this.more = true;
  }

  #append(event) {
    if (event.seq <= this.head) return;
    this.head = event.seq;
    this.rules = foldRules(this.rules, event);
    if (event.kind === 'topic') this.topic = event.text ?? '';
    if (isMessage(event)) this.#spoke(event.from.id);
    if (isShown(event)) this.events.push(event);
    if (isChange(event) && !this.#change(event)) this.#strays = [...this.#strays, event].slice(-MOST_STRAYS);
  }

  /** Signals of who came are gathered for a moment: somebody's first words may be faster. */
  #spoke(id) {
    this.typing.delete(id);
    if (!this.people.has(id) && !this.#early.has(id)) this.#early.set(id, this.lastShown);
  }

  /** Puts a changed message in the place of the one before; false if it isn't loaded. */
  #change(change) {
    let isLoaded = false;
    for (const events of this.#runs) {
      const at = indexOf(events, change.target);
      if (at >= 0) events[at] = changed(events[at], change);
      isLoaded ||= at >= 0;
    }
    const original = this.#originals.get(change.target);
    if (original) this.#originals.set(change.target, changed(original, change));
    return isLoaded;
  }

  get #runs() {
    return this.past ? [this.events, this.past.events] : [this.events];
  }

  /** Where the past meets the newest, it is past no longer. @param {boolean} isApart whether the log has more between */
  #join(isApart) {
    const { events, first, last, more } = this.past;
    if (!isApart || last >= this.first - 1) {
      this.past = null;
      if (first < this.first) {
        this.events = [...events, ...this.events.filter(event => event.seq > last)];
        this.first = first;
        this.more = more;
      }
    }
    this.#applyStrays();
  }

  /** A change that is in the message already changes nothing, so all may be applied again. */
  #applyStrays() {
    for (const change of this.#strays) this.#change(change);
  }

  #newer(seq) {
    const at = this.events.findLastIndex(event => event.seq <= seq);
    return this.events.slice(at + 1);
  }
}

/** Where a message stands; -1 if it doesn't. */
function indexOf(events, seq) {
  const at = events.findLastIndex(event => event.seq <= seq);
  return at >= 0 && events[at].seq === seq && isMessage(events[at]) ? at : -1;
}

function isMessage(event) {
  return event.kind === 'message';
}

/** Other kinds are for clients that know them. */
function isShown(event) {
  return isMessage(event) || isQuiet(event);
}
