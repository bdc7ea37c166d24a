import { styleSheet } from './style-sheet.js';

/**
 * What is fetched and made when it is first needed, with its style sheets. Not to be had without the server: then
 * `made` throws, and the next call tries again.
 * @template T
 */
export class Late {
  #make;
  #sheets;
  /** @type {Promise<T> | null} */
  #making = null;

  /** What was made; null before. @type {T | null} */
  now = null;

  /** @param {() => Promise<T>} make @param {...string} sheets see style-sheet.js */
  constructor(make, ...sheets) {
    this.#make = make;
    this.#sheets = sheets;
  }

  /** @returns {Promise<T>} */
  made() {
    this.#making ??= this.#fetch();
    return this.#making;
  }

  async #fetch() {
    try {
      [this.now] = await Promise.all([this.#make(), ...this.#sheets.map(styleSheet)]);
      return this.now;
    } catch (caught) {
      this.#making = null;
      throw caught;
    }
  }
}
