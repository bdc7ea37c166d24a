import { byId } from './dom.js';

/** How long a notice stays, in milliseconds. */
const STAY_MS = 8_000;

/** A short remark that needs no answer, such as «“Ann” is taken». */
export class Notice {
  #box = byId('notice');
  #text = byId('notice-text');
  #timer = 0;
  #about = null;

  constructor() {
    byId('notice-close').addEventListener('click', () => this.hide());
  }

  /** @param {unknown} [about] what it tells of: whoever looks at that has no need of it, see `seen` */
  show(text, about = null) {
    this.#about = about;
    this.#text.textContent = text;
    this.#box.hidden = false;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.hide(), STAY_MS);
  }

  /** Hides it, if it is about this. */
  seen(about) {
    if (this.#about !== null && this.#about === about) this.hide();
  }

  hide() {
    this.#box.hidden = true;
    clearTimeout(this.#timer);
  }
}
