import { element, icon } from './dom.js';
import { t } from './i18n.js';

/**
 * A list whose lines are edited in place, made and taken away.
 * @typedef {object} Column
 * @property {string} key of the value
 * @property {string} label
 * @property {'text' | 'area' | 'check'} kind
 * @property {Record<string, string>} [attributes]
 */
export class Rows {
  #columns;
  #most;
  #list = element('ul', { class: 'rows' });
  #add;

  /** To be put into the page. */
  element;

  /**
   * @param {{name: string, columns: Column[], add: string, most: number, values: object[]}} rows
   *   `add` is the text of the button
   */
  constructor({ name, columns, add, most, values }) {
    this.#columns = columns;
    this.#most = most;
    this.#list.dataset.rows = name;
    const attributes = { type: 'button', class: 'text-button rows-add', 'data-add': name };
    this.#add = element('button', attributes, icon('plus'), add);
    this.#add.addEventListener('click', () => this.#append({}).querySelector('input, textarea').focus());
    this.element = element('div', { class: 'rows-box' }, this.#list, this.#add);
    for (const value of values) this.#append(value);
    this.#limit();
  }

  /** What the lines have now; one in which nothing stands isn't there. */
  get values() {
    return this.#written.map(row => Object.fromEntries(
      this.#columns.map(({ key }) => [key, valueOf(fieldIn(row, key))])));
  }

  /** A field that is empty in a line in which something stands; undefined if there is none. */
  get missing() {
    return this.#written
      .flatMap(row => this.#columns.map(({ key }) => fieldIn(row, key)))
      .find(field => valueOf(field) === '');
  }

  get #written() {
    return [...this.#list.children].filter(row => this.#columns.some(({ key }) => valueOf(fieldIn(row, key))));
  }

  #append(value) {
    const row = element('li', {}, ...this.#columns.map(column => fieldOf(column, value[column.key])));
    const label = t('desk.rows.remove');
    const attributes = { type: 'button', class: 'icon-button', 'aria-label': label, title: label };
    const remove = element('button', attributes, icon('trash'));
    remove.addEventListener('click', () => this.#remove(row));
    row.append(remove);
    this.#list.append(row);
    this.#limit();
    return row;
  }

  #remove(row) {
    const next = row.nextElementSibling ?? row.previousElementSibling;
    row.remove();
    this.#limit();
    (next?.querySelector('input, textarea') ?? this.#add).focus();
    this.#list.dispatchEvent(new Event('input', { bubbles: true }));
  }

  #limit() {
    this.#add.disabled = this.#list.children.length >= this.#most;
  }
}

function fieldIn(row, key) {
  return row.querySelector(`[data-key="${key}"]`);
}

function valueOf(field) {
  return field.type === 'checkbox' ? field.checked : field.value.trim();
}

function fieldOf({ key, label, kind, attributes = {} }, value) {
  if (kind === 'check') {
    const box = element('input', { type: 'checkbox', 'data-key': key });
    box.checked = value ?? false;
    return element('label', { class: 'check' }, box, label);
  }
  const field = element(kind === 'area' ? 'textarea' : 'input', {
    'data-key': key, 'aria-label': label, placeholder: label, dir: 'auto', autocomplete: 'off', ...attributes,
  });
  field.value = value ?? '';
  return field;
}
