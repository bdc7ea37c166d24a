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
  const { claim, consents } = await import('./handover-claim.js').catch(() => ({}));
  if (!claim) return { isDone: false, problem: 'lost' };
  if (!await consents(identity)) return { isDone: false, problem: null };
  const problem = await claim(code, storage);
  return { isDone: problem === null, problem };
}

/** A link that is opened on the page as it stands changes only the fragment. */
export function watchForHandover() {
  window.addEventListener('hashchange', () => {
    if (location.hash.startsWith(MARK)) location.reload();
  });
}
