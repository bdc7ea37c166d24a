import { element } from './dom.js';
import { t } from './i18n.js';
import { Refusal, refusalOf } from './refusal.js';
import { reasonOf } from './wording.js';

/** What another answer may mend; anything else ends the question. */
const ASK_AGAIN = ['password_needed', 'bad_password', 'bad_key', 'rate_limited', 'lost', 'timeout'];

/** Asks for a secret: the server's password, a room's, or the admin key. One question at a time. */
export class PasswordDialog {
  #store;
  #title = element('h2', { id: 'password-title' });
  #text = element('p', { id: 'password-text' });
  #label = element('label', { for: 'password-input' });
  #input = element('input', {
    id: 'password-input', type: 'password', 'aria-describedby': 'password-error', autocomplete: 'current-password',
    enterkeyhint: 'go',
  });
  #error = element('p', { id: 'password-error', class: 'field-error', role: 'alert' });
  #cancel = element('button', { type: 'button', id: 'password-cancel', class: 'quiet-button' });
  #save = element('button', { id: 'password-save', class: 'main-button' });
  #form = element('form', { autocomplete: 'off', novalidate: '' },
    this.#title, this.#text, this.#label, this.#input, this.#error,
    element('div', { class: 'dialog-actions' }, this.#cancel, this.#save));
  #dialog = element('dialog', { id: 'password-dialog', 'aria-labelledby': 'password-title' }, this.#form);
  /** @type {object | null} the question on the screen */
  #question = null;
  #waiting = [];
  #problem = null;
  #retryTimer = 0;

  constructor(store) {
    this.#store = store;
    document.body.append(this.#dialog);
    this.#form.addEventListener('submit', event => {
      event.preventDefault();
      this.#submit();
    });
    this.#cancel.addEventListener('click', () => this.#dialog.close());
    this.#input.addEventListener('input', () => {
      if (!this.#retryTimer) this.#complain(null);
    });
    this.#dialog.addEventListener('close', () => this.#closed());
  }

  /**
   * Asks until an attempt succeeds, and gives what it gave. Throws the refusal, or `dismissed`, when the question is
   * dismissed, or the attempt's own where no other answer could help.
   * @param {object} question
   * @param {'server' | 'room' | 'key'} question.about
   * @param {string} [question.room]
   * @param {Refusal} [question.refusal] why there is a question
   * @param {(secret: string) => Promise<unknown>} question.attempt
   */
  ask(question) {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ ...question, resolve, reject });
      this.#next();
    });
  }

  isAsking(about) {
    return this.#question?.about === about;
  }

  /** The server let us in after all. */
  settle(about) {
    if (this.isAsking(about)) this.#answer();
  }

  draw() {
    if (!this.#question) return;
    const { about, room } = this.#question;
    this.#title.textContent = t(`password.${about}`, { room: room ?? '' });
    this.#text.textContent = t(`password.${about}Text`);
    this.#label.textContent = t(about === 'key' ? 'password.key' : 'password.label');
    this.#save.textContent = t(about === 'key' ? 'password.useKey' : 'password.enter');
    this.#cancel.textContent = t('name.cancel');
    this.#cancel.hidden = about === 'server';
    this.#complain(this.#problem);
  }

  #next() {
    if (this.#question || this.#waiting.length === 0) return;
    this.#question = this.#waiting.shift();
    this.#input.value = '';
    const { code } = this.#question.refusal ?? {};
    this.#problem = code === 'password_needed' ? null : code ?? null;
    this.draw();
    this.#dialog.showModal();
    this.#input.focus();
  }

  async #submit() {
    const question = this.#question;
    if (this.#input.value === '' || this.#save.disabled) return;
    this.#save.disabled = true;
    try {
      const got = await question.attempt(this.#input.value);
      if (question === this.#question) this.#answer(got);
    } catch (caught) {
      const refusal = refusalOf(caught);
      if (question !== this.#question) return;
      if (ASK_AGAIN.includes(refusal.code)) this.#refused(refusal);
      else this.#fail(refusal);
    } finally {
      if (!this.#retryTimer) this.#save.disabled = false;
    }
  }

  #refused({ code, retryAfter }) {
    this.#complain(code, retryAfter);
    this.#input.select();
    if (code !== 'rate_limited' || !retryAfter) return;
    this.#retryTimer = setTimeout(() => {
      this.#retryTimer = 0;
      this.#save.disabled = false;
      this.#complain(null);
    }, retryAfter * 1000);
  }

  #complain(code, seconds) {
    this.#problem = code;
    if (!code) this.#error.textContent = '';
    else if (seconds) this.#error.textContent = t('password.tooOften', { count: seconds });
    else this.#error.textContent = reasonOf(code, this.#store.limits);
    this.#input.setAttribute('aria-invalid', String(code !== null));
  }

  #answer(got) {
    const { resolve } = this.#question;
    this.#question = null;
    this.#dialog.close();
    resolve(got);
  }

  #fail(refusal) {
    const { reject } = this.#question;
    this.#question = null;
    this.#dialog.close();
    reject(refusal);
  }

  /** Escape and the cancel button end here. Without the server's password there is nothing to go back to. */
  #closed() {
    clearTimeout(this.#retryTimer);
    this.#retryTimer = 0;
    this.#save.disabled = false;
    this.#input.value = '';
    if (this.#question?.about === 'server') this.#dialog.showModal();
    else if (this.#question) this.#fail(this.#question.refusal ?? new Refusal({ code: 'dismissed' }));
    this.#next();
  }
}
