import { element, icon, reconcile } from './dom.js';
import { Hush } from './hush.js';
import { t } from './i18n.js';
import { indexNames } from './mentions.js';
import { createRow, updateRow, waitOf } from './message-row.js';
import { Pictures } from './pictures.js';
import { Requests } from './requests.js';
import { Screen } from './screen.js';
import { Scroll } from './scroll.js';
import { TicketActions } from './ticket-actions.js';
import { TicketComposer } from './ticket-composer.js';
import { TicketStatus } from './ticket-status.js';
import { ticketTimeline } from './ticket-timeline.js';
import { TicketTyping } from './ticket-typing.js';
import { TicketUploads } from './ticket-uploads.js';
import { untilTomorrow } from './time.js';

/** How near to the top of the list older messages are fetched, in pixels. */
const NEAR_PX = 400;

const SECOND_MS = 1_000;

const NOBODY = { id: '', name: '' };

/**
 * One room of a ticket on the screen: what was said and what happened, who types and what is seen, and where one
 * writes. A page may have several.
 */
export class TicketView {
  /** To be put into the page. */
  element;
  /** @type {TicketComposer} */
  composer;

  #session;
  #options;
  #list = element('div', { class: 'ticket-log', role: 'log', 'aria-live': 'polite', tabindex: '0' });
  #pill = element('button', { type: 'button', class: 'new-pill', hidden: '' }, icon('down'), element('span'));
  #status = new TicketStatus(() => this.changed());
  #hush = new Hush(this.#list);
  #scroll = new Scroll(this.#list, () => this.#moved());
  #screen = new Screen();
  #requests;
  #uploads;
  #pictures;
  #typing;
  #actions;
  #ticket = null;
  #name = null;
  #canWrite = false;
  #isVisible = true;
  #waitTimer = 0;

