/** What one reaches for most. */
export const QUICK = ['👍', '❤️', '😂', '🎉', '😮', '😢'];

const ONE = '(?:\\p{RI}{2}|[#*0-9]\\ufe0f?\\u20e3|\\p{ExtPict}[\\ufe0f\\p{EMod}\\u{e0020}-\\u{e007f}]*'
  + '(?:\\u200d\\p{ExtPict}[\\ufe0f\\p{EMod}]*)*)';
const FEW = new RegExp(`^(?:\\s*${ONE}){1,3}\\s*$`, 'u');
const LONGEST_FEW = 64;

const NAMED = /:([a-z0-9_+-]{2,32}):/g;
const CODE = /(```[^]*?(?:```|$)|`[^`\n]*`)/;

let table = null;
let loading = null;

/** Whether a text is one to three emoji and nothing else. */
export function isFewEmoji(text) {
  return text.length <= LONGEST_FEW && FEW.test(text);
}

/** Fetches the table, once. Without a connection it isn't to be had, and names stay names. */
export function loadEmoji() {
  loading ??= import('./emoji-table.js').then(
    ({ EMOJI }) => {
      table = EMOJI;
    },
    () => {
      loading = null;
    });
  return loading;
}

/** Whether a text may have names that only the table knows. */
export function needsTable(text) {
  return table === null && text.search(NAMED) >= 0;
}

/** Puts emoji in the place of their names, except in code. */
export function expandNames(text) {
  if (!table || !text.includes(':')) return text;
  return text.split(CODE).map((part, i) => i % 2 ? part : expand(part)).join('');
}

/** Emoji that have a text for a name, then those whose name begins with it, or has it. Needs the table. */
export function findEmoji(text, most = Infinity) {
  const wanted = text.toLowerCase().trim().replaceAll(' ', '_');
  const ways = [name => name === wanted, name => name.startsWith(wanted), name => name.includes(wanted)];
  const found = ways.flatMap(fits => (table ?? []).filter(({ names }) => names.some(fits)));
  return [...new Set(found)].slice(0, most);
}

function expand(text) {
  return text.replace(NAMED, (whole, name, at) => {
    // Not in 10:on:20 or a:b:c.
    if (/[A-Za-z0-9]/.test(text[at - 1] ?? '')) return whole;
    return table.find(({ names }) => names.includes(name))?.symbol ?? whole;
  });
}
