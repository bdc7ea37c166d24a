import { tidy, utf8Bytes, watchComposition } from './composing.js';
import { byId } from './dom.js';
import { t } from './i18n.js';

/** From this part of the limit on, the bytes left are shown. */
const NEAR_LIMIT = 0.9;

const SAVE_MS = 300;

/** Where messages are written. Keeps what is written in each room until it is sent. */
export class Composer {
  #store;
  #storage;
  #send;
  #form = byId('composer-form');
  #input = byId('composer');
  #button = byId('send');
  #hint = byId('composer-hint');
  #room = null;
  #saveTimer = 0;

  /** @param {(room: string, text: string) => void} send */
  constructor(store, storage, send) {
    this.#store = store;
    this.#storage = storage;
    this.#send = send;
    const sends = watchComposition(this.#input);
    this.#input.addEventListener('keydown', event => {
      if (!sends(event)) return;
      event.preventDefault();
      this.#submit();
    });
    this.#input.addEventListener('input', () => this.#changed());
    this.#form.addEventListener('submit', event => {
      event.preventDefault();
      this.#submit();
    });
    // A tap on the button must not close the keyboard of a phone.
    this.#button.addEventListener('pointerdown', event => event.preventDefault());
    window.addEventListener('pagehide', () => this.#save());
    window.addEventListener('resize', () => this.#grow());
  }

  draw() {
    const name = this.#store.active?.name ?? null;
    if (name !== this.#room) this.#open(name);
    const isSilenced = Boolean(this.#store.silence);
    this.#input.disabled = name === null || isSilenced;
    this.#input.placeholder = name === null ? ''
      : t(isSilenced ? 'composer.silenced' : 'composer.placeholder', { room: this.#store.active.title });
    this.#drawLimit();
  }

  focus() {
    this.#input.focus();
  }

  #open(name) {
    this.#save();
    this.#room = name;
    this.#input.value = name === null ? '' : this.#storage.get(`draft.${name}`) ?? '';
    this.#grow();
  }

  #submit() {
    const text = tidy(this.#input.value);
    if (text.trim() === '' || this.#room === null || this.#bytesLeft(text) < 0) return;
    this.#input.value = '';
    this.#changed();
    this.#save();
    this.#send(this.#room, text);
  }

  #changed() {
    this.#grow();
    this.#drawLimit();
    clearTimeout(this.#saveTimer);
    this.#saveTimer = setTimeout(() => this.#save(), SAVE_MS);
  }

  #save() {
    clearTimeout(this.#saveTimer);
    if (this.#room === null) return;
    if (this.#input.value === '') this.#storage.remove(`draft.${this.#room}`);
    else this.#storage.set(`draft.${this.#room}`, this.#input.value);
  }

  #grow() {
    this.#input.style.height = 'auto';
    this.#input.style.height = `${this.#input.scrollHeight}px`;
  }

  #drawLimit() {
    const left = this.#bytesLeft(tidy(this.#input.value));
    const isNear = left < this.#store.limits.textBytes * (1 - NEAR_LIMIT);
    const isEmpty = this.#input.value.trim() === '';
    this.#form.dataset.limit = left < 0 ? 'over' : isNear ? 'near' : '';
    this.#button.disabled = isEmpty || left < 0 || this.#room === null;
    this.#input.setAttribute('aria-invalid', String(left < 0));
    if (left < 0) this.#hint.textContent = t('composer.over', { count: -left });
    else if (isNear) this.#hint.textContent = t('composer.left', { count: left });
    else this.#hint.textContent = t('composer.hint');
  }

  #bytesLeft(text) {
    return this.#store.limits.textBytes - utf8Bytes(text);
  }
}
