import { element, icon } from './dom.js';
import { t } from './i18n.js';
import { countParts, parse } from './markdown.js';
import { findMentions } from './mentions.js';

const COPIED_MS = 2_000;

/** A message of more parts is shown as it was typed: nobody writes one, and a page of them would stop the browser. */
const MOST_PARTS = 1_000;

/** So many mentions of a message are marked. */
const MOST_MARKED = 200;

/** The elements of each part of markdown.js and inline.js; whatever isn't here can't be made. */
const ELEMENTS = { em: 'em', strong: 'strong', del: 'del', quote: 'blockquote', text: 'p' };

/**
 * Draws a message: elements and text nodes, never HTML.
 * @param {string} text Markdown
 * @param {{me: string, names: () => import('./mentions.js').NameIndex}} people whose mentions are marked
 * @returns {(Node | string)[]}
 */
export function render(text, people) {
  const blocks = parse(text);
  if (countParts(blocks) > MOST_PARTS) return [text];
  const context = { ...people, left: MOST_MARKED };
  const isPlain = blocks.length === 1 && blocks[0].type === 'text';
  return all(isPlain ? blocks[0].children : blocks, context);
}

function all(nodes, people) {
  return nodes.flatMap(node => draw(node, people));
}

function draw(node, people) {
  if (typeof node === 'string') return withMentions(node, people);
  switch (node.type) {
    case 'code': return node.language === undefined ? element('code', {}, node.text) : codeBlock(node);
    case 'address': return link(node.href, node.text);
    case 'link': return link(node.href, ...all(node.children, people));
    case 'list': return list(node, people);
    default: return element(ELEMENTS[node.type], { dir: 'auto' }, ...all(node.children ?? node.blocks, people));
  }
}

/** Where it really goes can be seen, whatever its text says: the title has the host as the browser reads it. */
function link(href, ...children) {
  const title = new URL(href).href;
  return element('a', { href, title, rel: 'noopener noreferrer', target: '_blank' }, ...children);
}

function list({ start, items }, people) {
  const made = start === null ? element('ul') : element('ol', { start: String(start) });
  for (const blocks of items) {
    const [first, ...rest] = blocks;
    const line = first?.type === 'text' ? all(first.children, people) : all(blocks.slice(0, 1), people);
    made.append(element('li', { dir: 'auto' }, ...line, ...all(rest, people)));
  }
  return made;
}

function codeBlock({ language, text }) {
  const code = element('code', {}, text);
  const head = element('div', { class: 'code-head' }, element('span', { class: 'code-language' }, language));
  // Browsers have a clipboard for pages only on localhost and over TLS.
  if (navigator.clipboard) head.append(copyButton(text));
  return element('div', { class: 'code-block', dir: 'ltr' }, head, element('pre', {}, code));
}

function copyButton(text) {
  const button = element('button', { type: 'button', class: 'copy text-button' }, icon('copy'), t('code.copy'));
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(text);
    button.lastChild.textContent = t('code.copied');
    setTimeout(() => {
      button.lastChild.textContent = t('code.copy');
    }, COPIED_MS);
  });
  return button;
}

function withMentions(text, context) {
  const { me, names, left } = context;
  if (left === 0 || !text.includes('@')) return [text];
  const pieces = [];
  const found = findMentions(text, names()).slice(0, left);
  context.left -= found.length;
  let end = 0;
  for (const mention of found) {
    if (mention.start > end) pieces.push(text.slice(end, mention.start));
    const chip = element('span', { class: 'mention', dir: 'auto' }, text.slice(mention.start, mention.end));
    chip.toggleAttribute('data-me', mention.name === me);
    pieces.push(chip);
    end = mention.end;
  }
  return [...pieces, text.slice(end)].filter(piece => piece !== '');
}
