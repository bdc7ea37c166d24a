/** More lines than this at once are history, not news: a screen reader is not to read them aloud. */
const MOST_NEWS = 5;

/** How long a screen reader may take to notice what has come, in milliseconds. */
const HUSH_MS = 500;

/** Switches a live region off while anything but a few new messages comes in. */
export class Hush {
  #list;
  /** What the last drawing began and ended with. */
  #ends = { first: -1, firstKey: '', lastKey: '' };
  #timer = 0;

  /** @param {HTMLElement} list */
  constructor(list) {
    this.#list = list;
  }

  /** To be called before these rows are drawn. @param {import('./timeline.js').Row[]} rows */
  before(rows) {
    const before = this.#ends;
    const first = rows.findIndex(row => row.kind === 'message');
    this.#ends = { first, firstKey: rows[first]?.key, lastKey: rows.at(-1)?.key };
    const wasLast = rows.findIndex(row => row.key === before.lastKey);
    const areNews = wasLast >= 0 && rows.length - 1 - wasLast <= MOST_NEWS;
    const arePrepended = rows.findIndex(row => row.key === before.firstKey) > before.first;
    if (areNews && !arePrepended) return;
    clearTimeout(this.#timer);
    this.#list.setAttribute('aria-live', 'off');
    this.#timer = setTimeout(() => this.#list.setAttribute('aria-live', 'polite'), HUSH_MS);
  }
}
