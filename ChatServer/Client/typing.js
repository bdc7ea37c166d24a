import { byId } from './dom.js';
import { t } from './i18n.js';

/** The server takes one in this time, in milliseconds. */
const EVERY_MS = 3_000;

/** In a larger room nobody is told (docs/protocol.md). */
const MOST_PEOPLE = 200;

/** Tells the others that somebody types here, and shows who of them does. The line is always there, so nothing moves. */
export class Typing {
  #store;
  #signal;
  #line = byId('typing');
  #sentAt = -Infinity;
  #sentTo = null;
  #timer = 0;

  /** @param {(message: object) => void} signal */
  constructor(store, signal) {
    this.#store = store;
    this.#signal = signal;
    byId('composer').addEventListener('input', event => this.#typed(event.target.value));
  }

  draw() {
    clearTimeout(this.#timer);
    const { active, me } = this.#store;
    const now = Date.now();
    const others = [...active?.typing ?? []].filter(([id, { until }]) => id !== me?.id && until > now);
    this.#line.textContent = typingText(others.map(([, { name }]) => name));
    const next = Math.min(...others.map(([, { until }]) => until));
    if (others.length > 0) this.#timer = setTimeout(() => this.draw(), next - now + 1);
  }

  #typed(text) {
    const room = this.#store.active;
    const isSaid = text.trim() !== '' && !text.startsWith('/');
    if (!isSaid || !room?.live || room.count > MOST_PEOPLE) return;
    const now = performance.now();
    if (room === this.#sentTo && now - this.#sentAt < EVERY_MS) return;
    this.#sentTo = room;
    this.#sentAt = now;
    this.#signal({ type: 'typing', room: room.name });
  }
}

/** Who types, as far as a line has room. @param {string[]} names */
export function typingText(names) {
  const [first, second] = names;
  if (names.length === 0) return '';
  if (names.length > 2) return t('typing.several');
  return names.length === 1 ? t('typing.one', { name: first }) : t('typing.two', { first, second });
}
