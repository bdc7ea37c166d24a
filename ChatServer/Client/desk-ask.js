import { byId, element } from './dom.js';
import { t } from './i18n.js';
import { refusalOf } from './refusal.js';

/**
 * A form in a dialog, that stays until what it asks for is done or given up.
 * @param {object} ask
 * @param {string} ask.title
 * @param {string} [ask.text]
 * @param {Element[]} ask.fields
 * @param {string} ask.button what is done
 * @param {(refusal: import('./refusal.js').Refusal) => string} ask.worded
 * @param {(values: Record<string, string>) => Promise<void>} ask.perform throws a Refusal
 */
export function ask({ title, text = '', fields, button, worded, perform }) {
  const dialog = byId('ask-dialog');
  const error = element('p', { class: 'field-error', role: 'alert' });
  const cancel = element('button', { type: 'button', class: 'quiet-button' }, t('name.cancel'));
  const submit = element('button', { class: 'main-button' }, button);
  const form = element('form', { autocomplete: 'off', novalidate: '' },
    element('h2', { id: 'ask-title', dir: 'auto' }, title),
    ...text ? [element('p', {}, text)] : [],
    ...fields, error,
    element('div', { class: 'dialog-actions' }, cancel, submit));
  cancel.addEventListener('click', () => dialog.close());
  form.addEventListener('submit', async event => {
    event.preventDefault();
    submit.disabled = true;
    error.textContent = '';
    try {
      await perform(Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, value.trim()])));
      dialog.close();
    } catch (caught) {
      error.textContent = worded(refusalOf(caught));
      submit.disabled = false;
    }
  });
  dialog.replaceChildren(form);
  dialog.showModal();
}

/** A labelled line of text. */
export function textField(name, label, attributes = {}) {
  const id = `ask-${name}`;
  return [
    element('label', { for: id }, label),
    element('input', { id, name, dir: 'auto', ...attributes }),
  ];
}
