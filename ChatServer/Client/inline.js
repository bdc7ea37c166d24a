import { isAddress, linkify } from './linkify.js';

/** How deep emphasis and links nest; what is deeper stays as it was typed. */
const MOST_DEPTH = 8;

/** A backslash takes the meaning from what follows it; the man who shrugs keeps his arms. */
const SPECIAL = /`+|\*+|_+|~+|\[|\]|\\[*_~[\]]|¯\\_\(ツ\)_\/¯/g;

/** What may stand after the text of a link. Each attempt ends at the first bracket that doesn't fit. */
const TARGET = /\(((?:https?:\/\/|mailto:)[^\s()<>]*(?:\([^\s()<>]*\)[^\s()<>]*)*)\)/iy;

/** Whether there can be anything to find. */
const ANYTHING = /[`*_~[\\]|:\/\//;

const WORD = /[\p{L}\p{N}\p{M}_]/u;
const ASCII_WORD = /[a-z0-9]/i;
const SPACE = /\s/;

/** What runs of so many marks can be: one is italic, two are bold, three are both. */
const USES = [[], [1], [2], [2, 1]];

/** How far back the beginning of a path is looked for, in characters (MAX_PATH of Windows). */
const MOST_PATH = 260;

/**
 * Reads the Markdown within a paragraph. Takes time linear in the text, whatever that is.
 * @param {string} text
 * @returns {(string | {type: 'em' | 'strong' | 'del' | 'link' | 'code' | 'address', href?: string,
 *   text?: string, children?: any[]})[]} `code` and `address` have a text, the others children
 */
export function parseInline(text) {
  if (!ANYTHING.test(text)) return [text];
  const tokens = tokenize(text);
  pairRuns(tokens);
  return build(tokens);
}

/** Cuts a text into what may have a meaning. Links are settled here, since they bind tighter than emphasis. */
function tokenize(text) {
  const tokens = [];
  const marks = marksOf(text);
  const brackets = [];
  let end = 0;
  const take = (mark, token, until = mark.index + mark.text.length) => {
    if (mark.index > end) tokens.push({ text: text.slice(end, mark.index) });
    tokens.push(token);
    end = until;
  };
  for (const mark of marks) {
    if (mark.index < end) continue;
    const { text: found, index } = mark;
    if (mark.href) {
      take(mark, { type: 'address', text: found, href: mark.href });
    } else if (found[0] === '`') {
      const code = mark.closer && text.slice(index + found.length, mark.closer.index);
      if (mark.closer) take(mark, { type: 'code', text: unpadded(code) }, mark.closer.index + found.length);
      else take(mark, { text: found });
    } else if (found === '[') {
      take(mark, { text: found });
      brackets.push(tokens.length - 1);
    } else if (found === ']') {
      const open = brackets.pop();
      const href = targetAt(text, index + 1);
      take(mark, { text: found });
      if (open === undefined || !href || !canLink(tokens, open, href)) continue;
      tokens[open] = { type: 'link', href };
      tokens[tokens.length - 1] = { type: 'unlink' };
      brackets.length = 0;
      end = TARGET.lastIndex;
    } else if (found[0] === '\\') {
      take(mark, { text: isInPath(text, index) ? found : found[1] });
    } else {
      take(mark, found[0] === '¯' ? { text: found } : run(text, mark));
    }
  }
  if (end < text.length) tokens.push({ text: text.slice(end) });
  return tokens;
}

/** Where something special stands, in order; a run of backticks knows the next one of its length. */
function marksOf(text) {
  const marks = Array.from(text.matchAll(SPECIAL), ({ 0: found, index }) => ({ text: found, index }));
  const closers = new Map();
  for (const mark of marks.toReversed()) {
    if (mark.text[0] !== '`') continue;
    mark.closer = closers.get(mark.text.length);
    closers.set(mark.text.length, mark);
  }
  let index = 0;
  for (const piece of linkify(text)) {
    if (piece.href) marks.push({ ...piece, index });
    index += piece.text.length;
  }
  return marks.sort((a, b) => a.index - b.index);
}

/** Without the spaces that keep a backtick apart from the marks. */
function unpadded(code) {
  return /^ .*[^ ].* $/s.test(code) ? code.slice(1, -1) : code;
}

