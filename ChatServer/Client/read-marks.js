/** Marks go out this often at most, in milliseconds. */
const EVERY_MS = 2_000;

/** Tells the server how far this person has read, so that their other devices know. */
export class ReadMarks {
  #signal;
  #changed = new Set();
  #timer = 0;

  /** @param {(message: object) => void} signal */
  constructor(store, signal) {
    this.#signal = signal;
    store.on('read', room => this.#read(room));
    window.addEventListener('pagehide', () => this.#send());
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'hidden') this.#send();
    });
  }

  #read(room) {
    this.#changed.add(room);
    if (this.#timer) return;
    this.#send();
    this.#timer = setTimeout(() => {
      this.#timer = 0;
      this.#send();
    }, EVERY_MS);
  }

  /** What can't be sent now is told again when the room is joined: its mark is ahead of the server's. */
  #send() {
    for (const room of this.#changed) {
      if (room.live && room.lastRead > 0) this.#signal({ type: 'read', room: room.name, seq: room.lastRead });
    }
    this.#changed.clear();
  }
}
