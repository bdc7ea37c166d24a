import { styleSheet } from './style-sheet.js';

/** So long the page is there before, in milliseconds: what is on the screen comes first. */
const AHEAD_MS = 4_000;

const SHEETS = ['menu', 'message-tools', 'completions', 'emoji-picker', 'hands', 'dialogs', 'rare', 'search', 'picture'];

/**
 * Fetches what is likely to be wanted next (the build has all of it in one file), so that nobody waits for it on a
 * slow network, or misses it without one.
 * @param {import('./late.js').Late<unknown>} first what is to be made of it at once
 */
export function fetchAhead(first) {
  setTimeout(() => {
    first.use(() => {});
    SHEETS.forEach(styleSheet);
  }, AHEAD_MS);
}
