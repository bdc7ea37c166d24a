/**
 * What is being written in a room: a message, what it answers, and an edit that came in between.
 * @typedef {object} Writing
 * @property {string} text
 * @property {number} [reply] a `seq`
 * @property {{target: number, text: string}} [edit]
 * @property {string} [epoch] which log the numbers are of
 */

/** What is being written in each room, until it is sent; also after a reload. Secrets aren't kept. */
export class Drafts {
  #storage;
  #isSecret;

  /** @param {(text: string) => boolean} isSecret */
  constructor(storage, isSecret) {
    this.#storage = storage;
    this.#isSecret = isSecret;
  }

  /** @returns {Writing} */
  get(room) {
    return this.#storage.get(`draft.${room}`) ?? { text: '' };
  }

  /** @param {Writing} writing */
  set(room, writing) {
    const { text, reply, edit } = writing;
    if (text === '' && !reply && !edit || this.#isSecret(text)) this.#storage.remove(`draft.${room}`);
    else this.#storage.set(`draft.${room}`, writing);
  }
}
