import { socketUrl } from './address.js';
import { element } from './dom.js';
import { t } from './i18n.js';

/** How long the server may take, in milliseconds. */
const PATIENCE_MS = 10_000;

/** What belongs to the person that this browser was: where they are, what they read and were writing. */
const PERSONAL = ['joined.', 'read.', 'closed.', 'secret.', 'draft.'];

/** Asks who sits here whether they want to be who made the code. @returns {Promise<boolean>} */
export function consents({ token, name }) {
  const isNew = token === null;
  const dialog = element('dialog', { id: 'become-dialog', 'aria-labelledby': 'become-title' },
    element('form', { method: 'dialog' },
      element('h2', { id: 'become-title' }, t(isNew ? 'become.newTitle' : 'become.title')),
      element('p', { id: 'become-text' }, t('become.text') + (isNew ? '' : ` ${t('become.loses', { name })}`)),
      element('div', { class: 'dialog-actions' },
        element('button', { class: 'quiet-button', value: '' }, t('become.no')),
        element('button', { class: 'main-button', value: 'yes' }, t('become.yes')))));
  document.body.append(dialog);
  dialog.showModal();
  return new Promise(resolve => {
    dialog.addEventListener('close', () => {
      resolve(dialog.returnValue === 'yes');
      dialog.remove();
    }, { once: true });
  });
}

/**
 * Takes the place of the person who made a code.
 * @returns {Promise<string | null>} null, or an error code; then this browser is who it was
 */
export async function claim(code, storage) {
  const answer = await ask({ type: 'claim', id: 'claim', code });
  if (answer.type !== 'claimed') return answer.code;
  for (const prefix of PERSONAL) for (const key of storage.keys(prefix)) storage.remove(key);
  storage.remove('room');
  storage.set('token', answer.token);
  storage.set('name', answer.name);
  return null;
}

/** On a connection of its own: a hello comes later, and with another token. */
function ask(message) {
  return new Promise(resolve => {
    const socket = new WebSocket(socketUrl(location));
    const settle = answer => {
      clearTimeout(timer);
      resolve(answer);
      socket.close();
    };
    const timer = setTimeout(() => settle({ type: 'error', code: 'timeout' }), PATIENCE_MS);
    socket.onopen = () => socket.send(JSON.stringify(message));
    socket.onmessage = ({ data }) => settle(JSON.parse(data));
    socket.onclose = () => settle({ type: 'error', code: 'lost' });
  });
}
