import { element } from './dom.js';
import { t } from './i18n.js';

/** A dialog that isn't in the markup, since few people open it; a click beside it closes it. @param {string} id */
export function makeDialog(id) {
  const dialog = element('dialog', { id, 'aria-labelledby': `${id}-title` });
  dialog.addEventListener('click', event => {
    if (event.target === dialog) dialog.close();
  });
  document.body.append(dialog);
  return dialog;
}

/** Its title, which has the focus where nothing else is to have it first. */
export function titleOf(dialog, text) {
  return element('h2', { id: `${dialog.id}-title`, tabindex: '-1', autofocus: '' }, text);
}

/** Its last line: the way out, and what stands before that. */
export function closing(dialog, ...before) {
  const close = element('button', { type: 'button', class: 'main-button' }, t('page.close'));
  close.addEventListener('click', () => dialog.close());
  return element('div', { class: 'dialog-actions' }, ...before, close);
}
