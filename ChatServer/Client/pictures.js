import { fetchFile } from './files.js';
import { refusalOf } from './refusal.js';

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
  /** What tells that a picture comes near, for each list. @type {WeakMap<HTMLElement, IntersectionObserver>} */
  #near = new WeakMap();
  /** Addresses of pictures that are here, by the SHA-256 of their content, the one used last at the end. */
  #kept = new Map();
  #queue = [];
  #fetches = 0;

  /** @param {() => string} secret the token or key of who looks */
  constructor(secret) {
    this.#secret = secret;
  }

  /** Takes care of the pictures that are new. @param {HTMLElement} list where messages are shown, and scrolled */
  watch(list) {
    for (const box of list.querySelectorAll('.picture[data-state="waiting"]')) {
      const url = box.parentElement.dataset.url || this.#use(shaOf(box));
      box.dataset.state = 'watched';
      if (url) this.#draw(box, url);
      else this.#nearOf(list).observe(box);
    }
  }

  /** Keeps a picture that this page has sent, so that it isn't fetched again. */
  adopt(sha256, { url, bytes }) {
    if (!url) return;
    if (this.#kept.has(sha256)) URL.revokeObjectURL(url);
    else this.#keep(sha256, url, bytes);
  }

  #nearOf(list) {
    if (!this.#near.has(list)) {
      this.#near.set(list, new IntersectionObserver((entries, near) => {
        for (const { target, isIntersecting } of entries) {
          if (!isIntersecting) continue;
          near.unobserve(target);
          this.#came(target);
        }
      }, { root: list, rootMargin: `${NEAR_PX}px` }));
    }
    return this.#near.get(list);
  }

  #came(box) {
    if (box.dataset.state !== 'watched') return;
    box.dataset.state = 'queued';
    this.#queue.push(box);
    this.#fetchNext();
  }

  async #fetchNext() {
    if (this.#fetches >= MOST_FETCHES) return;
    // The newest wish first: who scrolls by looks at what is there now.
    const box = this.#queue.pop();
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
      const url = this.#use(shaOf(box)) ?? await this.#load(href, dataset);
      this.#draw(box, url);
    } catch (caught) {
      // Without a connection it is tried again with the next drawing.
      box.dataset.state = refusalOf(caught).code === 'lost' ? 'waiting' : 'broken';
    }
  }

  async #load(href, { type, sha256 }) {
    const blob = await fetchFile(href, this.#secret());
    return this.#use(sha256) ?? this.#keep(sha256, URL.createObjectURL(new Blob([blob], { type })), blob.size);
  }

  #draw(box, url) {
    const image = box.firstChild;
    image.onload = () => { box.dataset.state = 'shown'; };
    image.onerror = () => { box.dataset.state = 'broken'; };
    image.src = url;
    box.dataset.state = 'loading';
  }

  /** The address of a picture that is here. */
  #use(sha256) {
    const kept = this.#kept.get(sha256);
    if (!kept) return undefined;
    this.#kept.delete(sha256);
    this.#kept.set(sha256, kept);
    return kept.url;
  }

  #keep(sha256, url, bytes) {
    this.#kept.set(sha256, { url, bytes });
    let sum = [...this.#kept.values()].reduce((all, kept) => all + kept.bytes, 0);
    const shown = new Set(Array.from(document.images, image => image.src));
    for (const [old, kept] of this.#kept) {
      if (sum <= KEPT_BYTES) break;
      if (old === sha256 || shown.has(kept.url)) continue;
      URL.revokeObjectURL(kept.url);
      this.#kept.delete(old);
      sum -= kept.bytes;
    }
    return url;
  }
}

function shaOf(box) {
  return box.parentElement.dataset.sha256;
}
