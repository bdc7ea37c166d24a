const KEY = 'sound';

/** A sound that would be later than this, in milliseconds, says nothing any more: audio may have been taken away. */
const LATE_MS = 1_000;

/** What calls a person on the page: without one of these no browser lets it be heard. */
const GESTURES = ['pointerdown', 'keydown'];

/**
 * Short tones, of this page alone: nothing is fetched. They can be switched off. Between them the context is
 * suspended: while it runs a browser computes silence.
 */
export class Sound {
  #storage;
  /** Once it was allowed to run. @type {AudioContext | null} */
  #context = null;
  #playing = 0;

  constructor(storage) {
    this.#storage = storage;
    const allow = async () => {
      // Escape, for one, calls nobody on the page.
      if (navigator.userActivation?.isActive === false) return;
      for (const gesture of GESTURES) window.removeEventListener(gesture, allow, { capture: true });
      try {
        const context = new AudioContext();
        await context.resume();
        this.#context = context;
        this.#rest();
      } catch {
        // There is no audio here.
      }
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
    if (!this.isOn || !this.#context) return;
    this.#playing++;
    const wantedAt = performance.now();
    try {
      const [{ playTune }] = await Promise.all([import('./tunes.js'), this.#context.resume()]);
      if (performance.now() - wantedAt > LATE_MS) return;
      const end = playTune(this.#context, name);
      // Tells browser tests, which hear nothing.
      document.body.dataset.played = name;
      await end;
    } catch {
      // Not to be had now: the next one may be.
    } finally {
      this.#playing--;
      this.#rest();
    }
  }

  #rest() {
    if (this.#playing === 0) this.#context.suspend();
  }
}
