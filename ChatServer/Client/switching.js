/** A name as it is compared: without capitals and compatibility forms. */
export function fold(text) {
  return text.normalize('NFKC').toLowerCase();
}

/**
 * Those that somebody may mean, the likeliest first; others as they stand. With «@» before it, only people. Pure.
 * @template {{folded: string, kind: string}} T
 * @param {T[]} items
 * @param {string} query as it was typed; nothing finds all
 * @returns {T[]}
 */
export function find(items, query) {
  const isPerson = query.startsWith('@');
  const wanted = fold(isPerson ? query.slice(1) : query).trim();
  const among = isPerson ? items.filter(({ kind }) => kind === 'person' || kind === 'direct') : items;
  if (wanted === '') return among;
  const letters = [...wanted.replace(/\s+/g, '')];
  return among.map((item, at) => ({ item, at, rank: rankOf(item.folded, wanted, letters) }))
    .filter(({ rank }) => rank < Infinity)
    .sort((a, b) => a.rank - b.rank || a.at - b.at)
    .map(({ item }) => item);
}

/** How near a name is to what was typed: 0 is the same, Infinity is none. */
function rankOf(name, wanted, letters) {
  const at = name.indexOf(wanted);
  if (at === 0) return name.length === wanted.length ? 0 : 1;
  if (at > 0) return /[\p{L}\p{N}]/u.test(name[at - 1]) ? 3 : 2;
  let place = 0;
  let gaps = 0;
  for (const letter of letters) {
    const next = name.indexOf(letter, place);
    if (next < 0) return Infinity;
    gaps += next - place;
    place = next + letter.length;
  }
  // Letters far apart are hardly what was meant, but nothing else may be.
  return 4 + Math.min(gaps, 99) / 100;
}
