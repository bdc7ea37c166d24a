import { Refusal, refusalOf } from './refusal.js';
import { styleSheet } from './style-sheet.js';

/**
 * What is fetched when it is first needed, and made once its style sheets are there, too.
 * @template T
 */
export class Late {
  #load;
  #make;
  #sheets;
  /** @type {Promise<T> | null} */
  #making = null;

  /** What was made; null before. @type {T | null} */
  now = null;

  /**
   * @param {() => Promise<object>} load imports what is needed
   * @param {(loaded: object) => T} make
   * @param {...string} sheets see style-sheet.js
   */
  constructor(load, make, ...sheets) {
    this.#load = load;
    this.#make = make;
    this.#sheets = sheets;
  }

  /**
   * Throws the Refusal `lost` where it can't be fetched; the next call tries again.
   * @returns {Promise<T>}
   */
  made() {
    // A sheet that couldn't be fetched may be there now.
    if (this.now) this.#sheets.forEach(styleSheet);
    this.#making ??= this.#fetch();
    return this.#making;
  }

  /**
   * Does something with it for which nobody waits: where it can't be fetched, that is left to the next time.
   * @param {(made: T) => void} act
   */
  async use(act) {
    let made;
    try {
      made = await this.made();
    } catch (caught) {
      refusalOf(caught);
      return;
    }
    act(made);
  }

  async #fetch() {
    let loaded;
    try {
      [loaded] = await Promise.all([this.#load(), ...this.#sheets.map(styleSheet)]);
    } catch {
      this.#making = null;
      throw new Refusal({ code: 'lost' });
    }
    this.now = this.#make(loaded);
    return this.now;
  }
}
