const KEY = 'sound';

/** What calls a person on the page: without one of these no browser lets it be heard. */
const GESTURES = ['pointerdown', 'keydown'];

/** Short tones, of this page alone: nothing is fetched. They can be switched off. */
export class Sound {
  #storage;
  #context = null;

  constructor(storage) {
    this.#storage = storage;
    const allow = () => {
      // Escape, for one, calls nobody on the page.
      if (navigator.userActivation?.isActive === false) return;
      this.#context ??= new AudioContext();
      this.#context.resume();
      for (const gesture of GESTURES) window.removeEventListener(gesture, allow, { capture: true });
    };
    for (const gesture of GESTURES) window.addEventListener(gesture, allow, { capture: true });
  }

  get isOn() {
    return this.#storage.get(KEY) !== false;
  }

  set isOn(isOn) {
    this.#storage.set(KEY, isOn);
  }

  /** @param {string} name see tunes.js */
  async play(name) {
    if (!this.isOn || this.#context?.state !== 'running') return;
    try {
      const { playTune } = await import('./tunes.js');
      playTune(this.#context, name);
      // Tells browser tests, which hear nothing.
      document.body.dataset.played = name;
    } catch {
      // Not to be had now: the next one may be.
    }
  }
}
