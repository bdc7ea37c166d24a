/** More than this in a message are not looked at. */
const MOST_MENTIONS = 200;

const WORD = /[\p{L}\p{N}\p{M}_]/u;
/** Scripts without spaces between words: a name may touch what comes before and after it. */
const DENSE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/u;

/** Code, where an @ is not meant for anybody. */
const CODE = /```[^]*?(?:```|$)|`[^`\n]*`/g;

/**
 * Whether a message is meant for somebody: «@» and the name, as a word, in any case.
 * @param {string} text as it was typed
 * @param {string} name
 * @param {Iterable<string>} others names that are someone else's: «@Ann Lee» isn't meant for Ann
 */
export function mentions(text, name, others = []) {
  if (!text.includes('@')) return false;
  const wanted = name.toLowerCase();
  const found = findMentions(text.replace(CODE, ' '), indexNames([name, ...others]));
  return found.some(mention => mention.name.toLowerCase() === wanted);
}

/**
 * Finds names after «@»; where several fit, the longest.
 * @param {string} text
 * @param {NameIndex} names
 * @returns {{start: number, end: number, name: string}[]} in order, apart from each other
 */
export function findMentions(text, names) {
  const found = [];
  let at = text.indexOf('@');
  for (let looked = 0; at >= 0 && looked < MOST_MENTIONS; looked++) {
    const name = startsWord(text, at) ? nameAt(text, at + 1, names) : undefined;
    const end = at + 1 + (name?.length ?? 0);
    if (name) found.push({ start: at, end, name });
    at = text.indexOf('@', end);
  }
  return found;
}

/**
 * Names by their first character, the longest first.
 * @typedef {Map<string, string[]>} NameIndex
 * @param {Iterable<string>} names
 * @returns {NameIndex}
 */
export function indexNames(names) {
  const byInitial = new Map();
  for (const name of names) {
    const initial = name[0].toLowerCase();
    if (byInitial.has(initial)) byInitial.get(initial).push(name);
    else byInitial.set(initial, [name]);
  }
  for (const same of byInitial.values()) same.sort((a, b) => b.length - a.length);
  return byInitial;
}

function nameAt(text, start, byInitial) {
  const candidates = byInitial.get(text[start]?.toLowerCase()) ?? [];
  return candidates.find(name => {
    const end = start + name.length;
    return text.slice(start, end).toLowerCase() === name.toLowerCase() && endsWord(text, end);
  });
}

/** The @ of an address such as ann@example.com is none. */
function startsWord(text, at) {
  const before = text.slice(Math.max(0, at - 2), at).match(/.$/su)?.[0] ?? ' ';
  return !WORD.test(before) || DENSE.test(before);
}

function endsWord(text, end) {
  const after = String.fromCodePoint(text.codePointAt(end) ?? 0x20);
  return !WORD.test(after) || DENSE.test(after) || DENSE.test(text[end - 1]);
}
