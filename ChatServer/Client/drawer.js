import { byId } from './dom.js';

/**
 * A column that is a drawer on a narrow screen. Open, it has the focus and everything else is inert;
 * Escape, the backdrop and the close button close it, and the focus goes back to where it was.
 */
export class Drawer {
  #panel;
  #toggle;
  #rest;
  #backdrop = byId('backdrop');
  #opened;

  /**
   * @param {object} parts
   * @param {HTMLElement} parts.panel
   * @param {HTMLElement} parts.toggle the button that opens it
   * @param {string} parts.narrow the media query under which it is a drawer
   * @param {HTMLElement[]} parts.rest what is inert while it is open
   * @param {() => void} [parts.opened]
   */
  constructor({ panel, toggle, narrow, rest, opened = () => {} }) {
    this.#panel = panel;
    this.#toggle = toggle;
    this.#rest = rest;
    this.#opened = opened;
    toggle.addEventListener('click', () => this.#set(true));
    panel.querySelector('.panel-close').addEventListener('click', () => this.close());
    this.#backdrop.addEventListener('click', () => this.close());
    document.addEventListener('keydown', event => {
      if (event.key === 'Escape' && !document.querySelector('dialog[open], :popover-open')) this.close();
    });
    window.matchMedia(narrow).addEventListener('change', () => this.#set(false));
    this.#set(false);
  }

  get isOpen() {
    return this.#panel.hasAttribute('data-open');
  }

  close() {
    if (!this.isOpen) return;
    this.#set(false);
    this.#toggle.focus();
  }

  #set(isOpen) {
    this.#panel.toggleAttribute('data-open', isOpen);
    this.#toggle.setAttribute('aria-expanded', String(isOpen));
    for (const element of this.#rest) element.inert = isOpen;
    this.#backdrop.hidden = !isOpen;
    if (!isOpen) return;
    this.#opened();
    this.#panel.querySelector('[aria-current], .panel-close').focus();
  }
}
