import { byId, element, icon } from './dom.js';
import { t } from './i18n.js';
import { momentOf } from './time.js';

/** What somebody sees who is banned: why, until when, and the way back, since a ban may be lifted any time. */
export class BannedView {
  #store;
  #title = element('h2');
  #until = element('p', { id: 'banned-until' });
  #why = element('p', { id: 'banned-why', dir: 'auto' });
  #retry = element('button', { type: 'button', id: 'banned-retry', class: 'main-button' });
  #page = element('section', { id: 'banned', role: 'alert', hidden: '' },
    icon('alert'), this.#title, this.#until, this.#why, this.#retry);

  /** @param {() => void} connectNow */
  constructor(store, connectNow) {
    this.#store = store;
    document.body.append(this.#page);
    this.#retry.addEventListener('click', connectNow);
  }

  draw() {
    const { banned } = this.#store;
    this.#page.hidden = !banned;
    this.#title.textContent = t('banned.title');
    this.#retry.textContent = t('banned.retry');
    byId('app').inert = Boolean(banned);
    if (!banned) return;
    const { until, text } = banned;
    this.#until.textContent = until ? t('banned.until', { time: momentOf(until) }) : t('banned.forever');
    this.#why.textContent = text ? t('banned.why', { text }) : '';
  }
}
