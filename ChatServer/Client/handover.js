import { byId } from './dom.js';
import { t } from './i18n.js';

const MARK = '#handover=';

/**
 * What the page was opened for, if it was by a handover's link. The code goes out of the address at once: it
 * is a secret, and works only once.
 * @returns {string | null}
 */
export function takeCode() {
  if (!location.hash.startsWith(MARK)) return null;
  const code = location.hash.slice(MARK.length);
  history.replaceState(history.state, '', location.pathname + location.search);
  return code;
}

/**
 * Becomes who made the code, with the consent of who this browser was.
 * @returns {Promise<string | null>} null, or the error code of what went wrong
 */
export async function becomeSomebody(code, identity, storage) {
  if (identity.token !== null && !await consents(identity.name)) return null;
  const { claim } = await import('./handover-claim.js');
  return claim(code, storage);
}

/** A link that is opened on the page as it stands changes only the fragment. */
export function watchForCode() {
  window.addEventListener('hashchange', () => {
    if (location.hash.startsWith(MARK)) location.reload();
  });
}

function consents(name) {
  const dialog = byId('become-dialog');
  byId('become-text').textContent = t('become.text', { name });
  dialog.returnValue = '';
  dialog.showModal();
  return new Promise(resolve => {
    dialog.addEventListener('close', () => resolve(dialog.returnValue === 'yes'), { once: true });
  });
}
