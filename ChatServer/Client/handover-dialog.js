import { CopyField } from './copy-field.js';
import { byId, element } from './dom.js';
import { t } from './i18n.js';
import { drawCode } from './qr-code.js';
import { refusalOf } from './refusal.js';
import { explain } from './wording.js';

/** Shows a code by which another device becomes this person: to scan, to copy, good for a few minutes. */
export class HandoverDialog {
  #requests;
  #store;
  #identity;
  #dialog = byId('handover-dialog');
  #expires = 0;
  #tick = 0;
  #parts = null;

  constructor({ requests, store, identity }) {
    this.#requests = requests;
    this.#store = store;
    this.#identity = identity;
    this.#dialog.addEventListener('close', () => clearInterval(this.#tick));
  }

  get isOpen() {
    return this.#dialog.open;
  }

  async open() {
    this.#build();
    this.#dialog.showModal();
    await this.#renew();
  }

  close() {
    this.#dialog.close();
  }

  #build() {
    const { name } = this.#store.me;
    const parts = {
      code: element('div', { class: 'qr-code', role: 'img', 'aria-label': t('handover.code') }),
      link: new CopyField(t('handover.link')),
      left: element('p', { class: 'handover-left', role: 'timer' }),
      again: element('button', { type: 'button', class: 'main-button' }, t('handover.again')),
      error: element('p', { class: 'field-error', role: 'alert' }),
      close: element('button', { type: 'button', class: 'quiet-button' }, t('page.close')),
    };
    const { code, link, left, again, error, close } = parts;
    this.#parts = parts;
    again.addEventListener('click', () => this.#renew());
    close.addEventListener('click', () => this.close());
    this.#dialog.replaceChildren(
      element('h2', { id: 'handover-title', tabindex: '-1', autofocus: '' }, t('handover.title', { name })),
      element('p', {}, t('handover.text', { name })),
      code,
      left,
      link.element,
      error,
      element('div', { class: 'dialog-actions' }, close, again));
  }

  async #renew() {
    const { error, code, link } = this.#parts;
    error.textContent = '';
    try {
      const { url, qr, expires } = await this.#requests.handover(this.#identity.token);
      code.replaceChildren(drawCode(qr));
      link.value = url;
      this.#expires = expires;
    } catch (caught) {
      error.textContent = explain(refusalOf(caught), this.#store.limits);
    }
    clearInterval(this.#tick);
    this.#tick = setInterval(() => this.#count(), 1_000);
    this.#count();
  }

  #count() {
    const { left, again, code, link } = this.#parts;
    const seconds = Math.max(0, Math.ceil((this.#expires - Date.now()) / 1000));
    const isOver = seconds === 0;
    const clock = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
    left.textContent = isOver ? t('handover.over') : t('handover.left', { time: clock });
    again.hidden = !isOver;
    link.disabled = isOver;
    code.toggleAttribute('data-over', isOver);
    if (isOver) clearInterval(this.#tick);
  }
}
