import { byId } from './dom.js';
import { reasonOf } from './wording.js';

/** The field that joins a room by its name, and makes it if there is none. */
export class JoinForm {
  #store;
  #form = byId('join-room');
  #input = byId('join-room-name');
  #error = byId('join-room-error');
  #problem = null;

  /** @param {(name: string) => Promise<void>} join throws a Refusal where the room can't be had */
  constructor(store, join) {
    this.#store = store;
    this.#input.addEventListener('input', () => this.#complain(null));
    this.#form.addEventListener('submit', async event => {
      event.preventDefault();
      const name = this.#input.value.trim();
      if (name === '') return;
      try {
        await join(name);
        this.#input.value = '';
      } catch (refusal) {
        this.#complain(refusal.code);
      }
    });
  }

  draw() {
    this.#form.hidden = this.#store.limits.fixedRooms;
    this.#complain(this.#problem);
  }

  #complain(code) {
    this.#problem = code;
    this.#error.textContent = code ? reasonOf(code, this.#store.limits) : '';
    this.#input.setAttribute('aria-invalid', String(code !== null));
  }
}
