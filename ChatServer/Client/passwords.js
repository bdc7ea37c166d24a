/** Passwords of rooms, kept for coming back, as `secret.<room>`: next to the token, which gives more. */
export class Passwords {
  #storage;
  #question;
  /** What is being asked for, by room: several who want to get in share one answer. */
  #asking = new Map();

  /** @param {(question: object) => Promise<string>} question see PasswordDialog.ask */
  constructor(storage, question) {
    this.#storage = storage;
    this.#question = question;
  }

  /** The one that is kept; null if there is none. */
  of(room) {
    return this.#storage.get(`secret.${room}`);
  }

  /**
   * Asks until a password is right, and keeps it. Throws the refusal if nobody gives one.
   * @param {(password: string) => Promise<string>} attempt
   * @returns {Promise<string>} what the attempt gave
   */
  async ask(room, refusal, attempt) {
    this.forget(room);
    const keep = async password => {
      const joined = await attempt(password);
      this.#storage.set(`secret.${joined}`, password);
      return joined;
    };
    if (!this.#asking.has(room)) {
      this.#asking.set(room, this.#question({ about: 'room', room, refusal, attempt: keep }));
    }
    try {
      return await this.#asking.get(room);
    } finally {
      this.#asking.delete(room);
    }
  }

  forget(room) {
    this.#storage.remove(`secret.${room}`);
  }
}
