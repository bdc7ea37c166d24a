import { byId } from './dom.js';
import { t } from './i18n.js';
import { refusalOf } from './refusal.js';
import { reasonOf } from './wording.js';

/** Asks for a name: at the first visit, and whenever somebody wants another. */
export class NameDialog {
  #store;
  #dialog = byId('name-dialog');
  #form = byId('name-form');
  #title = byId('name-title');
  #text = byId('name-text');
  #input = byId('name-input');
  #error = byId('name-error');
  #save = byId('name-save');
  #skip = byId('name-skip');
  #isFirst = false;
  #problem = null;
  #chosen = () => {};

  constructor(store) {
    this.#store = store;
    this.#form.addEventListener('submit', event => {
      event.preventDefault();
      this.#submit();
    });
    this.#skip.addEventListener('click', () => this.#dialog.close());
    this.#input.addEventListener('input', () => this.#complain(null));
    // Escape, the skip button and a name that was taken on all end here.
    this.#dialog.addEventListener('close', () => {
      if (this.#isFirst) this.#chosen(null);
    });
  }

  /**
   * At the first visit.
   * @param {(name: string | null) => void} chosen null for no name of one's own
   * @param {string | null} problem the error code of a name that was refused
   */
  askFirst(chosen, problem = null) {
    this.#open(true, '', chosen);
    this.#complain(problem);
  }

  /**
   * Later on. Stays open until the name is accepted.
   * @param {(name: string) => Promise<void>} chosen throws a Refusal where the name can't be had
   */
  askAgain(chosen) {
    this.#open(false, this.#store.me.name, chosen);
    this.#input.select();
  }

  draw() {
    const title = this.#isFirst ? 'name.welcome' : 'name.change';
    this.#title.textContent = t(title);
    this.#text.textContent = t(`${title}Text`);
    this.#save.textContent = t(this.#isFirst ? 'name.join' : 'name.save');
    this.#skip.textContent = t(this.#isFirst ? 'name.skip' : 'name.cancel');
    this.#complain(this.#problem);
  }

  #open(isFirst, name, chosen) {
    this.#isFirst = isFirst;
    this.#chosen = chosen;
    this.#input.value = name;
    this.#problem = null;
    this.draw();
    if (!this.#dialog.open) this.#dialog.showModal();
    this.#input.focus();
  }

  async #submit() {
    const name = this.#input.value.trim();
    if (name === '' || Array.from(name).length > this.#store.limits.nameChars) {
      this.#complain('bad_name');
      return;
    }
    if (this.#isFirst) {
      this.#isFirst = false;
      this.#dialog.close();
      this.#chosen(name);
      return;
    }
    this.#save.disabled = true;
    try {
      await this.#chosen(name);
      this.#dialog.close();
    } catch (caught) {
      this.#complain(refusalOf(caught).code);
      this.#input.focus();
    } finally {
      this.#save.disabled = false;
    }
  }

  #complain(code) {
    this.#problem = code;
    this.#error.textContent = code ? reasonOf(code, this.#store.limits) : '';
    this.#input.setAttribute('aria-invalid', String(code !== null));
  }
}
