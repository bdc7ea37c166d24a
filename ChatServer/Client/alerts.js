import { t } from './i18n.js';
import { excerptOf } from './quote.js';

/** How long this waits for another tab or device, where the message may be before somebody's eyes, in milliseconds. */
const SETTLE_MS = 400;

/** Of so many messages it is kept what other tabs said about them. */
const MOST_CLAIMS = 200;

/** What a tab claims that has told it: no other one comes before. */
const TOLD = -1;

/** A sound is heard this often at most, in milliseconds. */
const SOUND_MS = 2_000;

/**
 * Tells whoever looks at something else that a message is for them: by a notification of the browser where it may show
 * any, and by a soft sound. Asks for nothing by itself.
 */
export class Alerts {
  #store;
  #preferences;
  #sound;
  #open;
  /** Notifications that are shown, by room. @type {Map<string, Notification>} */
  #shown = new Map();
  #soundAt = -Infinity;
  /** The tabs of this browser, which all get the same messages: the one with the lowest number tells. */
  #tabs = new BroadcastChannel('chatserver.alerts');
  #number = Math.random();
  /** The lowest number that another tab named, by message. @type {Map<string, number>} */
  #claims = new Map();

  /** @param {{store, preferences, sound, open: (room: string) => void}} parts */
  constructor({ store, preferences, sound, open }) {
    this.#store = store;
    this.#preferences = preferences;
    this.#sound = sound;
    this.#open = open;
    store.on('said', (room, event) => {
      if (!this.#isWanted(room, event)) return;
      this.#claim(room, event, this.#number);
      setTimeout(() => this.#tell(room, event), SETTLE_MS);
    });
    store.on('read', room => this.#close(room.name));
    this.#tabs.addEventListener('message', ({ data: { mark, number } }) => {
      this.#claims.set(mark, Math.min(number, this.#claims.get(mark) ?? 1));
      if (this.#claims.size > MOST_CLAIMS) this.#claims.delete(this.#claims.keys().next().value);
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
    const isSeen = room.lastRead >= event.seq || room.message(event.seq)?.deleted;
    if (isSeen || !isHidden() || this.#claims.get(markOf(room, event)) < this.#number) return;
    this.#claim(room, event, TOLD);
    this.#notify(room, event);
    if (Date.now() - this.#soundAt < SOUND_MS) return;
    this.#soundAt = Date.now();
    this.#sound.play('mention');
  }

  #claim(room, event, number) {
    this.#tabs.postMessage({ mark: markOf(room, event), number });
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

function markOf({ name, epoch }, { seq }) {
  return `${name} ${epoch} ${seq}`;
}

function isHidden() {
  return document.visibilityState === 'hidden';
}
