import { byId, element, reconcile } from './dom.js';
import { findEmoji, loadEmoji } from './emoji.js';
import { t } from './i18n.js';

const MOST = 400;

/** A grid of emoji with a search, for reactions and for what one writes. Arrow keys choose while one types. */
export class EmojiPicker {
  #search = element('input', {
    id: 'emoji-search', role: 'combobox', 'aria-controls': 'emoji-grid', 'aria-expanded': 'true', autocomplete: 'off',
    autocapitalize: 'none', spellcheck: 'false', enterkeyhint: 'done',
  });
  #grid = element('div', { id: 'emoji-grid', role: 'listbox' });
  #empty = element('p', { id: 'emoji-empty', hidden: '' });
  #picker = element('div', { id: 'emoji-picker', role: 'dialog', hidden: '' }, this.#search, this.#grid, this.#empty);
  #anchor = null;
  #chosen = () => {};
  #at = 0;

  constructor() {
    byId('app').append(this.#picker);
    this.#search.addEventListener('input', () => this.#fill());
    this.#picker.addEventListener('keydown', event => this.#pressed(event));
    this.#grid.addEventListener('click', event => this.#choose(event.target.closest('button')));
    document.addEventListener('pointerdown', event => {
      if (!this.#picker.contains(event.target) && !this.#anchor?.contains(event.target)) this.#close();
    });
    this.#picker.addEventListener('focusout', event => {
      if (event.relatedTarget && !this.#picker.contains(event.relatedTarget)) this.#close();
    });
  }

  /**
   * Opens it beside a button, or closes it if it is open there.
   * @param {HTMLElement} anchor
   * @param {(emoji: string | null) => void} chosen null where none was
   */
  async open(anchor, chosen) {
    const isOpenHere = !this.#picker.hidden && this.#anchor === anchor;
    this.#close();
    if (isOpenHere) return;
    this.#anchor = anchor;
    this.#chosen = chosen;
    this.#place(anchor.getBoundingClientRect());
    await loadEmoji();
    if (this.#anchor !== anchor) return;
    this.#picker.hidden = false;
    this.#search.value = '';
    this.#word();
    this.#fill();
    this.#search.focus();
  }

  #word() {
    for (const named of [this.#picker, this.#grid]) named.setAttribute('aria-label', t('emoji.button'));
    this.#search.setAttribute('aria-label', t('emoji.search'));
    this.#search.placeholder = t('emoji.search');
  }

  #place({ top, bottom, right }) {
    const { innerHeight, innerWidth } = window;
    const isLow = top > innerHeight / 2;
    this.#picker.style.setProperty('--right', `${Math.max(8, innerWidth - right)}px`);
    this.#picker.style.setProperty('--top', isLow ? 'auto' : `${bottom + 6}px`);
    this.#picker.style.setProperty('--bottom', isLow ? `${innerHeight - top + 6}px` : 'auto');
  }

  #fill() {
    const found = findEmoji(this.#search.value, MOST);
    reconcile(this.#grid, found, { key: ({ symbol }) => symbol, create: createCell });
    this.#empty.hidden = found.length > 0;
    this.#empty.textContent = t('emoji.none');
    this.#grid.scrollTop = 0;
    this.#select(0);
  }

  #select(at) {
    const cells = this.#grid.children;
    if (cells.length === 0) return;
    this.#grid.querySelector('[aria-selected]')?.removeAttribute('aria-selected');
    this.#at = Math.min(Math.max(at, 0), cells.length - 1);
    cells[this.#at].setAttribute('aria-selected', 'true');
    cells[this.#at].scrollIntoView({ block: 'nearest' });
    this.#search.setAttribute('aria-activedescendant', cells[this.#at].id);
  }

  #pressed(event) {
    if (event.isComposing) return;
    const columns = getComputedStyle(this.#grid).gridTemplateColumns.split(' ').length;
    const steps = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns };
    if (event.key in steps) this.#select(this.#at + steps[event.key]);
    else if (event.key === 'Enter') this.#choose(this.#grid.children[this.#at]);
    else if (event.key === 'Escape') this.#choose(null);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #choose(cell) {
    const chosen = this.#chosen;
    this.#close();
    chosen(cell?.firstChild.data ?? null);
  }

  #close() {
    this.#picker.hidden = true;
    this.#anchor = null;
    this.#chosen = () => {};
  }
}

function createCell({ symbol, names }) {
  const title = `:${names[0]}:`;
  return element('button', { type: 'button', role: 'option', id: `cell-${names[0]}`, class: 'emoji', title,
    'aria-label': names[0].replaceAll('_', ' '), tabindex: '-1' }, symbol);
}
