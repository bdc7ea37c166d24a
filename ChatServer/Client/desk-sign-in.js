import { byId } from './dom.js';

const KEY = 'key';

/**
 * The key of an agent, or of an admin, as long as nobody signs out. Another tab that does so counts as well.
 */
export class SignIn {
  #storage;
  #form = byId('sign-in-form');
  #field = byId('sign-in-key');
  #error = byId('sign-in-error');

  /** @param {(key: string) => void} entered @param {() => void} goneElsewhere */
  constructor(storage, entered, goneElsewhere) {
    this.#storage = storage;
    this.#form.addEventListener('submit', event => {
      event.preventDefault();
      const key = this.#field.value.trim();
      this.#error.textContent = '';
      if (key === '') this.#field.focus();
      else entered(key);
    });
    storage.onForeignChange(key => {
      if (key === KEY && storage.get(KEY) === null) goneElsewhere();
    });
  }

  /** The key that this browser has; null if nobody has signed in. */
  get key() {
    return this.#storage.get(KEY);
  }

  keep(key) {
    this.#storage.set(KEY, key);
    this.#field.value = '';
    this.#error.textContent = '';
  }

  forget() {
    this.#storage.remove(KEY);
  }

  /** Asks for a key. @param {string} [problem] why the last one is of no use */
  ask(problem = '') {
    this.#error.textContent = problem;
    // Once the form is on the screen.
    requestAnimationFrame(() => this.#field.focus());
  }
}
