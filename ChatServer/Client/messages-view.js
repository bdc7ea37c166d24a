import { byId, reconcile } from './dom.js';
import { t } from './i18n.js';
import { Late } from './late.js';
import { indexNames } from './mentions.js';
import { createRow, updateRow, waitOf } from './message-row.js';
import { isHost } from './rules.js';
import { Scroll } from './scroll.js';
import { untilTomorrow } from './time.js';
import { timeline } from './timeline.js';
import { Window } from './window.js';

/** How near to an edge of the list more is fetched, in pixels. */
const NEAR_PX = 600;

const SECOND_MS = 1_000;

/** The conversation of the active room: rows, place, older messages, what counts as read. */
export class MessagesView {
  #store;
  #outbox;
  #actions;
  #list = byId('messages');
  #pill = byId('new-pill');
  #latest = byId('to-latest');
  #scroll;
  #window = new Window();
  #shown = null;
  /** Whether the window was moved since the last drawing: its old bottom is not a place to stay at. */
  #slid = false;
  #pictures;
  /** The last `seq` of the place in the past that was drawn; null if none was. */
  #pastEnd = null;
  #waitTimer = 0;
  #tools;

  /**
   * @param {{of: (room: string) => import('./outbox.js').Draft[]}} outbox what is on its way
   * @param actions pictures, loadOlder(room), loadNewer(room), want(room, seq) loads what a quote is of,
   *   retry(room, id), discard(id), changed() to be drawn again, jump(room, seq), openFile(link, list),
   *   react(room, message, emoji), and those of MessageTools
   */
  constructor(store, outbox, actions) {
    this.#pictures = actions.pictures;
    this.#store = store;
    this.#outbox = outbox;
    this.#actions = actions;
    this.#scroll = new Scroll(this.#list, () => this.#moved());
    this.#list.addEventListener('click', event => this.#clicked(event));
    for (const button of [this.#pill, this.#latest]) button.addEventListener('click', () => this.toNewest());
    document.addEventListener('visibilitychange', () => this.#visibilityChanged());
    this.#tools = new Late(() => import('./message-tools.js'), ({ MessageTools }) => new MessageTools(this.#list, {
      ...actions,
      find: row => this.#toolsOf(row),
      react: (message, emoji) => actions.react(this.#shown, message, emoji),
    }), 'message-tools');
    for (const type of ['pointerover', 'focusin', 'click']) this.#list.addEventListener(type, event => this.#reached(event));
    this.#drawAtMidnight();
  }

  draw() {
    const room = this.#store.active;
    const isOther = room !== this.#shown;
    if (isOther) this.#open(room);
    const rows = room ? this.#rows(room) : [];
    this.#scroll.keepPlace(() => this.#fill(room, rows), !this.#slid && !room?.past);
    this.#pictures.watch(this.#list);
    this.#slid = false;
    if (isOther) this.#revealNewLine();
    this.#moved();
    this.#tools.now?.refresh();
    for (const { reply, original } of rows) if (reply && original === undefined) this.#actions.want(room, reply);
    clearTimeout(this.#waitTimer);
    if (rows.some(row => waitOf(row) > 0)) this.#waitTimer = setTimeout(this.#actions.changed, SECOND_MS);
  }

  /** Brings a message that is loaded before the reader's eyes. */
  show(seq) {
    if (this.#shown !== this.#store.active) this.draw();
    // What somebody looks for further up is left for what is here.
    if (this.#shown.isLoaded(seq)) this.#leavePast();
    this.#window.include(this.#shown.shown.events, seq);
    this.#slid = true;
    this.draw();
    const row = this.#list.querySelector(`.message[data-seq="${seq}"]`);
    if (!row) return;
    this.#scroll.reveal(row);
    if (document.activeElement.matches('.quote:focus-visible, #search-open')) row.focus({ preventScroll: true });
    row.classList.remove('shown');
    requestAnimationFrame(() => row.classList.add('shown'));
  }

  /** Shows the newest messages. */
  toNewest() {
    this.follow();
    this.#actions.changed();
    // The button goes away with the focus on it.
    if (document.activeElement?.closest('.pill-dock')) this.#list.focus({ preventScroll: true });
  }

  /** What somebody writes belongs to the end of the conversation, and that is where they look next. */
  follow() {
    this.#leavePast();
    this.#window.toNewest();
    this.#slid = false;
    this.#scroll.toBottom();
  }

  #open(room) {
    this.#leavePast();
    this.#shown = room;
    this.#tools.now?.hide();
    this.#window.toNewest();
    this.#slid = false;
    reconcile(this.#list, [], { key: String, create: String });
    this.#scroll.toBottom();
  }

  #leavePast() {
    this.#shown?.leavePast();
    this.#pastEnd = null;
  }

  #rows(room) {
    const { events: loaded, more } = room.shown;
    // Where the past has met the newest, the reader stays where they are.
    if (!room.past && this.#pastEnd !== null && this.#window.isLive) this.#window.stayAt(this.#pastEnd);
    this.#pastEnd = room.past ? loaded.at(-1)?.seq ?? null : null;
    const events = this.#window.of(loaded, this.#scroll.isAtBottom);
    const last = this.#isLive(room) ? Infinity : events.at(-1)?.seq ?? 0;
    return timeline({
      events,
      comings: room.comings.lines.filter(({ after }) => after < last),
      drafts: this.#isLive(room) ? this.#outbox.of(room.name) : [],
      me: this.#store.me ?? { id: '', name: t('name.guest') },
      newAfter: room.newAfter,
      more: more || !room.epoch || this.#window.hasOlder(loaded),
      message: seq => room.message(seq),
    });
  }

  #fill(room, rows) {
    const isEmpty = rows.every(row => row.kind !== 'message');
    const { me, limits } = this.#store;
    let index = null;
    const names = () => index ??= indexNames(namesIn(room, me));
    const context = { room: room?.title, isDirect: Boolean(room?.with), limits, isEmpty, me, names };
    reconcile(this.#list, rows, {
      key: row => row.key,
      create: createRow,
      update: (made, row) => updateRow(made, row, context),
    });
    this.#list.setAttribute('aria-label', room ? t('messages.log', { room: room.title }) : t('page.rooms'));
  }

  #moved() {
    const room = this.#shown;
    if (!room) return;
    const isAtNewest = this.#isLive(room) && this.#scroll.isAtBottom;
    this.#store.setReading(isAtNewest && document.visibilityState === 'visible');
    const unseen = isAtNewest ? 0 : this.#store.unreadOf(room);
    this.#pill.hidden = unseen === 0;
    if (unseen > 0) this.#pill.querySelector('span').textContent = t('messages.unseen', { count: unseen });
    const isFarAway = !this.#isLive(room) || this.#scroll.fromBottom > this.#scroll.viewHeight;
    this.#latest.hidden = unseen > 0 || !isFarAway;
    this.#fetchMore(room);
  }

