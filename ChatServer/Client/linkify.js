// Scheme and authority are ASCII; after that anything goes that isn't space, quotes or full-width
// punctuation. Chinese, Japanese and Korean letters belong to an address only right after one of its
// separators: «看https://a.cn/x这里» ends before 这里, but https://zh.wikipedia.org/wiki/聊天 is whole.
const CJK = '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Hangul}';
const STOP = '\\s<>"\'`，。、；：？！（）【】《》「」『』“”‘’…';
const ADDRESS = new RegExp(
  `https?://[\\w.\\-~%:@\\[\\]]+(?:[/?#][${CJK}]*(?:[/?#=&_.\\-][${CJK}]+|[^${STOP}${CJK}])*)?`,
  'giu',
);

const TRAILING = /[.,;:!?*_~]/;
const PAIRS = { ')': '(', ']': '[', '}': '{' };
const CLOSERS = { '(': ')', '[': ']', '{': '}' };

/**
 * Cuts a text into pieces, of which those with `href` are web addresses.
 * @param {string} text
 * @returns {{text: string, href?: string}[]} the texts joined are the text again
 */
export function linkify(text) {
  const pieces = [];
  let end = 0;
  for (const { 0: found, index } of text.matchAll(ADDRESS)) {
    const address = withoutTail(found);
    if (!isAddress(address)) continue;
    if (index > end) pieces.push({ text: text.slice(end, index) });
    pieces.push({ text: address, href: address });
    end = index + address.length;
  }
  if (end < text.length) pieces.push({ text: text.slice(end) });
  return pieces;
}

/** Without the full stop that ends the sentence, and the bracket that was opened before the address. */
function withoutTail(found) {
  const surplus = {};
  for (const character of found) {
    if (character in PAIRS) surplus[character] = (surplus[character] ?? 0) + 1;
    const closer = CLOSERS[character];
    if (closer) surplus[closer] = (surplus[closer] ?? 0) - 1;
  }
  let end = found.length;
  for (;; end--) {
    const last = found[end - 1];
    if (surplus[last] > 0) surplus[last]--;
    else if (!TRAILING.test(last)) return found.slice(0, end);
  }
}

/** Whether it is a whole web address. */
export function isAddress(text) {
  try {
    const { protocol, hostname } = new URL(text);
    return /^https?:$/.test(protocol) && hostname !== '';
  } catch {
    return false;
  }
}
