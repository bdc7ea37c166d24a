import { byId } from './dom.js';
import { refusalOf } from './refusal.js';
import { explain } from './wording.js';

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
      const name = this.#input.value.trim().replace(/^#/, '');
      if (name === '') return;
      try {
        await join(name);
        this.#input.value = '';
      } catch (caught) {
        this.#complain(refusalOf(caught));
      }
    });
  }

  draw() {
    this.#form.hidden = this.#store.limits.fixedRooms;
    this.#complain(this.#problem);
  }

  #complain(refusal) {
    this.#problem = refusal;
    this.#error.textContent = refusal ? explain(refusal, this.#store.limits) : '';
    this.#input.setAttribute('aria-invalid', String(refusal !== null));
  }
}
