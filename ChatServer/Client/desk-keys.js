import { ACTIONS } from './desk-column-head.js';

/** Where letters are letters. */
const FIELDS = 'input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]';

/**
 * The keys of the console. Letters count only where nobody writes; Alt and a digit count everywhere.
 * @param {object} does what each of them does
 * @param {(step: number) => void} does.move @param {(at: number) => void} does.switchTo
 * @param {(action: string) => void} does.act
 * @param {() => void} does.write @param {() => void} does.notes @param {() => void} does.putAway
 * @param {() => void} does.search @param {() => void} does.away @param {() => void} does.sound
 * @param {() => void} does.help @param {() => void} does.leaveField
 * @param {() => boolean} does.isWorking whether the conversations are on the screen
 */
export function watchKeys(does) {
  const keys = {
    j: () => does.move(1),
    ArrowDown: () => does.move(1),
    k: () => does.move(-1),
    ArrowUp: () => does.move(-1),
    i: does.write,
    n: does.notes,
    x: does.putAway,
    '/': does.search,
    a: does.away,
    m: does.sound,
    '?': does.help,
    ...Object.fromEntries(ACTIONS.map(([action, key]) => [key, () => does.act(action)])),
  };
  document.addEventListener('keydown', event => {
    if (event.defaultPrevented || event.isComposing || !does.isWorking()) return;
    if (document.querySelector('dialog[open], :popover-open')) return;
    const target = event.target;
    const isField = target.matches(FIELDS);
    const isPlain = !event.altKey && !event.ctrlKey && !event.metaKey;
    if (event.altKey && !event.ctrlKey && !event.metaKey && /^Digit[1-9]$/.test(event.code)) {
      event.preventDefault();
      does.switchTo(Number(event.code.at(-1)) - 1);
    } else if (event.key === 'Escape' && isField) {
      does.leaveField();
    } else if (!isField && isPlain && Object.hasOwn(keys, event.key)) {
      // Arrows scroll what has the focus, unless that is the list of tickets.
      if (event.key.startsWith('Arrow') && !target.closest('#queue') && target !== document.body) return;
      event.preventDefault();
      keys[event.key]();
    }
  });
}
