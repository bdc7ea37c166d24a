import { actForAgents } from './act-line.js';
import { Completions } from './completions.js';
import { cannedSource } from './desk-canned.js';
import { ColumnHead } from './desk-column-head.js';
import { element } from './dom.js';
import { t } from './i18n.js';
import { notesOf } from './ticket-room.js';
import { TicketView } from './ticket-view.js';
import { badge } from './wording.js';

/** Where a column shows what, and the room of the ticket that each of them is. */
const VIEWS = { talk: room => room, notes: notesOf };

let made = 0;

/**
 * One conversation beside others: who asks, what was said, what agents noted. Shows one ticket after the
 * other.
 */
export class Column {
  #store;
  #session;
  #id = `column-${++made}`;
  #head;
  #views = {};
  #panels = {};
  #tabs = {};
  #number = 0;
  #view = 'talk';
  #isShown = false;

  /** To be put into the page. */
  element;

  /**
   * @param {object} parts
   * @param {import('./desk-store.js').DeskStore} parts.store
   * @param {import('./desk-session.js').DeskSession} parts.session
   * @param parts.actions act(action, number, button), leave(), putAway(number), notice(text)
   */
  constructor({ store, session, storage, secret, actions }) {
    this.#store = store;
    this.#session = session;
    this.#head = new ColumnHead(`${this.#id}-name`, {
      act: (action, button) => actions.act(action, this.#number, button),
      leave: actions.leave,
      putAway: () => actions.putAway(this.#number),
    });
    const shared = { storage, secret, notice: actions.notice };
    this.#views.talk = new TicketView(session, {
      ...shared,
      tell: actForAgents,
      label: () => t('messages.log', { room: this.#name }),
      placeholder: () => t('composer.placeholder', { room: this.#name }),
      canAttach: true,
    });
    this.#views.notes = new TicketView(session, {
      ...shared,
      tell: () => '',
      label: () => t('desk.view.notes'),
      placeholder: () => t('desk.notesWrite'),
    });
    const attributes = { class: 'column', tabindex: '-1', 'aria-labelledby': `${this.#id}-name` };
    this.element = element('section', attributes,
      this.#head.element, this.#tabList(), ...Object.keys(VIEWS).map(view => this.#panel(view)));
    this.#complete();
  }

  /** Shows another ticket. */
  open(number) {
    this.#number = number;
    this.element.dataset.ticket = number;
    this.#head.say('');
    this.turn('talk');
  }

  /** @param {{isShown: boolean, isCurrent: boolean}} place */
  draw({ isShown, isCurrent }) {
    const ticket = this.#ticket;
    this.#isShown = isShown;
    this.element.toggleAttribute('data-current', isCurrent);
    this.#head.draw(ticket, this.#store.rightsIn(ticket));
    for (const [view, roomOf] of Object.entries(VIEWS)) {
      this.#session.enter(roomOf(ticket.room));
      const canWrite = view === 'notes' || this.#store.isMine(ticket);
      this.#views[view].show(roomOf(ticket.room), view === 'talk' ? ticket : null, canWrite);
    }
    this.#panels.notes.dataset.hint = t('desk.notesHint');
    this.drawUnread();
    this.#look();
  }

  /** How much of each view is unread. */
  drawUnread() {
    for (const [view, roomOf] of Object.entries(VIEWS)) {
      const room = this.#session.rooms.get(roomOf(this.#ticket.room));
      const unread = room && view !== this.#view ? this.#session.unreadOf(room) : 0;
      const [text, count] = this.#tabs[view].children;
      text.textContent = t(`desk.view.${view}`);
      count.hidden = unread === 0;
      count.textContent = badge(unread);
      count.setAttribute('aria-label', t('rooms.unread', { count: unread }));
    }
  }

  tick() {
    if (this.#isShown) this.#head.tick(this.#ticket, Date.now());
  }

  /** Tells what came of an act. */
  say(text) {
    this.#head.say(text);
  }

  /** Goes to where one writes; where one can't, to the conversation, where keys are commands. */
  focus() {
    if (this.#view === 'notes' || this.#store.isMine(this.#ticket)) this.#views[this.#view].focus();
    else this.element.focus({ preventScroll: true });
  }

  /** Out of a field, so that letters are commands. */
  leaveField() {
    this.element.focus({ preventScroll: true });
  }

  /** @param {'talk' | 'notes'} [view] without one, the other one */
  turn(view = this.#view === 'talk' ? 'notes' : 'talk') {
    this.#view = view;
    for (const name of Object.keys(VIEWS)) {
      this.#panels[name].hidden = name !== view;
      this.#tabs[name].setAttribute('aria-selected', String(name === view));
      this.#tabs[name].tabIndex = name === view ? 0 : -1;
    }
    this.#look();
  }

  /** The button of an act, where a menu opens. */
  buttonOf(action) {
    return this.#head.element.querySelector(`[data-action=${action}]`);
  }

  /** Away from the screen: nothing of it counts as read. */
  hide() {
    this.#isShown = false;
    this.#look();
    for (const view of Object.values(this.#views)) view.show(null, null, false);
  }

  get #ticket() {
    return this.#store.tickets.get(this.#number);
  }

  get #name() {
    return this.#ticket?.visitor.name ?? '';
  }

  #look() {
    for (const [name, view] of Object.entries(this.#views)) {
      view.setVisible(this.#isShown && name === this.#view);
    }
  }

  #tabList() {
    const list = element('div', { class: 'column-views', role: 'tablist' });
    for (const view of Object.keys(VIEWS)) {
      const tab = element('button', {
        type: 'button', role: 'tab', class: `view-${view}`, id: `${this.#id}-${view}`,
        'aria-controls': `${this.#id}-panel-${view}`,
      }, element('span'), element('span', { class: 'count', hidden: '' }));
      tab.addEventListener('click', () => {
        this.turn(view);
        this.drawUnread();
        this.focus();
      });
      this.#tabs[view] = tab;
      list.append(tab);
    }
    list.addEventListener('keydown', event => {
      if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
      event.preventDefault();
      this.turn();
      this.drawUnread();
      this.#tabs[this.#view].focus();
    });
    return list;
  }

  #panel(view) {
    this.#panels[view] = element('div', {
      class: 'column-panel', role: 'tabpanel', 'data-view': view, id: `${this.#id}-panel-${view}`,
      'aria-labelledby': `${this.#id}-${view}`,
    }, this.#views[view].element);
    return this.#panels[view];
  }

  /** Canned replies over the field, for who begins with a slash. */
  #complete() {
    const { element: box, composer } = this.#views.talk;
    const list = element('ul', {
      class: 'completions', id: `${this.#id}-canned`, role: 'listbox', hidden: '',
      'aria-label': t('desk.cannedLabel'),
    });
    const { input } = composer;
    input.setAttribute('aria-controls', list.id);
    input.setAttribute('aria-autocomplete', 'list');
    box.querySelector('.ticket-stage').append(list);
    const source = cannedSource(() => this.#store.settings.canned ?? [], () => this.#values);
    const completions = new Completions(input, [source], list);
    box.addEventListener('keydown', event => {
      if (event.target !== input || !completions.pressed(event)) return;
      event.preventDefault();
      event.stopPropagation();
    }, { capture: true });
  }

  get #values() {
    const { number, question } = this.#ticket;
    return { visitor: this.#name, agent: this.#store.me?.name ?? '', ticket: String(number), question };
  }
}
