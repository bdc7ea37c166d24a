import { byId } from './dom.js';
import { t } from './i18n.js';
import { openingTime, placeText } from './support-words.js';

/** Over the conversation while it waits: how many are before, and how long that may take. */
export class QueueView {
  #strip = byId('queue');
  #text = byId('queue-text');

  draw({ ticket, desk }) {
    const isWaiting = ticket?.state === 'waiting';
    this.#strip.hidden = !isWaiting;
    if (!isWaiting) return;
    this.#strip.dataset.desk = desk.state;
    const text = desk.state === 'open' ? placeText(ticket) : awayText(desk);
    // What only stays is no news to a screen reader.
    if (this.#text.textContent !== text) this.#text.textContent = text;
  }
}

function awayText({ state, opensAt }) {
  const when = opensAt ? t('support.opensAt', { time: openingTime(opensAt) }) : '';
  const away = t(state === 'closed' ? 'support.closedNow' : 'support.nobodyNow');
  return [away, when, t('support.kept')].filter(Boolean).join(' ');
}