  #fetchMore(room) {
    const { events, more } = room.shown;
    const isOlderHere = this.#window.hasOlder(events);
    if (this.#scroll.fromTop < NEAR_PX && (isOlderHere || more)) {
      if (isOlderHere) this.#slide(() => this.#window.moveUp(events));
      else this.#actions.loadOlder(room);
    } else if (this.#scroll.fromBottom < NEAR_PX) {
      if (!this.#window.isLive) this.#slide(() => this.#window.moveDown(events));
      else if (room.past) this.#actions.loadNewer(room);
    }
  }

  /** Whether what is on the page goes to the newest. */
  #isLive(room) {
    return this.#window.isLive && !room.past;
  }

  #slide(move) {
    move();
    this.#slid = true;
    this.#actions.changed();
  }

  /** Starts the reader at the first message they haven't read, if that is further up. */
  #revealNewLine() {
    const line = this.#list.querySelector('.new-separator');
    if (line && this.#store.unreadOf(this.#shown) > 0) this.#scroll.revealTop(line);
  }

  #visibilityChanged() {
    if (document.visibilityState === 'hidden') this.#store.forgetNewLine();
    else if (this.#scroll.isAtBottom) this.#revealNewLine();
    this.#moved();
  }

  #clicked(event) {
    const row = event.target.closest('.message');
    const quote = event.target.closest('.quote');
    const pill = event.target.closest('.reaction');
    if (event.target.closest('.retry')) this.#actions.retry(this.#shown.name, row.dataset.draft);
    if (event.target.closest('.discard')) this.#actions.discard(row.dataset.draft);
    const file = event.target.closest('a.file');
    if (file) {
      event.preventDefault();
      this.#actions.openFile(file, this.#list);
    }
    if (pill) this.#actions.react(this.#shown, this.#messageOf(row), pill.dataset.emoji);
    if (!quote) return;
    event.preventDefault();
    this.#actions.jump(this.#shown, Number(quote.dataset.seq));
  }

  #messageOf(row) {
    return this.#shown?.message(Number(row.dataset.seq));
  }

  /** The tools are fetched when somebody first reaches for a message, and get what was done meanwhile. */
  #reached(event) {
    if (this.#tools.now) return;
    this.#tools.use(tools => {
      if (event.type !== 'pointerover' || event.target.matches(':hover')) tools.handleEvent(event);
    });
  }

  #toolsOf(row) {
    const message = this.#messageOf(row);
    if (!message || message.deleted || row.dataset.state !== 'sent') return null;
    const { me } = this.#store;
    const canEdit = message.from.id === me?.id;
    return { message, canEdit, canDelete: canEdit || isHost(this.#shown.rules, me) };
  }

  #drawAtMidnight() {
    setTimeout(() => {
      this.#actions.changed();
      this.#drawAtMidnight();
    }, untilTomorrow() + 1000);
  }
}

/** Whose mention is to be seen: this person's, and of everybody known to be here. */
function* namesIn(room, me) {
  if (me) yield me.name;
  for (const { name } of room?.people.values() ?? []) yield name;
}