  /**
   * @param {import('./desk-session.js').DeskSession} session
   * @param {object} options
   * @param {import('./storage.js').BrowserStorage} options.storage for what is being written
   * @param {() => string} options.secret the token or key, for files
   * @param {(act: object, ticket: object) => string} options.tell an act in words; empty where it is not told
   * @param {(text: string) => void} options.notice says what went wrong
   * @param {() => string} options.label what the log is, for who cannot see
   * @param {() => string} options.placeholder
   * @param {boolean} [options.canAttach] whether files can be sent here
   * @param {() => boolean} [options.tellsText] whether what is typed is told before it is sent
   */
  constructor(session, options) {
    this.#session = session;
    this.#options = options;
    this.#requests = new Requests(session, session);
    this.#uploads = new TicketUploads(options.secret, () => session.limits);
    this.#pictures = new Pictures(options.secret);
    this.#typing = new TicketTyping(message => session.signal(message), options.tellsText ?? (() => false));
    this.composer = new TicketComposer(options.storage, {
      send: what => this.#send(what),
      typed: text => this.#typing.typed(this.#name, text),
      attach: files => this.#attach(files),
    });
    this.#actions = new TicketActions(session, this.#requests, this.#list, {
      room: () => this.#room,
      canWrite: () => this.#canWrite,
      composer: this.composer,
      reveal: row => this.#scroll.reveal(row),
      secret: options.secret,
      notice: options.notice,
    });
    this.element = element('section', { class: 'ticket-view' },
      element('div', { class: 'ticket-stage' }, this.#list, element('div', { class: 'pill-dock' }, this.#pill)),
      this.#status.preview, this.#status.element, this.#uploads.element, this.composer.element);
    this.#listen();
    this.#drawAtMidnight();
  }

  /**
   * Shows a room, which the session has entered; null shows nothing.
   * @param {string | null} name
   * @param {object | null} ticket whose question and acts are told; null for notes
   * @param {boolean} canWrite
   */
  show(name, ticket, canWrite) {
    if (name !== this.#name) this.#open(name);
    [this.#ticket, this.#canWrite] = [ticket, canWrite];
    this.changed();
  }

  /** Whether it is in front of somebody's eyes: else nothing counts as read. */
  setVisible(isVisible) {
    this.#isVisible = isVisible;
    if (!isVisible) this.#forgetNewLine();
    this.#moved();
  }

  /** To be called when what it shows is another, or the language. */
  changed() {
    this.#screen.changed('view');
  }

  focus() {
    // Where one may write since a moment, the field is to be there already.
    if (this.#canWrite) this.#draw();
    if (this.#canWrite) this.composer.focus();
    else this.#list.focus({ preventScroll: true });
  }

  get #room() {
    return this.#session.rooms.get(this.#name) ?? null;
  }

  #listen() {
    const ifOurs = room => {
      if (room?.name === this.#name) this.changed();
    };
    for (const topic of ['room', 'messages', 'said']) this.#session.on(topic, ifOurs);
    this.#session.on('welcome', () => this.changed());
    this.#screen.add(['view'], () => this.#draw());
    this.#pill.addEventListener('click', () => {
      this.#scroll.toBottom();
      this.#list.focus({ preventScroll: true });
    });
    document.addEventListener('visibilitychange', () => this.setVisible(this.#isVisible));
    this.element.addEventListener('dragover', event => {
      if (this.#canAttach && event.dataTransfer?.types.includes('Files')) event.preventDefault();
    });
    this.element.addEventListener('drop', event => {
      if (!this.#canAttach || !event.dataTransfer?.files.length) return;
      event.preventDefault();
      this.#attach([...event.dataTransfer.files]);
    });
  }

  #open(name) {
    if (this.#room) this.#session.setReading(this.#room, false);
    this.#forgetNewLine();
    this.#name = name;
    this.#actions.hide();
    this.#uploads.open(name ?? '');
    reconcile(this.#list, [], { key: String, create: String });
    this.#scroll.toBottom();
  }

  #draw() {
    const room = this.#room;
    const rows = this.#rows(room);
    this.#hush.before(rows);
    this.#list.setAttribute('aria-label', this.#options.label());
    this.#scroll.keepPlace(() => this.#fill(rows), true);
    this.#status.draw(room, rows, this.#session.me?.id, this.#canWrite);
    this.composer.element.hidden = !this.#canWrite;
    this.composer.open(this.#canWrite ? room : null);
    this.composer.draw({
      limits: this.#session.limits, placeholder: this.#options.placeholder(), canAttach: this.#canAttach,
    });
    this.#actions.refresh();
    this.#moved();
    for (const { reply, original } of rows) {
      if (reply && original === undefined) this.#requests.want(room, reply);
    }
    clearTimeout(this.#waitTimer);
    if (rows.some(row => waitOf(row) > 0)) this.#waitTimer = setTimeout(() => this.changed(), SECOND_MS);
  }

  #rows(room) {
    if (!room) return [];
    return ticketTimeline({
      ticket: this.#ticket,
      tells: act => this.#tell(act) !== '',
      events: room.events,
      drafts: this.#session.outbox.of(room.name),
      me: this.#session.me ?? this.#ticket?.visitor ?? NOBODY,
      newAfter: room.newAfter,
      more: room.more,
      message: seq => room.message(seq),
    });
  }

  #fill(rows) {
    const { me, limits } = this.#session;
    const names = () => indexNames([]);
    const tell = ({ event }) => this.#tell(event);
    const context = { room: '', isDirect: false, limits, isEmpty: false, me, names, tell };
    reconcile(this.#list, rows, {
      key: row => row.key,
      create: createRow,
      update: (made, row) => updateRow(made, row, context),
    });
    this.#pictures.watch(this.#list);
  }

  #tell(event) {
    return this.#options.tell(event, this.#ticket);
  }

  #moved() {
    const room = this.#room;
    if (!room) return;
    const isBeingRead = this.#isVisible && document.visibilityState === 'visible' && this.#scroll.isAtBottom;
    this.#session.setReading(room, isBeingRead);
    if (isBeingRead) room.trim();
    const unseen = this.#scroll.isAtBottom ? 0 : this.#session.unreadOf(room);
    this.#pill.hidden = unseen === 0;
    this.#pill.lastChild.textContent = t('messages.unseen', { count: unseen });
    if (room.more && this.#scroll.fromTop < NEAR_PX) this.#session.loadOlder(room);
  }

  /** The «New» line goes away once everything below it was read, and nobody looks. */
  #forgetNewLine() {
    const room = this.#room;
    if (!room || room.newAfter === null || this.#session.unreadOf(room) > 0) return;
    room.newAfter = null;
    this.changed();
  }

  #send(what) {
    if (!what.target) this.#scroll.toBottom();
    this.#typing.sent();
    this.#session.say(this.#name, what);
  }

  get #canAttach() {
    return Boolean(this.#canWrite && this.#options.canAttach);
  }

  #attach(files) {
    if (files.length === 0) return;
    this.#scroll.toBottom();
    this.#uploads.add(files);
  }

  #drawAtMidnight() {
    setTimeout(() => {
      this.changed();
      this.#drawAtMidnight();
    }, untilTomorrow() + SECOND_MS);
  }
}
