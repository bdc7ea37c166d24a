/** Nobody is there who hasn't touched anything for so long, in milliseconds. */
const IDLE_MS = 5 * 60_000;

const SIGNS_OF_LIFE = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchmove'];

/** Tells the server when nobody is at this page: it is out of sight, or nothing is touched. */
export class Away {
  #tell;
  #isAway = false;
  #isIdle = false;
  #timer = 0;

  /** @param {(isAway: boolean) => void} tell */
  constructor(tell) {
    this.#tell = tell;
    for (const sign of SIGNS_OF_LIFE) {
      window.addEventListener(sign, () => this.#touched(), { passive: true, capture: true });
    }
    document.addEventListener('visibilitychange', () => this.#touched());
    this.#touched();
  }

  /** A new connection starts as one that somebody is at. */
  welcomed() {
    if (this.#isAway) this.#tell(true);
  }

  #touched() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#isIdle = true;
      this.#update();
    }, IDLE_MS);
    this.#isIdle = false;
    this.#update();
  }

  #update() {
    const isAway = this.#isIdle || document.visibilityState === 'hidden';
    if (isAway === this.#isAway) return;
    this.#isAway = isAway;
    this.#tell(isAway);
  }
}
