import { actionOf } from './actions.js';
import { element, icon } from './dom.js';
import { t } from './i18n.js';
import { parse, plainText } from './markdown.js';

/** How much of a message a quote shows, in characters. */
const EXCERPT = 160;

/** A message in one line, without marks. */
export function excerptOf({ text, files, deleted, from }) {
  if (deleted) return t('messages.deleted');
  if (!text && files) return files[0].name;
  const line = actionOf(text) === null ? plainText(parse(text), EXCERPT) : `${from.name} ${actionOf(text)}`;
  return line.slice(0, EXCERPT).replace(/\s+/g, ' ').trim();
}

/** What a message answers: author and one line, and the way there. */
export function createQuote() {
  return element('a', { class: 'quote', href: '#', role: 'button', tabindex: '-1' },
    icon('reply'),
    element('span', { class: 'quote-author', dir: 'auto' }),
    element('span', { class: 'quote-text', dir: 'auto' }));
}

/** @param {object | null | undefined} original null if it is gone, undefined while it isn't loaded */
export function updateQuote(quote, seq, original) {
  const [, author, text] = quote.children;
  quote.dataset.seq = seq;
  quote.title = t('quote.jump');
  author.textContent = original?.from.name ?? '';
  text.textContent = original === undefined ? '…' : original ? excerptOf(original) : t('quote.gone');
  quote.toggleAttribute('data-gone', original === null || Boolean(original?.deleted));
}
