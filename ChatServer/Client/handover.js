import { byId } from './dom.js';
import { t } from './i18n.js';

const MARK = '#handover=';

/**
 * Becomes who made the code in the address, if there is one, with the consent of who sits here: whoever sent the link
 * would read all that they write. The code goes out of the address at once: it is a secret.
 * @returns {Promise<{isDone: boolean, problem: string | null}>} the problem is an error code
 */
export async function takeHandover(identity, storage) {
  if (!location.hash.startsWith(MARK)) return { isDone: false, problem: null };
  const code = location.hash.slice(MARK.length);
  history.replaceState(null, '', location.pathname + location.search);
  if (!await consents(identity)) return { isDone: false, problem: null };
  const { claim } = await import('./handover-claim.js');
  const problem = await claim(code, storage);
  return { isDone: problem === null, problem };
}

/** A link that is opened on the page as it stands changes only the fragment. */
export function watchForHandover() {
  window.addEventListener('hashchange', () => {
    if (location.hash.startsWith(MARK)) location.reload();
  });
}

function consents({ token, name }) {
  const dialog = byId('become-dialog');
  const isNew = token === null;
  byId('become-title').textContent = t(isNew ? 'become.newTitle' : 'become.title');
  byId('become-text').textContent = t('become.text') + (isNew ? '' : ` ${t('become.loses', { name })}`);
  dialog.returnValue = '';
  dialog.showModal();
  return new Promise(resolve => {
    dialog.addEventListener('close', () => resolve(dialog.returnValue === 'yes'), { once: true });
  });
}
