import { byId } from './dom.js';

/** How long a notice stays, in milliseconds. */
const STAY_MS = 8_000;

/** A short remark that needs no answer, such as «“Ann” is taken». */
export class Notice {
  #box = byId('notice');
  #text = byId('notice-text');
  #timer = 0;

  constructor() {
    byId('notice-close').addEventListener('click', () => this.hide());
  }

  show(text) {
    this.#text.textContent = text;
    this.#box.hidden = false;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.hide(), STAY_MS);
  }

  hide() {
    this.#box.hidden = true;
    clearTimeout(this.#timer);
  }
}
