import { byId, element } from './dom.js';
import { t } from './i18n.js';
import { ACTIONS } from './desk-column-head.js';

const KEYS = [
  [['j', 'k', '↓', '↑'], 'help.move'], [['Enter'], 'help.enter'], [['Alt', '1–9'], 'help.switch'],
  ...ACTIONS.map(([action, key]) => [[key], `action.${action}`]),
  [['i'], 'help.write'], [['n'], 'help.notes'], [['x'], 'help.putAway'], [['/'], 'help.search'],
  [['a'], 'help.away'], [['m'], 'help.sound'], [['?'], 'help.help'], [['/', '…'], 'help.canned'],
];

/** Which key does what. */
export function showHelp() {
  const dialog = byId('help-dialog');
  const close = element('button', { type: 'button', class: 'main-button', autofocus: '' }, t('page.close'));
  close.addEventListener('click', () => dialog.close());
  dialog.replaceChildren(
    element('h2', { id: 'help-title' }, t('desk.help.title')),
    element('p', {}, t('desk.help.text')),
    element('dl', { class: 'keys' }, ...KEYS.map(([keys, text]) => element('div', {},
      element('dt', {}, ...keys.map(key => element('kbd', {}, key))), element('dd', {}, t(`desk.${text}`))))),
    element('div', { class: 'dialog-actions' }, close));
  dialog.showModal();
}
