import { ask, textField } from './desk-ask.js';
import { askClose } from './desk-close.js';
import { askTransfer } from './desk-transfer.js';
import { PRIORITIES } from './desk-wording.js';
import { t } from './i18n.js';
import { Menu } from './menu.js';
import { randomId } from './random.js';
import { refusalOf } from './refusal.js';
import { MOST_TEXT } from './rules.js';

const TAGS_KEY = 'tags';

/** How many tags are remembered. */
const MOST_TAGS = 50;

/** What an agent does with tickets: asks for what is needed, and says what came of it. */
export class Acts {
  #store;
  #storage;
  #request;
  #worded;
  #said;
  #claimed;
  #find;
  #menu = new Menu('priority-menu');

  /**
   * @param {object} parts
   * @param {(message: object) => Promise<object>} parts.request
   * @param {(refusal: import('./refusal.js').Refusal) => string} parts.worded
   * @param {(number: number, text: string) => void} parts.said tells what came of an act that failed
   * @param {(number: number) => void} parts.claimed the ticket is this agent's
   * @param {() => Promise<object[]>} parts.find the newest closed tickets, for their tags
   */
  constructor({ store, storage, request, worded, said, claimed, find }) {
    this.#store = store;
    this.#storage = storage;
    this.#request = request;
    this.#worded = worded;
    this.#said = said;
    this.#claimed = claimed;
    this.#find = find;
  }

  /** Does it, if this agent may. @param {HTMLElement} anchor where a menu opens */
  do(action, number, anchor) {
    const ticket = this.#store.tickets.get(number);
    if (!this.#store.rightsIn(ticket).has(action)) return;
    switch (action) {
      case 'claim':
      case 'take_over':
        this.#take(action, number);
        break;
      case 'transfer':
        askTransfer(ticket, this.#store, this.#worded, details => this.#act(action, number, details));
        break;
      case 'return':
        this.#askReturn(ticket);
        break;
      case 'priority':
        this.#choosePriority(number, anchor);
        break;
      case 'close':
        askClose(ticket, this.#tags(), this.#worded, details => this.#close(number, details));
    }
  }

  async #take(action, number) {
    try {
      await this.#act(action, number);
      this.#claimed(number);
    } catch (caught) {
      this.#said(number, this.#worded(refusalOf(caught)));
    }
  }

  #askReturn(ticket) {
    const { number, turn, visitor } = ticket;
    ask({
      title: t('desk.return.title', { name: visitor.name }),
      text: t('desk.return.text'),
      fields: textField('text', t('desk.return.why'), { maxlength: String(MOST_TEXT) }),
      button: t('desk.action.return'),
      worded: this.#worded,
      perform: ({ text }) => this.#act('return', number, { turn, ...(text && { text }) }),
    });
  }

  #choosePriority(number, anchor) {
    this.#menu.open(anchor, t('desk.action.priority'), PRIORITIES.map(([priority, name]) => ({
      key: name,
      text: t(`desk.priority.${name}`),
      act: async () => {
        try {
          await this.#act('priority', number, { priority });
        } catch (caught) {
          this.#said(number, this.#worded(refusalOf(caught)));
        }
      },
    })));
  }

  async #close(number, details) {
    await this.#act('close', number, details);
    if (!details.tag) return;
    const others = (this.#storage.get(TAGS_KEY) ?? []).filter(tag => tag !== details.tag);
    this.#storage.set(TAGS_KEY, [details.tag, ...others].slice(0, MOST_TAGS));
  }

  /** Tags of this browser first, then those of others. */
  async #tags() {
    const own = this.#storage.get(TAGS_KEY) ?? [];
    const found = await this.#find().catch(caught => {
      refusalOf(caught); // one types it then
      return [];
    });
    const told = [...this.#store.tickets.values(), ...found].map(({ tag }) => tag).filter(Boolean);
    return [...new Set([...own, ...told])];
  }

  #act(action, ticket, details = {}) {
    return this.#request({ type: 'ticket', id: randomId(), ticket, action, ...details });
  }
}
