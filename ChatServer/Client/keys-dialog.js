import { CopyField } from './copy-field.js';
import { byId, element } from './dom.js';
import { t } from './i18n.js';
import { refusalOf } from './refusal.js';
import { momentOf } from './time.js';
import { explain } from './wording.js';

/** Which bots have a key: made here, shown once, and revoked. */
export class KeysDialog {
  #api;
  #store;
  #dialog = byId('keys-dialog');
  #list = element('ul', { class: 'settings-list' });
  #made = element('div', { class: 'made-key' });
  #error = element('p', { class: 'field-error', role: 'alert' });

  constructor({ api, store }) {
    this.#api = api;
    this.#store = store;
  }

  async open() {
    this.#made.replaceChildren();
    this.#error.textContent = '';
    this.#list.replaceChildren();
    const close = element('button', { type: 'button', class: 'quiet-button' }, t('page.close'));
    close.addEventListener('click', () => this.#dialog.close());
    this.#dialog.replaceChildren(
      element('h2', { id: 'keys-title', tabindex: '-1', autofocus: '' }, t('keys.title')),
      element('p', {}, t('keys.text')),
      this.#form(), this.#error, this.#made, this.#list,
      element('div', { class: 'dialog-actions' }, close));
    this.#dialog.showModal();
    await this.#do(() => this.#refresh());
  }

  #form() {
    const name = element('input', { id: 'keys-name', required: '', autocomplete: 'off', dir: 'auto' });
    const make = element('button', { class: 'quiet-button' }, t('keys.make'));
    const form = element('form', { class: 'settings-field', autocomplete: 'off' },
      element('label', { for: 'keys-name' }, t('keys.name')), name, make);
    form.addEventListener('submit', event => {
      event.preventDefault();
      this.#do(async () => {
        this.#show(await this.#api.make(name.value.trim()));
        name.value = '';
        await this.#refresh();
      });
    });
    return form;
  }

  #show({ bot, key }) {
    const { origin } = window.location;
    const command = `curl -H 'Authorization: Bearer ${key}' -d 'hi' ${origin}/api/rooms/lobby/messages`;
    this.#made.replaceChildren(
      element('p', { role: 'status' }, t('keys.made', { name: bot.name })),
      new CopyField(t('keys.copy'), key).element,
      element('p', {}, t('keys.use')),
      element('pre', { class: 'command', tabindex: '0' }, command));
  }

  async #refresh() {
    const bots = await this.#api.list();
    this.#list.replaceChildren(...(bots.length > 0
      ? bots.map(one => this.#entry(one))
      : [element('li', { class: 'settings-detail' }, t('keys.none'))]));
  }

  #entry({ bot, by, at }) {
    const detail = by ? t('keys.by', { name: by.name, time: momentOf(at) }) : t('keys.given');
    const revoke = element('button', { type: 'button', class: 'quiet-button' }, t('keys.revoke'));
    revoke.addEventListener('click', () => this.#do(async () => {
      await this.#api.revoke(bot.name);
      this.#made.replaceChildren();
      await this.#refresh();
    }));
    return element('li', { 'data-bot': bot.id },
      element('span', { class: 'settings-name' }, element('bdi', {}, bot.name),
        element('span', { class: 'settings-detail' }, detail)),
      ...(by ? [revoke] : []));
  }

  async #do(act) {
    this.#error.textContent = '';
    try {
      await act();
    } catch (caught) {
      this.#error.textContent = explain(refusalOf(caught), this.#store.limits);
    }
  }
}
