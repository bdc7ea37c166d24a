/** Comes before every key, so that another page of the same origin is never touched. */
const PREFIX = 'chatserver.';

/**
 * What this browser remembers between visits: JSON values by key. Where storage is blocked or full,
 * values live as long as the page.
 */
export class BrowserStorage {
  #memory = new Map();
  #disk;

  /** @param {Storage | null} disk null remembers nothing beyond the page */
  constructor(disk = localDisk()) {
    this.#disk = disk;
  }

  /** The value, or null where there is none or it cannot be read. */
  get(key) {
    const text = this.#memory.get(key) ?? attempt(() => this.#disk?.getItem(PREFIX + key)) ?? null;
    return text === null ? null : attempt(() => JSON.parse(text)) ?? null;
  }

  set(key, value) {
    const text = JSON.stringify(value);
    const stored = attempt(() => {
      this.#disk.setItem(PREFIX + key, text);
      return true;
    });
    if (stored) this.#memory.delete(key);
    else this.#memory.set(key, text);
  }

  remove(key) {
    this.#memory.delete(key);
    attempt(() => this.#disk?.removeItem(PREFIX + key));
  }

  /** Every key that begins so, in no order. */
  keys(prefix) {
    const onDisk = attempt(() => Object.keys(this.#disk ?? {})) ?? [];
    const all = onDisk.filter(key => key.startsWith(PREFIX)).map(key => key.slice(PREFIX.length));
    return [...new Set([...all, ...this.#memory.keys()])].filter(key => key.startsWith(prefix));
  }

  /** Calls back with the key when another tab of this browser changed a value. */
  onForeignChange(listener) {
    window.addEventListener('storage', event => {
      if (event.key?.startsWith(PREFIX)) listener(event.key.slice(PREFIX.length));
    });
  }
}

/** localStorage, or null: reading the property alone throws where cookies are blocked. */
function localDisk() {
  return attempt(() => window.localStorage) ?? null;
}

function attempt(action) {
  try {
    return action();
  } catch {
    return undefined;
  }
}
