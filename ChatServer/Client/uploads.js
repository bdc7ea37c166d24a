import { pathOfMessages } from './address.js';
import { randomId } from './random.js';
import { refusalOf } from './refusal.js';
import { upload } from './upload.js';

/** How long after the answer the event may come, before the answer is taken for it, in milliseconds. */
const SETTLED_MS = 2_000;

/** How often progress is shown, in milliseconds. */
const SHOWN_MS = 100;

/**
 * A message with files that isn't in the log yet: a draft (see outbox.js) with what is sent, and how far it is.
 * @typedef {import('./outbox.js').Draft & {files: import('./attachment-tray.js').Chosen[], part: number}} FileDraft
 */

/**
 * Messages with files on their way. Unlike those of the outbox they last only as long as the page, which says so to
 * who wants to leave it.
 */
export class Uploads {
  #secret;
  #arrived;
  #changed;
  /** @type {Map<string, FileDraft>} */
  #drafts = new Map();
  #aborts = new Map();

  /**
   * @param {() => string} secret the token of who sends
   * @param {(event: object, files: import('./attachment-tray.js').Chosen[]) => void} arrived
   * @param {() => void} changed
   */
  constructor(secret, arrived, changed) {
    this.#secret = secret;
    this.#arrived = arrived;
    this.#changed = changed;
    window.addEventListener('beforeunload', event => {
      if (this.#drafts.size > 0) event.preventDefault();
    });
  }

  /** @param {string} room @param {{text: string, reply?: number, files: Chosen[]}} what */
  add(room, what, person) {
    this.#put({ id: randomId(), room, ...what, at: Date.now(), person, failed: null, part: 0 });
  }

  has(id) {
    return this.#drafts.has(id);
  }

  /** Of one room, in the order of writing. @returns {FileDraft[]} */
  of(room) {
    return [...this.#drafts.values()].filter(draft => draft.room === room);
  }

  /** Sends one again that failed. */
  retry(id) {
    const draft = this.#drafts.get(id);
    const reply = draft.failed === 'no_such_message' ? undefined : draft.reply;
    if (draft.failed) this.#put({ ...draft, reply, at: Date.now(), failed: null, why: undefined, part: 0 });
  }

  /** Stops one, and forgets it. */
  discard(id) {
    this.#aborts.get(id)?.();
    for (const { url } of this.#drafts.get(id)?.files ?? []) if (url) URL.revokeObjectURL(url);
    this.#forget(id);
  }

  /** There is a connection again: what was cut off with the last one begins anew. */
  resume() {
    for (const { id, failed } of this.#drafts.values()) if (failed === 'lost') this.retry(id);
  }

  /** An event of this person is in the log: perhaps it is one of these. */
  confirmed(event) {
    const draft = this.#drafts.get(event.id);
    if (!draft) return;
    this.#arrived(event, draft.files);
    this.#forget(event.id);
  }

  async #put(draft) {
    const { id, room, text, reply } = draft;
    this.#drafts.set(id, draft);
    this.#changed();
    let shownAt = 0;
    const files = draft.files.map(({ file }) => file);
    const { done, abort } = upload(pathOfMessages(room), { id, files, text, reply, secret: this.#secret() }, part => {
      if (part < 1 && performance.now() - shownAt < SHOWN_MS) return;
      shownAt = performance.now();
      this.#change(id, { part });
    });
    this.#aborts.set(id, abort);
    try {
      const event = await done;
      // A repeat has none, and a room that has gone on since may not show it.
      setTimeout(() => this.confirmed(event), SETTLED_MS);
    } catch (caught) {
      const { code, until, text: why } = refusalOf(caught);
      const failed = code === 'lost' && !await canBeRead(files) ? 'unreadable' : code;
      this.#change(id, { failed, why: { until, text: why } });
    }
  }

  #change(id, what) {
    const draft = this.#drafts.get(id);
    if (!draft) return;
    this.#drafts.set(id, { ...draft, ...what });
    this.#changed();
  }

  #forget(id) {
    this.#drafts.delete(id);
    this.#aborts.delete(id);
    this.#changed();
  }
}

/** Whether the files are still where they were chosen: to a browser, one that is gone is a lost connection. */
function canBeRead(files) {
  return Promise.all(files.map(file => file.slice(0, 1).arrayBuffer())).then(() => true, () => false);
}