/** Whether a backslash is a part of something like C:\logs\*.txt. */
function isInPath(text, index) {
  const word = text.slice(Math.max(0, index - MOST_PATH), index + 2).split(/\s/).at(-1);
  return /^["'(]?(?:[a-z]:|\\)\\/i.test(word);
}

function targetAt(text, index) {
  TARGET.lastIndex = index;
  const href = TARGET.exec(text)?.[1];
  return href && (isAddress(href) || /^mailto:[^@]+@./i.test(href)) ? href : null;
}

/** A text that is an address itself must not lead to another. */
function canLink(tokens, open, href) {
  const content = tokens.slice(open + 1, -1);
  return content.length > 0 && content.every(token => token.type !== 'address' || token.href === href);
}

/**
 * Asterisks, underscores or tildes. CommonMark asks for punctuation on the right side of them, which
 * fails in Chinese: here `**重要**：` is bold. A single asterisk in 2*3*4 and underscores in words are text.
 */
function run(text, { text: found, index }) {
  const char = found[0];
  const count = found.length;
  const before = characterBefore(text, index);
  const after = String.fromCodePoint(text.codePointAt(index + count) ?? 0x20);
  const isWord = char === '_' || char === '*' && count === 1;
  const word = char === '_' ? WORD : ASCII_WORD;
  const inWord = isWord && word.test(before) && word.test(after);
  const fits = char === '~' ? count === 2 : count <= 3;
  const canOpen = fits && !inWord && !SPACE.test(after) && !(char === '_' && WORD.test(before));
  const canClose = fits && !inWord && !SPACE.test(before) && !(char === '_' && WORD.test(after));
  return { type: 'run', char, left: count, canOpen, canClose, opens: [], closes: [] };
}

function characterBefore(text, index) {
  const unit = text[index - 1] ?? ' ';
  return unit >= '\udc00' && unit <= '\udfff' ? text.slice(index - 2, index) : unit;
}

/** Finds which runs belong together. A link is a world of its own. */
function pairRuns(tokens) {
  let scope = new Scope();
  const outer = scope;
  for (const token of tokens) {
    if (token.type === 'link') scope = new Scope();
    else if (token.type === 'unlink') scope = outer;
    else if (token.type === 'run') scope.take(token);
  }
}

/** Runs that may still be closed. Counts what is there, so that no search goes through them in vain. */
class Scope {
  #open = [];
  #offers = { '*': [0, 0, 0], '_': [0, 0, 0], '~': [0, 0, 0] };

  take(run) {
    while (run.canClose && this.#isOffered(run)) {
      const opener = this.#open.at(-1);
      this.#count(opener, -1);
      this.#open.pop();
      if (opener.char !== run.char) continue;
      const use = USES[opener.left].find(size => USES[run.left].includes(size));
      if (use) this.#pair(opener, run, use);
      if (use && opener.left > 0) this.#push(opener);
    }
    if (run.canOpen && run.left > 0) this.#push(run);
  }

  #isOffered({ char, left }) {
    return USES[left].some(use => this.#offers[char][use] > 0);
  }

  #pair(opener, closer, use) {
    const type = opener.char === '~' ? 'del' : use === 2 ? 'strong' : 'em';
    const tag = { type, marker: opener.char.repeat(use) };
    opener.opens.unshift(tag);
    closer.closes.push(tag);
    opener.left -= use;
    closer.left -= use;
  }

  #push(run) {
    this.#open.push(run);
    this.#count(run, 1);
  }

  #count({ char, left }, change) {
    for (const use of USES[left]) this.#offers[char][use] += change;
  }
}

function build(tokens) {
  const open = [{ children: [] }];
  const write = text => {
    const { children } = open.at(-1);
    if (typeof children.at(-1) === 'string') children[children.length - 1] += text;
    else children.push(text);
  };
  const enter = (node, marker) => {
    const { children } = open.at(-1);
    const isTooDeep = open.length > MOST_DEPTH;
    if (isTooDeep) write(marker);
    else children.push(node);
    open.push(isTooDeep ? { children, marker } : node);
  };
  const leave = () => {
    const { marker } = open.pop();
    if (marker) write(marker);
  };
  for (const token of tokens) {
    if (token.type === 'run') {
      token.closes.forEach(leave);
      if (token.left > 0) write(token.char.repeat(token.left));
      for (const { type, marker } of token.opens) enter({ type, children: [] }, marker);
    } else if (token.type === 'link') {
      enter({ type: 'link', href: token.href, children: [] }, '');
    } else if (token.type === 'unlink') {
      leave();
    } else if (token.type === 'code' || token.type === 'address' && !isInLink(open)) {
      open.at(-1).children.push(token);
    } else {
      write(token.text);
    }
  }
  return open[0].children;
}

function isInLink(open) {
  return open.some(({ type }) => type === 'link');
}
