/** A slash at the beginning of what is written, and what may follow it in a shortcut. */
const SHORTCUT = /^\/([\p{L}\p{N}_-]*)$/u;

/**
 * Canned replies for who types a slash: see Completions.
 * @param {() => {shortcut: string, text: string}[]} canned
 * @param {() => Record<string, string>} values of the variables
 */
export function cannedSource(canned, values) {
  return before => {
    const typed = SHORTCUT.exec(before)?.[1].toLowerCase();
    if (typed === undefined) return null;
    const items = canned()
      .filter(({ shortcut }) => shortcut.toLowerCase().startsWith(typed))
      .map(({ shortcut, text }) => ({ label: `/${shortcut}`, detail: text, insert: fill(text, values()) }));
    return { start: 0, items };
  };
}

/** A text with its variables; what isn't one stays as it is. Pure. */
export function fill(text, values) {
  return text.replace(/\{(visitor|agent|ticket|question)\}/g, (_, name) => values[name]);
}
