/** First and longest back-off before a reconnect, in milliseconds. */
const FIRST_BACKOFF_MS = 500;
const LONGEST_BACKOFF_MS = 15_000;

/** Silence after which the server is asked for a sign of life, in milliseconds. */
export const SILENCE_MS = 25_000;

/** How long the answer may take: with SILENCE_MS, 40 s without a frame is a lost connection. */
export const PATIENCE_MS = 15_000;

/** The same when the page has a reason to doubt: the network changed, or the laptop woke up. */
export const SHORT_PATIENCE_MS = 4_000;

/** How long a connection may take to open, and then until the server says something, in milliseconds. */
export const HELLO_MS = 5_000;

/**
 * How long to wait before a reconnect, in milliseconds: exponential with full jitter, so that a
 * restarted server is not met by everybody at once.
 * @param {number} failures attempts that failed since the last welcome
 * @param {number} random from 0 up to 1
 */
export function backoff(failures, random) {
  return random * Math.min(LONGEST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** failures);
}

/** Whether a close code means «come back» (docs/protocol.md, close codes). */
export function comesBack(code) {
  return code !== 1008 && code !== 1009 && !(code >= 4500 && code <= 4999);
}

/**
 * What to do about a silent connection.
 * @param {{now: number, heardAt: number, askedAt: number, patience: number}} pulse askedAt is 0 while
 *   no sign of life is asked for
 * @returns {'fine' | 'ask' | 'lost'}
 */
export function judgeSilence({ now, heardAt, askedAt, patience }) {
  // Timers of a hidden tab run late: only silence after a question counts, not the age of the last frame.
  if (askedAt) return now - askedAt >= patience ? 'lost' : 'fine';
  return now - heardAt >= SILENCE_MS ? 'ask' : 'fine';
}
