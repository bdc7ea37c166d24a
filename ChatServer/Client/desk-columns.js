const KEY = 'columns';

/** Most conversations that are open at a time: as many as have a digit. */
export const MOST_COLUMNS = 9;

/**
 * Which conversations are open, in the order of their tabs, and which of them are side by side. Remembered.
 */
export class Columns {
  #storage;
  #changed;
  /** The last looked at comes first. */
  #recent;
  #fit = 1;

  /** Numbers of tickets, in the order of their tabs. */
  open;
  /** The one that is worked in; null if none is open. */
  current;

  /** @param {() => void} changed called after every change */
  constructor(storage, changed) {
    const { open = [], current = null } = storage.get(KEY) ?? {};
    this.#storage = storage;
    this.#changed = changed;
    this.open = open;
    this.current = current;
    this.#recent = [...new Set([current, ...open])].filter(number => open.includes(number));
  }

  /** Those that are on the screen, in the order of their tabs. */
  get shown() {
    const shown = new Set(this.#recent.slice(0, this.#fit));
    return this.open.filter(number => shown.has(number));
  }

  isOpen(number) {
    return this.open.includes(number);
  }

  /** Opens a conversation, or goes to it. The one that was looked at longest ago makes room. */
  show(number) {
    if (!this.isOpen(number)) this.open = [...this.open, number];
    this.#recent = [number, ...this.#recent.filter(other => other !== number)];
    const surplus = this.#recent.slice(MOST_COLUMNS);
    this.open = this.open.filter(other => !surplus.includes(other));
    this.#recent = this.#recent.slice(0, MOST_COLUMNS);
    this.#go(number);
  }

  /** Puts a conversation away; the next one is the last looked at. */
  close(number) {
    if (!this.isOpen(number)) return;
    this.open = this.open.filter(other => other !== number);
    this.#recent = this.#recent.filter(other => other !== number);
    this.#go(this.current === number ? this.#recent[0] ?? null : this.current);
  }

  /** Away from all of them, as on a phone, where they have the whole screen. */
  leave() {
    this.#go(null);
  }

  /** @param {number} fit how many have room side by side */
  setFit(fit) {
    if (fit === this.#fit) return;
    this.#fit = fit;
    this.#changed();
  }

  /** Those that there are no more. @param {(number: number) => boolean} isKnown */
  keep(isKnown) {
    for (const number of this.open.filter(number => !isKnown(number))) this.close(number);
  }

  #go(number) {
    this.current = number;
    this.#storage.set(KEY, { open: this.open, current: number });
    this.#changed();
  }
}
