/** Comes before every key of the chat. Other pages of this origin have another: none touches what isn't its own. */
const CHAT = 'chatserver.';

/**
 * What this browser remembers between visits: JSON values by key. Where storage is blocked or full,
 * values live as long as the page.
 */
export class BrowserStorage {
  #memory = new Map();
  #disk;
  #prefix;

  /**
   * @param {Storage | null} disk null remembers nothing beyond the page
   * @param {string} prefix comes before every key
   */
  constructor(disk = localDisk(), prefix = CHAT) {
    this.#disk = disk;
    this.#prefix = prefix;
  }

  /** The value, or null where there is none or it cannot be read. */
  get(key) {
    const text = this.#memory.get(key) ?? attempt(() => this.#disk?.getItem(this.#prefix + key)) ?? null;
    return text === null ? null : attempt(() => JSON.parse(text)) ?? null;
  }

  set(key, value) {
    const text = JSON.stringify(value);
    const stored = attempt(() => {
      this.#disk.setItem(this.#prefix + key, text);
      return true;
    });
    if (stored) this.#memory.delete(key);
    else this.#memory.set(key, text);
  }

  remove(key) {
    this.#memory.delete(key);
    attempt(() => this.#disk?.removeItem(this.#prefix + key));
  }

  /** Every key that begins so, in no order. */
  keys(prefix) {
    const onDisk = attempt(() => Object.keys(this.#disk ?? {})) ?? [];
    const all = onDisk.filter(key => key.startsWith(this.#prefix)).map(key => key.slice(this.#prefix.length));
    return [...new Set([...all, ...this.#memory.keys()])].filter(key => key.startsWith(prefix));
  }

  /** Calls back with the key when another tab of this browser changed a value. */
  onForeignChange(listener) {
    window.addEventListener('storage', event => {
      if (event.key?.startsWith(this.#prefix)) listener(event.key.slice(this.#prefix.length));
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
