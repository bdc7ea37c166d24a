import { CopyField } from './copy-field.js';
import { byId, element, reconcile } from './dom.js';
import { hasText, t } from './i18n.js';
import { refusalOf } from './refusal.js';
import { momentOf } from './time.js';
import { explain } from './wording.js';

/**
 * What can be made for somebody and has a secret: see keys.js, webhooks.js and agents.js.
 * @template Made, Item
 * @typedef {object} Kind
 * @property {string} name begins the ids of the elements and the keys of the texts
 * @property {string} title
 * @property {() => Element[]} fields of the form, the last beside its button; `make` gets them by `name`
 * @property {Record<string, string>} wrongFields the field that an error code is about
 * @property {() => Promise<Item[]>} list
 * @property {(values: Record<string, string>) => Promise<Made>} make
 * @property {(item: Item) => Promise<void>} remove
 * @property {string} goneCode how the server says that there is nothing to remove
 * @property {(item: Item | Made) => {id: string, name: string}} person whose it is
 * @property {(item: Item) => string} key
 * @property {(item: Item, origin: string) => string[]} lines told of an item; `origin` is who made it, and when
 * @property {(made: Made) => {secret: string, use: string}} shown the secret, and a line of how it is used
 */

/** One look at all of a kind: what there is, made here with its secret shown once, and removed. Good once. */
export class SecretsDialog {
  #kind;
  #store;
  #dialog;
  #title;
  #form;
  #error;
  #madeText = element('p', { role: 'status' });
  #made = element('div');
  #removed = element('p', { class: 'settings-detail', role: 'status' });
  #list = element('ul', { class: 'settings-list' });
  #none = element('p', { class: 'settings-detail' });
  #isBusy = false;
  #turn = 0;

  /** @param {Kind} kind */
  constructor(kind, store) {
    const { name } = kind;
    this.#kind = kind;
    this.#store = store;
    this.#dialog = byId(`${name}-dialog`);
    this.#title = element('h2', { id: `${name}-title`, tabindex: '-1', autofocus: '' }, kind.title);
    this.#error = element('p', { id: `${name}-error`, class: 'field-error', role: 'alert' });
    this.#list.setAttribute('aria-labelledby', `${name}-title`);
    // The server says what is wrong, in the words of the page.
    this.#form = element('form', { class: 'settings-field', autocomplete: 'off', novalidate: '' },
      ...kind.fields(), element('button', { class: 'quiet-button' }, t(`${name}.make`)));
    this.#form.addEventListener('submit', event => {
      event.preventDefault();
      this.#do(() => this.#make());
    });
    // What is shown once is gone with it.
    this.#dialog.addEventListener('close', () => this.#forget());
  }

  async open() {
    const close = element('button', { type: 'button', class: 'quiet-button' }, t('page.close'));
    close.addEventListener('click', () => this.#dialog.close());
    this.#dialog.replaceChildren(
      this.#title, element('p', {}, t(`${this.#kind.name}.text`)), this.#form, this.#error,
      element('div', { class: 'made-key' }, this.#madeText, this.#made),
      this.#removed, this.#list, this.#none, element('div', { class: 'dialog-actions' }, close));
    this.#dialog.showModal();
    await this.#try(() => this.#refresh());
  }

  async #make() {
    const values = [...new FormData(this.#form)].map(([name, value]) => [name, value.trim()]);
    const made = await this.#kind.make(Object.fromEntries(values));
    this.#form.reset();
    this.#show(made);
    await this.#refresh();
  }

  #show(made) {
    const { name } = this.#kind;
    const { secret, use } = this.#kind.shown(made);
    this.#removed.textContent = '';
    this.#madeText.textContent = t(`${name}.made`, { name: this.#kind.person(made).name });
    this.#made.replaceChildren(
      new CopyField(t(`${name}.secret`), secret).element,
      element('p', {}, t(`${name}.use`)),
      element('pre', { class: 'command', tabindex: '0' }, use));
    this.#made.scrollIntoView({ block: 'nearest' });
  }

  async #remove(item, button) {
    const at = this.#buttons.indexOf(button);
    const { name, goneCode } = this.#kind;
    try {
      await this.#kind.remove(item);
    } catch (caught) {
      if (refusalOf(caught).code === goneCode) await this.#refresh();
      throw caught;
    }
    this.#forget();
    this.#removed.textContent = t(`${name}.removed`, { name: this.#kind.person(item).name });
    await this.#refresh();
    // Where the next one moves up to; a field would open the keyboard of a phone.
    (this.#buttons.at(Math.min(at, this.#buttons.length - 1)) ?? this.#title).focus();
  }

  #forget() {
    this.#madeText.textContent = '';
    this.#made.replaceChildren();
  }

  get #buttons() {
    return [...this.#list.querySelectorAll('button')];
  }

  async #refresh() {
    const turn = ++this.#turn;
    const items = await this.#kind.list();
    if (turn !== this.#turn) return; // another one knows more
    reconcile(this.#list, items, { key: this.#kind.key, create: item => this.#entry(item) });
    this.#none.textContent = items.length > 0 ? '' : t(`${this.#kind.name}.none`);
  }

  #entry(item) {
    const { by, at } = item;
    const person = this.#kind.person(item);
    const origin = by ? t('secrets.by', { name: by.name, time: momentOf(at) }) : t('secrets.given');
    return element('li', { 'data-person': person.id },
      element('span', { class: 'settings-name' }, element('bdi', {}, person.name),
        ...this.#kind.lines(item, origin).map(line => element('span', { class: 'settings-detail' }, line))),
      ...(by ? [this.#removal(item)] : []));
  }

  #removal(item) {
    const { name } = this.#kind;
    const label = t(`${name}.removeOne`, { name: this.#kind.person(item).name });
    const attributes = { type: 'button', class: 'quiet-button', 'aria-label': label };
    const button = element('button', attributes, t(`${name}.remove`));
    button.addEventListener('click', () => this.#do(() => this.#remove(item, button)));
    return button;
  }

  /** One after the other: a second press would make a second one. */
  async #do(act) {
    if (this.#isBusy) return;
    this.#isBusy = true;
    this.#form.setAttribute('aria-busy', 'true');
    try {
      await this.#try(act);
    } finally {
      this.#form.removeAttribute('aria-busy');
      this.#isBusy = false;
    }
  }

  async #try(act) {
    this.#blame(null);
    try {
      await act();
    } catch (caught) {
      this.#blame(refusalOf(caught));
    }
  }

  /** Says what is wrong, beside the field that it is about. */
  #blame(refusal) {
    const { name, wrongFields } = this.#kind;
    for (const field of this.#form.querySelectorAll('[aria-invalid]')) {
      field.removeAttribute('aria-invalid');
      field.removeAttribute('aria-describedby');
    }
    this.#error.textContent = refusal ? this.#worded(refusal) : '';
    const wrong = this.#form.elements[wrongFields[refusal?.code]];
    if (!wrong) return;
    wrong.setAttribute('aria-invalid', 'true');
    wrong.setAttribute('aria-describedby', this.#error.id);
    wrong.focus();
  }

  /** Some codes mean one thing only here. */
  #worded(refusal) {
    const own = `${this.#kind.name}.error.${refusal.code}`;
    return hasText(own) ? t(own) : explain(refusal, this.#store.limits);
  }
}
