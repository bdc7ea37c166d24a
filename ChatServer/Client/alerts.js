import { t } from './i18n.js';
import { excerptOf } from './quote.js';

/** How long this waits for another tab or device, where the message may be before somebody's eyes, in milliseconds. */
const SETTLE_MS = 400;

/** By how much more at most, so that one of several tabs is the first to tell. */
const JITTER_MS = 300;

/** Comes before the name of a room of which something was told, by any tab. */
const TOLD = 'told.';

/** A sound is heard this often at most, in milliseconds. */
const SOUND_MS = 2_000;

/**
 * Tells whoever looks at something else that a message is for them: by a notification of the browser where it may show
 * any, and by a soft sound. Asks for nothing by itself.
 */
export class Alerts {
  #store;
  #preferences;
  #storage;
  #sound;
  #open;
  /** Notifications that are shown, by room. @type {Map<string, Notification>} */
  #shown = new Map();
  #soundAt = -Infinity;
  #delay = SETTLE_MS + Math.random() * JITTER_MS;

  /** @param {{store, preferences, storage, sound, open: (room: string) => void}} parts */
  constructor({ store, preferences, storage, sound, open }) {
    this.#store = store;
    this.#preferences = preferences;
    this.#storage = storage;
    this.#sound = sound;
    this.#open = open;
    store.on('said', (room, event) => {
      if (!this.#isWanted(room, event)) return;
      setTimeout(() => this.#tell(room, event), this.#delay);
    });
    store.on('read', room => {
      this.#close(room.name);
      storage.remove(TOLD + room.name);
    });
    document.addEventListener('visibilitychange', () => {
      if (!isHidden()) for (const name of [...this.#shown.keys()]) this.#close(name);
    });
  }

  #isWanted(room, event) {
    const { me } = this.#store;
    const wanted = this.#preferences.get('alerts');
    if (!isHidden() || !me || event.from.id === me.id || this.#preferences.isMuted(room.name)) return false;
    return wanted === 'all' || wanted === 'mentions' && this.#store.isForMe(room, event);
  }

  #tell(room, event) {
    const { name, epoch } = room;
    const isSeen = room.lastRead >= event.seq || room.message(event.seq)?.deleted;
    const told = this.#storage.get(TOLD + name);
    const isTold = told?.epoch === epoch && told.seq >= event.seq;
    if (isSeen || isTold || !isHidden()) return;
    this.#storage.set(TOLD + name, { epoch, seq: event.seq });
    this.#notify(room, event);
    if (Date.now() - this.#soundAt < SOUND_MS) return;
    this.#soundAt = Date.now();
    this.#sound.play('mention');
  }

  #notify(room, event) {
    if (!mayNotify()) return;
    const title = room.with ? event.from.name : t('alerts.from', { name: event.from.name, room: room.title });
    try {
      const shown = new Notification(title, {
        body: excerptOf(event), tag: room.name, renotify: true, silent: true, icon: '/client/icon.svg',
      });
      shown.addEventListener('click', () => {
        window.focus();
        shown.close();
        this.#open(room.name);
      });
      this.#shown.set(room.name, shown);
    } catch {
      // A phone's browser shows those of installed pages alone.
    }
  }

  #close(name) {
    this.#shown.get(name)?.close();
    this.#shown.delete(name);
  }
}

/** Whether the browser shows notifications of this page now. */
export function mayNotify() {
  return window.isSecureContext && 'Notification' in window && Notification.permission === 'granted';
}

function isHidden() {
  return document.visibilityState === 'hidden';
}
