import { Signals } from './signals.js';

/** What there is to choose from; the first is what holds before anybody has chosen. */
export const CHOICES = {
  theme: ['system', 'light', 'dark'],
  density: ['comfortable', 'compact'],
  alerts: ['mentions', 'all', 'none'],
};

/** Comes before the name of a room that is to be quiet. */
const MUTED = 'muted.';

/**
 * What a person wants of this browser, in all of its tabs; see appearance.js for what is needed before the first paint.
 * Emits the key that is another: one of CHOICES, `language`, or `muted`.
 */
export class Preferences extends Signals {
  #storage;

  constructor(storage) {
    super();
    this.#storage = storage;
    storage.onForeignChange(key => {
      if (key === 'language' || key in CHOICES) this.emit(key);
      if (key.startsWith(MUTED)) this.emit('muted');
    });
  }

  get(key) {
    const chosen = this.#storage.get(key);
    return CHOICES[key].includes(chosen) ? chosen : CHOICES[key][0];
  }

  set(key, value) {
    this.#storage.set(key, value);
    document.dispatchEvent(new CustomEvent('preferred', {
      detail: { theme: this.get('theme'), density: this.get('density') },
    }));
    this.emit(key);
  }

  /** The code of a language; null as long as the browser's is taken. */
  get language() {
    return this.#storage.get('language');
  }

  set language(code) {
    this.#storage.set('language', code);
    this.emit('language');
  }

  /** Whether nothing that is said in a room is told outside of it. */
  isMuted(room) {
    return this.#storage.get(MUTED + room) !== null;
  }

  setMuted(room, isMuted) {
    if (isMuted) this.#storage.set(MUTED + room, true);
    else this.#storage.remove(MUTED + room);
    this.emit('muted');
  }
}
