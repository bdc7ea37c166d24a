/** A hidden tab gets no frames; there, this is how long a change may wait, in milliseconds. */
const HIDDEN_MS = 150;

/** Redraws what depends on a changed topic, once a frame however many changes there were. */
export class Screen {
  #views = [];
  #changed = new Set();
  #frame = 0;
  #timer = 0;

  /** @param {string[]} topics @param {() => void} draw */
  add(topics, draw) {
    this.#views.push({ topics, draw });
  }

  changed(...topics) {
    for (const topic of topics) this.#changed.add(topic);
    if (this.#timer) return;
    this.#frame = requestAnimationFrame(() => this.#redraw());
    this.#timer = setTimeout(() => this.#redraw(), HIDDEN_MS);
  }

  /** Everything, as when the language changes. */
  allChanged() {
    this.changed(...this.#views.flatMap(view => view.topics));
  }

  #redraw() {
    cancelAnimationFrame(this.#frame);
    clearTimeout(this.#timer);
    this.#timer = 0;
    const changed = this.#changed;
    this.#changed = new Set();
    for (const { topics, draw } of this.#views) if (topics.some(topic => changed.has(topic))) draw();
  }
}
