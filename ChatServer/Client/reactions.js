import { element, reconcile } from './dom.js';
import { t } from './i18n.js';

/** How many names a tooltip has room for. */
const MOST_NAMES = 20;

/** The pills under a message: one for each emoji, with how many chose it; mine stand out. */
export function updateReactions(pills, reactions, myId) {
  pills.hidden = reactions.length === 0;
  reconcile(pills, reactions, {
    key: ({ emoji }) => emoji,
    create: createPill,
    update: (made, { emoji, by }) => {
      const [count] = made.firstChild.lastChild.childNodes;
      const isMine = by.some(({ id }) => id === myId);
      if (count.data !== String(by.length)) count.data = by.length;
      made.setAttribute('aria-pressed', String(isMine));
      made.title = whoOf(by);
      made.setAttribute('aria-label', `${emoji} ${by.length}: ${made.title}`);
    },
  });
}

function createPill({ emoji }) {
  return element('button', { type: 'button', class: 'reaction', 'data-emoji': emoji, tabindex: '-1' },
    element('span', {}, element('span', { class: 'emoji' }, emoji), element('span', {}, '0')));
}

function whoOf(by) {
  const names = by.slice(0, MOST_NAMES).map(({ name }) => name).join(t('reactions.comma'));
  return by.length > MOST_NAMES ? t('reactions.more', { names, count: by.length - MOST_NAMES }) : names;
}
