import { element } from './dom.js';
import { fetchFile } from './files.js';

/** What a browser draws without running anything of it. */
const TYPES = ['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif'];

/** Larger pictures are only saved, in bytes. */
const MOST_BYTES = 8_000_000;

/**
 * Shows the pictures among the files of messages. They are fetched with the right of who looks, which a picture's
 * address alone hasn't, and drawn as what their type says.
 */
export class Pictures {
  #secret;
  #grow;
  #urls = new Map();

  /**
   * @param {() => string} secret the token or key of who looks
   * @param {(change: () => void) => void} grow makes a change by which the list grows
   */
  constructor(secret, grow) {
    this.#secret = secret;
    this.#grow = grow;
  }

  /** @param {Element} list as of createFiles @param {{type: string, bytes: number, name: string}[]} files */
  show(list, files) {
    files.forEach(({ type, bytes, name }, at) => {
      const link = list.children[at].firstChild;
      if (!TYPES.includes(type) || bytes > MOST_BYTES || link.dataset.picture) return;
      link.dataset.picture = 'loading';
      this.#draw(link, type, name);
    });
  }

  /** Forgets all: another conversation is shown. */
  clear() {
    for (const url of this.#urls.values()) URL.revokeObjectURL(url);
    this.#urls.clear();
  }

  async #draw(link, type, name) {
    const url = await this.#load(link.href, type).catch(() => null);
    if (!url || !link.isConnected) return;
    const picture = element('img', { class: 'picture', src: url, alt: name });
    await picture.decode().catch(() => { picture.hidden = true; });
    this.#grow(() => {
      link.dataset.picture = picture.hidden ? 'broken' : 'shown';
      link.prepend(picture);
    });
  }

  async #load(href, type) {
    if (!this.#urls.has(href)) {
      const blob = await fetchFile(href, this.#secret());
      this.#urls.set(href, URL.createObjectURL(new Blob([blob], { type })));
    }
    return this.#urls.get(href);
  }
}
