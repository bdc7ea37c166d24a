import { byId } from './dom.js';
import { t } from './i18n.js';
import { isHost } from './rules.js';
import { durationOf, explain } from './wording.js';

/** Longest that a timer can wait, in milliseconds (2³¹ − 1). */
const LONGEST_TIMER_MS = 2_147_483_647;

/** The line over the field that says why nobody can write there, or how slowly. */
export class SilenceView {
  #store;
  #line = byId('silence');
  #timer = 0;
  #ended;

  /** @param {() => void} ended called when somebody may speak again */
  constructor(store, ended) {
    this.#store = store;
    this.#ended = ended;
  }

  draw() {
    const { silence, limits } = this.#store;
    clearTimeout(this.#timer);
    this.#line.textContent = silence ? explain(silence, limits) : this.#slowText();
    this.#line.toggleAttribute('data-silent', silence !== null);
    const left = silence?.until - Date.now();
    if (left < LONGEST_TIMER_MS) this.#timer = setTimeout(this.#ended, left + 100);
  }

  #slowText() {
    const { active, me } = this.#store;
    const seconds = active?.rules.slow;
    return seconds && !isHost(active.rules, me) ? t('silence.slow', { time: durationOf(seconds) }) : '';
  }
}
