import { byId, element, reconcile } from './dom.js';
import { t } from './i18n.js';
import { badge } from './wording.js';

/** The least that a conversation is to have, in pixels: two fit at 1280 beside the list. */
const COLUMN_PX = 440;

/**
 * The conversations that are open: a strip of tabs, and as many of them side by side as there is room for.
 */
export class ColumnsView {
  #store;
  #columns;
  #actions;
  #tabs = byId('tabs');
  #box = byId('columns');
  #conversations = byId('conversations');
  /**
   * Those that are open, also those that there is no room for.
   * @type {Map<number, import('./desk-column.js').Column>}
   */
  #made = new Map();
  /** Those that showed a conversation which was put away. */
  #free = [];

  /** @param actions create() makes a Column, unreadOf(number) */
  constructor(store, columns, actions) {
    this.#store = store;
    this.#columns = columns;
    this.#actions = actions;
    this.#tabs.addEventListener('click', event => {
      const number = Number(event.target.closest('.tab')?.parentElement.dataset.ticket);
      if (!number) return;
      columns.show(number);
      this.focus();
    });
    this.#box.addEventListener('focusin', event => {
      const number = Number(event.target.closest('.column')?.dataset.ticket);
      if (number && number !== columns.current) columns.show(number);
    });
    new ResizeObserver(() => this.#fit()).observe(this.#conversations);
    this.#fit();
  }

  draw() {
    const { open, shown, current } = this.#columns;
    const known = open.filter(number => this.#store.tickets.has(number));
    byId('desk').toggleAttribute('data-reading', current !== null && known.includes(current));
    byId('no-columns').hidden = known.length > 0;
    for (const [number, column] of this.#made) {
      if (known.includes(number)) continue;
      column.hide();
      this.#made.delete(number);
      this.#free.push(column);
    }
    reconcile(this.#box, shown.filter(number => known.includes(number)), {
      key: String,
      create: number => this.#columnOf(number).element,
    });
    for (const number of known) {
      this.#columnOf(number).draw({ isShown: shown.includes(number), isCurrent: number === current });
    }
    this.#drawTabs();
  }

  tick() {
    for (const column of this.#made.values()) column.tick();
  }

  /** The conversation that is worked in. @returns {import('./desk-column.js').Column | undefined} */
  get current() {
    return this.#made.get(this.#columns.current);
  }

  /** @returns {import('./desk-column.js').Column | undefined} */
  of(number) {
    return this.#made.get(number);
  }

  /** What is unread, here and there. */
  drawUnread() {
    for (const column of this.#made.values()) column.drawUnread();
    this.#drawTabs();
  }

  /** Goes to where one writes in the conversation of now. */
  focus() {
    this.draw();
    this.current?.focus();
  }

  #columnOf(number) {
    if (!this.#made.has(number)) {
      const column = this.#free.pop() ?? this.#actions.create();
      column.open(number);
      this.#made.set(number, column);
    }
    return this.#made.get(number);
  }

  #drawTabs() {
    const { open, shown, current } = this.#columns;
    const known = open.filter(number => this.#made.has(number));
    // One alone needs no strip.
    reconcile(this.#tabs, known.length > 1 ? known : [], {
      key: String,
      create: number => element('li', { 'data-ticket': String(number) },
        element('button', { type: 'button', class: 'tab' },
          element('kbd', { 'aria-hidden': 'true' }), element('bdi'), element('span', { class: 'count' }))),
      update: (made, number) => {
        const tab = made.firstChild;
        const unread = this.#actions.unreadOf(number);
        tab.children[0].textContent = String(known.indexOf(number) + 1);
        tab.children[1].textContent = this.#store.tickets.get(number).visitor.name;
        tab.children[2].hidden = unread === 0;
        tab.children[2].textContent = badge(unread);
        tab.children[2].setAttribute('aria-label', t('rooms.unread', { count: unread }));
        tab.title = `Alt+${known.indexOf(number) + 1}`;
        tab.toggleAttribute('data-shown', shown.includes(number));
        if (number === current) tab.setAttribute('aria-current', 'true');
        else tab.removeAttribute('aria-current');
      },
    });
  }

  #fit() {
    const width = this.#conversations.clientWidth;
    if (width > 0) this.#columns.setFit(Math.max(1, Math.floor(width / COLUMN_PX)));
  }
}
