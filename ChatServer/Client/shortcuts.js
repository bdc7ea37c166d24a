/** Where letters are letters. */
const FIELDS = 'input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]';

/** What Escape closes before anything else; each does that itself. */
const OPEN = [
  'dialog[open]', ':popover-open', '[data-open]', '#emoji-picker:not([hidden])', '#completions:not([hidden])',
].join();

/** Where Ctrl and a letter move the caret, it is the other key that means the page. */
const IS_MAC = /mac|iphone|ipad/i.test(navigator.platform);

/**
 * The keys of the page, besides those of its parts.
 * @param {object} does what each of them does
 * @param {() => void} does.switchRoom @param {() => void} does.search @param {() => void} does.project @param {() => void} does.help
 * @param {(way: 1 | -1, isUnread: boolean) => void} does.step to the room after this one, or before it
 * @param {() => void} does.cancelReply @param {() => void} does.toNewest
 */
export function watchShortcuts(does) {
  let wasOpen = false;
  // Before the parts of the page: some take arrows for themselves, and what is open may be closed after them.
  document.addEventListener('keydown', event => {
    wasOpen = document.querySelector(OPEN) !== null;
    const act = event.isComposing || event.keyCode === 229 ? null : chordOf(event, does);
    if (!act) return;
    event.preventDefault();
    // A dialog may have the key that opened it for the way out.
    if (document.querySelector('dialog[open]')) return;
    event.stopPropagation();
    act();
  }, { capture: true });
  document.addEventListener('keydown', event => {
    if (event.defaultPrevented || event.isComposing || wasOpen || isModified(event)) return;
    const isField = event.target.matches(FIELDS);
    if (event.key === '?' && !isField) {
      event.preventDefault();
      does.help();
    } else if (event.key === 'Escape' && (!isField || event.target.matches('#composer'))) {
      if (document.querySelector('#reply-bar:not([hidden])')) does.cancelReply();
      else does.toNewest();
    }
  });
}

/** What keys that are pressed together do; null if nothing. */
function chordOf(event, does) {
  const { altKey, ctrlKey, metaKey, shiftKey, key, code } = event;
  const isPage = IS_MAC ? metaKey && !ctrlKey : ctrlKey && !metaKey;
  if (isPage && !altKey && !shiftKey && key.toLowerCase() === 'k') return does.switchRoom;
  // The key without Shift is the browser's own search, of what is on the page.
  if (isPage && !altKey && shiftKey && code === 'KeyF') return does.search;
  if (!altKey || ctrlKey || metaKey) return null;
  if (key === 'ArrowUp') return () => does.step(-1, shiftKey);
  if (key === 'ArrowDown') return () => does.step(1, shiftKey);
  // With Alt, a Mac makes another letter of it.
  return code === 'KeyP' && !shiftKey ? does.project : null;
}

function isModified({ altKey, ctrlKey, metaKey }) {
  return altKey || ctrlKey || metaKey;
}
