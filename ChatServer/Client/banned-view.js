import { byId } from './dom.js';
import { t } from './i18n.js';
import { after, momentOf } from './time.js';

/** What somebody sees who is banned: why, until when, and after that the way back. */
export class BannedView {
  #store;
  #page = byId('banned');
  #timer = 0;

  /** @param {() => void} connectNow */
  constructor(store, connectNow) {
    this.#store = store;
    byId('banned-retry').addEventListener('click', connectNow);
  }

  draw() {
    const { banned } = this.#store;
    this.#page.hidden = !banned;
    byId('app').inert = Boolean(banned);
    clearTimeout(this.#timer);
    if (!banned) return;
    const { until, text } = banned;
    byId('banned-until').textContent = until ? t('banned.until', { time: momentOf(until) }) : t('banned.forever');
    byId('banned-why').textContent = text ? t('banned.why', { text }) : '';
    const isOver = until <= Date.now();
    byId('banned-retry').hidden = !isOver;
    if (!isOver) this.#timer = after(until, () => this.draw());
  }
}
