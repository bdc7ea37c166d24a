import { byId } from './dom.js';
import { t } from './i18n.js';
import { momentOf } from './time.js';

/** What somebody sees who is banned: why, until when, and the way back, since a ban may be lifted any time. */
export class BannedView {
  #store;
  #page = byId('banned');

  /** @param {() => void} connectNow */
  constructor(store, connectNow) {
    this.#store = store;
    byId('banned-retry').addEventListener('click', connectNow);
  }

  draw() {
    const { banned } = this.#store;
    this.#page.hidden = !banned;
    byId('app').inert = Boolean(banned);
    if (!banned) return;
    const { until, text } = banned;
    byId('banned-until').textContent = until ? t('banned.until', { time: momentOf(until) }) : t('banned.forever');
    byId('banned-why').textContent = text ? t('banned.why', { text }) : '';
  }
}
