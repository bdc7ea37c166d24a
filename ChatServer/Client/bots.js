/** What ids of bots begin with, and no person's does (docs/protocol.md). */
const MARK = 'bot-';

/** A percentage anywhere in a text. */
const PERCENT = /(?<![\d.])(\d{1,3})(?:\.\d+)?\s?[%％]/;

/** Whether somebody is a bot: a script that publishes. */
export function isBot({ id }) {
  return id.startsWith(MARK);
}

/**
 * How far a message says that something has come, in per cent: only what its bot edits in place is shown as a bar.
 * @returns {number | null} 0 to 100
 */
export function progressOf({ isKeyed, text, deleted }) {
  const [, percent] = (isKeyed && !deleted && PERCENT.exec(text)) || [];
  return percent === undefined || Number(percent) > 100 ? null : Number(percent);
}
