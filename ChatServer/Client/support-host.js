/** How long the page around this one may take to say what it wants, once both are there, in milliseconds. */
const START_MS = 2_500;

/** Marks the messages of widget.js. */
const MARK = 'chatserver';

/**
 * The page of somebody else around this one, where widget.js has put it into a frame. Listens to the window of the
 * parent alone, takes its origin from the first message, and from then on hears and speaks to that origin only; the
 * Content-Security-Policy has settled which origins can be there at all.
 */
export class HostPage {
  /** Whether there is one. */
  isThere = window.parent !== window;
  /** What it wants, once that is known; empty where it says nothing. @type {Promise<object>} */
  started;

  #origin = null;
  #start;
  #shown;

  /** @param {(isShown: boolean) => void} shown called when the frame is shown or put away */
  constructor(shown) {
    this.#shown = shown;
    this.started = new Promise(resolve => { this.#start = resolve; });
    if (!this.isThere) {
      this.#start({});
      return;
    }
    window.addEventListener('message', event => this.#heard(event));
    setTimeout(() => this.#start({}), START_MS);
  }

  /** Tells it something, if it is known who it is. @param {string} what @param {object} [details] */
  tell(what, details = {}) {
    if (this.#origin) window.parent.postMessage({ [MARK]: what, ...details }, this.#origin);
  }

  #heard({ source, origin, data }) {
    if (source !== window.parent || !data?.[MARK] || origin === 'null') return;
    if (this.#origin === null && data[MARK] === 'start') {
      this.#origin = origin;
      this.#start(wishesOf(data));
      this.tell('ready');
    } else if (origin === this.#origin && data[MARK] === 'shown') {
      this.#shown(data.on === true);
    }
  }
}

/** What is text stays, anything else is nothing. */
function wishesOf({ token, language, colour, greeting, department, page }) {
  const wishes = { token, language, colour, greeting, department, page };
  return Object.fromEntries(Object.entries(wishes).filter(([, value]) => typeof value === 'string' && value !== ''));
}
