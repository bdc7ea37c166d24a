import { parseInline } from './inline.js';

/** How deep quotes and lists nest; what is deeper stays as it was typed. */
const MOST_DEPTH = 4;

const FENCE = /^ {0,3}(`{3,})([^`]*)$/;
const QUOTE = /^ {0,3}>(?: |$|(?=>))/;
const ITEM = /^( {0,3})([-*+]|(\d{1,3})[.)])( +)(?=\S)/;
const INDENTED = /^(?: {2}|\t)/;

/**
 * Reads a message as Markdown, the part of it that a chat needs: emphasis, code, links, lists, quotes, and
 * lines that end where they were typed to end. All else is text. Pure, and linear in the text.
 * @typedef {{type: 'text', children: any[]} | {type: 'code', language: string, text: string}
 *   | {type: 'quote', blocks: Block[]} | {type: 'list', start: number | null, items: Block[][]}} Block
 * @param {string} text
 * @returns {Block[]} for `children` see inline.js
 */
export function parse(text) {
  return parseLines(text.split('\n'), 0);
}

/** What is to be read of blocks, without marks: for excerpts. Stops soon after so many characters. */
export function plainText(blocks, most = Infinity) {
  let text = '';
  const read = node => {
    if (text.length >= most) return;
    if (typeof node === 'string') text += node;
    else if (node.text !== undefined) text += node.text;
    else (node.children ?? node.blocks ?? node.items.flat()).forEach(read);
    if (node.type === 'text' || node.type === 'code') text += '\n';
  };
  blocks.forEach(read);
  return text;
}

/** What a block of code is drawn with: a head, a button. */
const PARTS_OF_CODE = 8;

/** How many elements blocks become, about. */
export function countParts(blocks) {
  let count = 0;
  const read = node => {
    if (typeof node === 'string') return;
    count += node.language === undefined ? 1 + (node.items?.length ?? 0) : PARTS_OF_CODE;
    (node.children ?? node.blocks ?? node.items?.flat() ?? []).forEach(read);
  };
  blocks.forEach(read);
  return count;
}

function parseLines(lines, depth) {
  const blocks = [];
  let typed = [];
  const endText = () => {
    const text = withoutBlankEnds(typed).join('\n');
    if (text !== '') blocks.push({ type: 'text', children: parseText(text) });
    typed = [];
  };
  for (let at = 0; at < lines.length;) {
    const block = blockAt(lines, at, depth);
    if (block) {
      endText();
      blocks.push(block.made);
      at = block.end;
    } else {
      typed.push(lines[at++]);
    }
  }
  endText();
  return blocks;
}

/** Emphasis ends with its paragraph. */
function parseText(text) {
  return text.split(/(\n[^\S\n]*\n)/).flatMap((part, i) => i % 2 ? [part] : parseInline(part));
}

/** The block that begins with a line, and the line after it; undefined where that is only text. */
function blockAt(lines, at, depth) {
  if (FENCE.test(lines[at])) return codeAt(lines, at);
  if (depth === MOST_DEPTH) return undefined;
  if (QUOTE.test(lines[at])) return quoteAt(lines, at, depth);
  if (ITEM.test(lines[at])) return listAt(lines, at, depth);
  return undefined;
}

function codeAt(lines, at) {
  const [, fence, info] = FENCE.exec(lines[at]);
  const isEnd = line => {
    const [, closing, rest] = FENCE.exec(line) ?? [];
    return closing?.length >= fence.length && rest.trim() === '';
  };
  const found = lines.findIndex((line, i) => i > at && isEnd(line));
  const end = found < 0 ? lines.length : found;
  const language = info.trim().split(/\s/, 1)[0].slice(0, 20);
  return { made: { type: 'code', language, text: lines.slice(at + 1, end).join('\n') }, end: end + 1 };
}

function quoteAt(lines, at, depth) {
  const end = endOf(lines, at, line => QUOTE.test(line));
  const inner = lines.slice(at, end).map(line => line.replace(QUOTE, ''));
  return { made: { type: 'quote', blocks: parseLines(inner, depth + 1) }, end };
}

/** Items of one sort; what is indented below one belongs to it. */
function listAt(lines, at, depth) {
  const [, indent, , number] = ITEM.exec(lines[at]);
  const isSame = line => {
    const found = ITEM.exec(line);
    return found && found[1].length < indent.length + 2 && (found[3] === undefined) === (number === undefined);
  };
  const items = [];
  let end = at;
  while (end < lines.length && isSame(lines[end])) {
    const [mark] = ITEM.exec(lines[end]);
    const next = endOf(lines, end + 1, line => INDENTED.test(line) && line.trim() !== '' && !isSame(line));
    const below = lines.slice(end + 1, next).map(line => unindented(line, mark.length));
    items.push(parseLines([lines[end].slice(mark.length), ...below], depth + 1));
    end = next;
  }
  return { made: { type: 'list', start: number === undefined ? null : Number(number), items }, end };
}

function unindented(line, most) {
  const spaces = line.replace(/^\t/, '    ');
  return spaces.slice(Math.min(most, spaces.search(/\S/)));
}

function endOf(lines, at, belongs) {
  let end = at;
  while (end < lines.length && belongs(lines[end])) end++;
  return end;
}

function withoutBlankEnds(lines) {
  const first = lines.findIndex(line => line.trim() !== '');
  const last = lines.findLastIndex(line => line.trim() !== '');
  return lines.slice(Math.max(0, first), last + 1);
}
