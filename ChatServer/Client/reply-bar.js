import { t } from './i18n.js';
import { excerptOf } from './quote.js';

/** Over the composer: what the message answers, or that one is being edited, and the way out of it. */
export class ReplyBar {
  #bar;
  #title;
  #text;

  /** @param {Element} bar has a title, a text and a button @param {() => void} cancel */
  constructor(bar, cancel) {
    const [title, text, button] = bar.children;
    [this.#bar, this.#title, this.#text] = [bar, title, text];
    button.addEventListener('pointerdown', event => event.preventDefault());
    button.addEventListener('click', cancel);
  }

  /**
   * @param {'reply' | 'edit' | null} what null hides it
   * @param {object | null | undefined} message see Room.message
   */
  draw(what, message) {
    this.#bar.hidden = what === null;
    if (what === null) return;
    const name = message?.from.name ?? '…';
    this.#title.textContent = what === 'edit' ? t('composer.editing') : t('composer.replying', { name });
    this.#text.textContent = message ? excerptOf(message) : message === null ? t('quote.gone') : '…';
  }
}
