import { byId, element, reconcile } from './dom.js';
import { t } from './i18n.js';
import { createLine, tickLine, updateLine } from './desk-queue-line.js';

const SECOND_MS = 1_000;

/** The parts of the queue from the top, and what of the store is in each. */
const GROUPS = [
  { key: 'waiting', of: store => store.waiting },
  { key: 'mine', of: store => store.mine },
  { key: 'others', of: store => store.others },
  { key: 'closed', of: store => store.closed },
];

/** The left column: who waits, whom this agent and the others have, and who was helped today. */
export class QueueView {
  #store;
  #columns;
  #actions;
  #list = byId('queue');
  #groups = [];
  #places = new Map();

  /**
   * @param {import('./desk-columns.js').Columns} columns what is open beside it
   * @param actions open(number), claim(number), unreadOf(number)
   */
  constructor(store, columns, actions) {
    this.#store = store;
    this.#columns = columns;
    this.#actions = actions;
    for (const { key, of } of GROUPS) this.#groups.push({ of, key, ...createGroup(key) });
    this.#list.append(...this.#groups.map(({ box }) => box));
    this.#list.addEventListener('click', event => this.#clicked(event.target));
    setInterval(() => this.#tick(), SECOND_MS);
  }

  draw() {
    this.#places = this.#store.places;
    for (const { key, of, box, title, list } of this.#groups) {
      const tickets = of(this.#store);
      title.textContent = t(`desk.group.${key}`);
      title.dataset.count = tickets.length;
      box.hidden = tickets.length === 0 && key !== 'waiting' && key !== 'mine';
      list.dataset.none = t(`desk.none.${key === 'waiting' ? 'waiting' : 'mine'}`);
      list.setAttribute('aria-label', t(`desk.group.${key}`));
      reconcile(list, tickets, {
        key: ({ number }) => String(number),
        create: createLine,
        update: (made, ticket) => this.#update(made, ticket),
      });
    }
    this.#tick();
  }

  /** The number of the ticket whose line has the focus; undefined if none has. */
  get current() {
    const line = document.activeElement?.closest('#queue .queue-item');
    return line ? Number(line.dataset.ticket) : undefined;
  }

  /** Moves the focus from line to line; from elsewhere it goes to what is open, or to the first. */
  move(step) {
    const lines = [...this.#list.querySelectorAll('.queue-line')].filter(line => line.checkVisibility());
    const at = lines.findIndex(line => Number(line.parentElement.dataset.ticket) === this.current);
    const open = lines.findIndex(line => line.hasAttribute('aria-current'));
    const next = at < 0 ? Math.max(0, open) : Math.min(lines.length - 1, Math.max(0, at + step));
    lines[next]?.focus();
    lines[next]?.scrollIntoView({ block: 'nearest' });
  }

  #update(made, ticket) {
    updateLine(made, ticket, {
      place: this.#places.get(ticket.number) ?? 0,
      unread: this.#actions.unreadOf(ticket.number),
      isOpen: this.#columns.isOpen(ticket.number),
      isCurrent: this.#columns.current === ticket.number,
      isMine: this.#store.isMine(ticket),
      canClaim: this.#store.rightsIn(ticket).has('claim'),
    });
  }

  /** Ages grow without anything being told. */
  #tick() {
    const now = Date.now();
    for (const line of this.#list.querySelectorAll('.queue-item')) {
      const ticket = this.#store.tickets.get(Number(line.dataset.ticket));
      if (ticket) tickLine(line, ticket, now);
    }
  }

  #clicked(target) {
    const number = Number(target.closest('.queue-item')?.dataset.ticket);
    if (!number) return;
    if (target.closest('.queue-claim')) this.#actions.claim(number);
    else if (target.closest('.queue-line')) this.#actions.open(number);
  }
}

function createGroup(key) {
  const list = element('ul', { class: 'queue-list', 'data-group': key });
  const title = element('h2');
  if (key !== 'closed') return { box: element('section', { class: 'queue-group' }, title, list), title, list };
  const box = element('details', { class: 'queue-group' }, element('summary', {}, title), list);
  return { box, title, list };
}
