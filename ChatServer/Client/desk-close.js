import { ask, textField } from './desk-ask.js';
import { element } from './dom.js';
import { t } from './i18n.js';

/** Longest tag, in characters (docs/protocol.md). */
const MOST_TAG = 64;

/** How many of the tags that were used are offered as buttons. */
const MOST_OFFERED = 8;

/**
 * Asks what a ticket was about, and closes it. Tags that were used before are offered.
 * @param {import('./desk-store.js').Ticket} ticket
 * @param {Promise<string[]>} used tags, the latest first
 * @param {(details: {tag?: string}) => Promise<void>} perform
 */
export function askClose(ticket, used, worded, perform) {
  const options = element('datalist', { id: 'ask-tags' });
  const offered = element('ul', { class: 'tag-offers', 'aria-label': t('desk.close.used') });
  const [label, field] = textField('tag', t('desk.close.tag'), {
    maxlength: String(MOST_TAG), list: 'ask-tags', value: ticket.tag ?? '',
    placeholder: t('desk.close.tagHint'),
  });
  offered.addEventListener('click', event => {
    const button = event.target.closest('button');
    if (!button) return;
    field.value = button.textContent;
    field.focus();
  });
  used.then(tags => {
    options.append(...tags.map(tag => element('option', { value: tag })));
    offered.append(...tags.slice(0, MOST_OFFERED).map(tag => element('li', {},
      element('button', { type: 'button', dir: 'auto' }, tag))));
  });
  ask({
    title: t('desk.close.title', { name: ticket.visitor.name }),
    text: t('desk.close.text'),
    fields: [label, field, options, offered],
    button: t('desk.action.close'),
    worded,
    perform: ({ tag }) => perform(tag ? { tag } : {}),
  });
}
