import { byId } from './dom.js';
import { t } from './i18n.js';
import { reasonOfClose } from './wording.js';

/** A connection that is back sooner than this is nobody's concern, in milliseconds. */
const GRACE_MS = 1_000;

/** How long the good news stays, in milliseconds. */
const GOOD_NEWS_MS = 2_500;

/**
 * What is wrong with the connection and what can be done, or which room is being opened where that takes long; lies
 * over the messages and moves nothing.
 */
export class Banner {
  #store;
  #banner = byId('banner');
  #text = byId('banner-text');
  #countdown = byId('banner-countdown');
  #button = byId('banner-button');
  #showTimer = 0;
  #hideTimer = 0;
  #tick = 0;
  /** Until the first connection nothing was lost, so nothing is back. */
  #isFirst = true;

  /** @param {() => void} connectNow */
  constructor(store, connectNow) {
    this.#store = store;
    this.#button.addEventListener('click', connectNow);
  }

  draw() {
    const { connection: { kind }, opening } = this.#store;
    const was = this.#banner.dataset.state;
    const isOpening = kind === 'connected' && Boolean(opening);
    this.#banner.dataset.state = isOpening ? 'opening' : kind;
    clearInterval(this.#tick);
    if (isOpening) this.#opening(opening);
    else if (kind === 'connected') this.#connected(was);
    else if (kind === 'stopped') this.hide();
    else this.#disconnected(kind);
  }

  /** Nobody wants a connection: says nothing until it is drawn again. */
  hide() {
    clearInterval(this.#tick);
    clearTimeout(this.#hideTimer);
    clearTimeout(this.#showTimer);
    this.#showTimer = 0;
    this.#banner.hidden = true;
  }

  #connected(was) {
    clearTimeout(this.#showTimer);
    this.#showTimer = 0;
    const isFirst = this.#isFirst;
    this.#isFirst = false;
    if (isFirst || was === 'opening') this.#banner.hidden = true;
    if (this.#banner.hidden) return;
    this.#write(t('banner.connected'), null);
    if (was === 'connected') return;
    this.#hideTimer = setTimeout(() => {
      this.#banner.hidden = true;
    }, GOOD_NEWS_MS);
  }

  #disconnected(kind) {
    clearTimeout(this.#hideTimer);
    this.#describe(this.#store.connection);
    if (kind === 'waiting') this.#tick = setInterval(() => this.#count(), 500);
    if (kind === 'offline' || kind === 'refused') this.#banner.hidden = false;
    this.#showSoon();
  }

  #opening(room) {
    clearTimeout(this.#hideTimer);
    this.#write(t('banner.opening', { room }), null);
    this.#showSoon();
  }

  #showSoon() {
    if (!this.#banner.hidden || this.#showTimer) return;
    this.#showTimer = setTimeout(() => {
      this.#showTimer = 0;
      this.#banner.hidden = false;
    }, GRACE_MS);
  }

  #describe({ kind, code, again }) {
    if (kind === 'refused') this.#write(reasonOfClose(code), 'banner.reconnect');
    else if (kind === 'offline') this.#write(t('banner.offline'), null);
    else if (kind === 'waiting') this.#write(t('banner.waiting'), 'banner.tryNow');
    else this.#write(t(again ? 'banner.trying' : 'banner.connecting'), null);
    this.#count();
  }

  #write(text, button) {
    this.#text.textContent = text;
    this.#countdown.textContent = '';
    this.#button.hidden = button === null;
    if (button) this.#button.textContent = t(button);
  }

  #count() {
    const { kind, retryAt } = this.#store.connection;
    if (kind !== 'waiting') return;
    const count = Math.max(1, Math.ceil((retryAt - Date.now()) / 1000));
    this.#countdown.textContent = t('banner.retryIn', { count });
  }
}
