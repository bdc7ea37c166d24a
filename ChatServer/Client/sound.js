const KEY = 'sound';

/** What is heard: the pitches in hertz of notes that follow each other. */
const TUNES = { waiting: [660, 880], message: [740], mention: [523, 659] };

const NOTE_SECONDS = 0.14;
const VOLUME = 0.12;

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

  /** @param {keyof typeof TUNES} name */
  play(name) {
    if (!this.isOn || this.#context?.state !== 'running') return;
    TUNES[name].forEach((pitch, at) => this.#note(pitch, this.#context.currentTime + at * NOTE_SECONDS));
    // Tells browser tests, which hear nothing.
    document.body.dataset.played = name;
  }

  #note(pitch, start) {
    const oscillator = new OscillatorNode(this.#context, { frequency: pitch });
    const gain = new GainNode(this.#context, { gain: 0 });
    gain.gain.setValueAtTime(0, start);
    gain.gain.linearRampToValueAtTime(VOLUME, start + 0.01);
    gain.gain.exponentialRampToValueAtTime(0.001, start + NOTE_SECONDS * 2);
    oscillator.connect(gain).connect(this.#context.destination);
    oscillator.start(start);
    oscillator.stop(start + NOTE_SECONDS * 2);
  }
}
