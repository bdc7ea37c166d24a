import { byId } from './dom.js';
import { t } from './i18n.js';
import { isHost } from './rules.js';
import { after } from './time.js';
import { durationOf, explain } from './wording.js';

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
    this.#timer = after(silence?.until, this.#ended);
  }

  #slowText() {
    const { active, me } = this.#store;
    const seconds = active?.rules.slow;
    return seconds && !isHost(active.rules, me) ? t('silence.slow', { time: durationOf(seconds) }) : '';
  }
}
