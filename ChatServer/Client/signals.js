/** Topics and who listens to them. Listeners run at once, in the order in which they came. */
export class Signals {
  #listeners = new Map();

  on(topic, listener) {
    const listeners = this.#listeners.get(topic) ?? [];
    this.#listeners.set(topic, [...listeners, listener]);
  }

  emit(topic, ...details) {
    for (const listener of this.#listeners.get(topic) ?? []) listener(...details);
  }
}
