import { byId } from './dom.js';
import { awayText, placeText } from './support-words.js';

/** Over the conversation while it waits: how many are before, and how long that may take. */
export class QueueView {
  #strip = byId('queue');
  #text = byId('queue-text');

  draw({ ticket, desk }) {
    const isWaiting = ticket?.state === 'waiting';
    this.#strip.hidden = !isWaiting;
    if (!isWaiting) return;
    this.#strip.dataset.desk = desk.state;
    const text = desk.state === 'open' ? placeText(ticket) : awayText(desk, 'support.kept');
    // What only stays is no news to a screen reader.
    if (this.#text.textContent !== text) this.#text.textContent = text;
  }
}
