import { byId, element } from './dom.js';

/** Most lines in the list. */
const MOST = 24;

/**
 * @typedef {object} Completion
 * @property {string} label
 * @property {string} [mark] what stands before it: an emoji
 * @property {string} [detail] what stands after it
 * @property {string} insert what comes in the place of what was typed
 * @property {boolean} [isWhole] whether that was typed already
 */

/** What could be meant by what is being typed: people, emoji, commands. A list over the composer. */
export class Completions {
  #input;
  #sources;
  #list;
  #items = [];
  #start = 0;
  #at = 0;
  /** Whether somebody has chosen a line by key. */
  #isChosen = false;
  #asked = 0;

  /**
   * @param {HTMLTextAreaElement} input
   * @param {((before: string) => {start: number, items: Completion[] | Promise<Completion[]>} | null)[]} sources
   *   each gets what stands before the caret
   * @param {HTMLElement} list where they are shown
   */
  constructor(input, sources, list = byId('completions')) {
    this.#input = input;
    this.#sources = sources;
    this.#list = list;
    input.addEventListener('input', () => this.look());
    input.addEventListener('blur', () => this.close());
    input.addEventListener('click', () => this.close());
    // A click must not take the focus away.
    this.#list.addEventListener('pointerdown', event => event.preventDefault());
    this.#list.addEventListener('click', event => {
      const at = [...this.#list.children].indexOf(event.target.closest('[role="option"]'));
      if (at >= 0) this.#accept(at);
    });
  }

  get isOpen() {
    return !this.#list.hidden;
  }

  /** Shows what there is for what stands before the caret now. */
  async look() {
    const asked = ++this.#asked;
    const found = this.#find();
    if (!found) this.close();
    if (!found) return;
    const items = Array.isArray(found.items) ? found.items : await found.items;
    if (asked === this.#asked) this.#open(found.start, items.slice(0, MOST));
  }

  close() {
    this.#asked++;
    this.#list.hidden = true;
    this.#input.removeAttribute('aria-activedescendant');
  }

  /** Takes a key that is meant for the list. @returns whether it was */
  pressed(event) {
    const { key } = event;
    if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return false;
    if (!this.isOpen) return key === 'Tab' && this.#completeUnseen();
    if (key === 'ArrowDown' || key === 'ArrowUp') this.#choose(this.#at + (key === 'ArrowDown' ? 1 : -1));
    else if (key === 'Escape') this.close();
    else if (key === 'Tab') this.#accept(this.#at);
    else if (key !== 'Enter' || !this.#isChosen && this.#items[this.#at].isWhole) return false;
    else this.#accept(this.#at);
    return true;
  }

  #find() {
    const { value, selectionStart, selectionEnd } = this.#input;
    if (selectionStart !== selectionEnd) return null;
    const before = value.slice(0, selectionStart);
    for (const source of this.#sources) {
      const found = source(before);
      if (found) return found;
    }
    return null;
  }

  /** Tab completes also when the list was closed. */
  #completeUnseen() {
    const found = this.#find();
    if (!Array.isArray(found?.items) || found.items.length === 0) return false;
    this.#open(found.start, found.items.slice(0, MOST));
    this.#accept(0);
    return true;
  }

  #open(start, items) {
    if (items.length === 0 || items.length === 1 && items[0].isWhole) {
      this.close();
      return;
    }
    this.#start = start;
    this.#items = items;
    this.#isChosen = false;
    this.#list.replaceChildren(...items.map((item, at) => line(item, this.#idOf(at))));
    this.#list.hidden = false;
    this.#select(0);
  }

  #choose(at) {
    this.#isChosen = true;
    this.#select((at + this.#items.length) % this.#items.length);
  }

  #select(at) {
    this.#at = at;
    [...this.#list.children].forEach((made, i) => made.setAttribute('aria-selected', String(i === at)));
    this.#list.children[at].scrollIntoView({ block: 'nearest' });
    this.#input.setAttribute('aria-activedescendant', this.#idOf(at));
  }

  #idOf(at) {
    return `${this.#list.id}-${at}`;
  }

  #accept(at) {
    const { insert } = this.#items[at];
    this.#input.setRangeText(insert, this.#start, this.#input.selectionStart, 'end');
    this.close();
    this.#input.dispatchEvent(new Event('input', { bubbles: true }));
    this.close();
  }
}

function line({ label, mark, detail }, id) {
  return element('li', { role: 'option', id },
    ...mark ? [element('span', { class: 'emoji' }, mark)] : [],
    element('span', { class: 'completion-label', dir: 'auto' }, label),
    element('span', { class: 'completion-detail', dir: 'auto' }, detail ?? ''));
}
