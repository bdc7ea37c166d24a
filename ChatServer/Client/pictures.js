import { fetchFile } from './files.js';

/** How far out of sight a picture is fetched already, in pixels. */
const NEAR_PX = 800;

/** Most pictures that are fetched at a time. */
const MOST_FETCHES = 4;

/** What is kept of pictures that aren't on the page any more, in bytes. */
const KEPT_BYTES = 60_000_000;

/**
 * Shows the pictures among the files of messages, when they come near. They are fetched with the right of who looks,
 * which a picture's address alone hasn't, and drawn as what their type says.
 */
export class Pictures {
  #secret;
  #near;
  /** Addresses of pictures that are here, by where they came from, the one used last at the end. */
  #kept = new Map();
  #waiting = [];
  #fetches = 0;

  /** @param {HTMLElement} list where messages are shown @param {() => string} secret the token or key of who looks */
  constructor(list, secret) {
    this.#secret = secret;
    this.#near = new IntersectionObserver(entries => {
      for (const { target, isIntersecting } of entries) if (isIntersecting) this.#came(target);
    }, { root: list, rootMargin: `${NEAR_PX}px` });
  }

  /** Takes care of the pictures that are new. @param {HTMLElement} list */
  watch(list) {
    for (const box of list.querySelectorAll('.picture[data-state="waiting"]')) {
      const url = box.parentElement.dataset.url ?? this.#kept.get(box.parentElement.href)?.url;
      if (url) this.#draw(box, url);
      else this.#near.observe(box);
    }
  }

  /** Keeps a picture that this page has sent, so that it isn't fetched again. */
  adopt(href, { url, bytes }) {
    if (url) this.#keep(new URL(href, document.baseURI).href, url, bytes);
  }

  #came(box) {
    this.#near.unobserve(box);
    this.#waiting.push(box);
    this.#fetchNext();
  }

  async #fetchNext() {
    if (this.#fetches >= MOST_FETCHES) return;
    // The newest wish first: who scrolls by looks at what is there now.
    const box = this.#waiting.pop();
    if (!box) return;
    if (box.isConnected) {
      this.#fetches++;
      await this.#fetch(box);
      this.#fetches--;
    }
    this.#fetchNext();
  }

  async #fetch(box) {
    const { href, dataset } = box.parentElement;
    try {
      const blob = await fetchFile(href, this.#secret());
      const url = this.#kept.get(href)?.url
        ?? this.#keep(href, URL.createObjectURL(new Blob([blob], { type: dataset.type })), blob.size);
      this.#draw(box, url);
    } catch {
      box.dataset.state = 'broken';
    }
  }

  #draw(box, url) {
    this.#near.unobserve(box);
    const image = box.firstChild;
    image.onload = () => { box.dataset.state = 'shown'; };
    image.onerror = () => { box.dataset.state = 'broken'; };
    image.src = url;
    box.dataset.state = 'loading';
  }

  #keep(href, url, bytes) {
    this.#kept.delete(href);
    this.#kept.set(href, { url, bytes });
    let sum = [...this.#kept.values()].reduce((all, kept) => all + kept.bytes, 0);
    const shown = new Set(Array.from(document.images, image => image.src));
    for (const [old, kept] of this.#kept) {
      if (sum <= KEPT_BYTES) break;
      if (old === href || shown.has(kept.url)) continue;
      URL.revokeObjectURL(kept.url);
      this.#kept.delete(old);
      sum -= kept.bytes;
    }
    return url;
  }
}
