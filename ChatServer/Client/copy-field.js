import { element } from './dom.js';
import { t } from './i18n.js';

/** A text to take elsewhere: all of it, in a field that is read only, with a button that copies it. */
export class CopyField {
  #field;
  // As high as its text, which it has for that: see dialogs.css.
  #box = element('span', { class: 'copy-text' });
  #button = element('button', { type: 'button', class: 'quiet-button' }, t('copy.copy'));
  // What the button says anew is seen, but not read out.
  #said = element('span', { class: 'visually-hidden', role: 'status' });

  /** To be put into the page. */
  element;

  /** @param {string} label what the text is, for who cannot see */
  constructor(label, value = '') {
    this.#field = element('textarea', { readonly: '', rows: '1', 'aria-label': label, spellcheck: 'false' });
    this.#box.append(this.#field);
    this.value = value;
    this.#button.addEventListener('click', () => this.#copy());
    this.element = element('div', { class: 'copy-field' }, this.#box, this.#button, this.#said);
  }

  set value(text) {
    this.#field.value = text;
    this.#box.dataset.text = text;
    this.#button.textContent = t('copy.copy');
    this.#said.textContent = '';
  }

  /** @param {boolean} isOver whether the text is no longer worth copying */
  set disabled(isOver) {
    this.#button.disabled = isOver;
  }

  async #copy() {
    this.#field.select();
    // The clipboard of a page is there only under HTTPS and on localhost.
    const isWritten = await navigator.clipboard?.writeText(this.#field.value).then(() => true, () => false);
    const outcome = t(isWritten || document.execCommand('copy') ? 'copy.copied' : 'copy.byHand');
    this.#button.textContent = outcome;
    this.#said.textContent = outcome;
  }
}
