import { byId } from './dom.js';
import { t } from './i18n.js';
import { Menu } from './menu.js';

/** What anybody can do with the room on the screen, at its top. */
export class RoomMenu {
  #store;
  #preferences;
  #actions;
  #menu = new Menu('room-actions');
  #button = byId('room-menu');

  /** @param actions invite(), project(), switchRoom() */
  constructor(store, preferences, actions) {
    this.#store = store;
    this.#preferences = preferences;
    this.#actions = actions;
    this.#button.addEventListener('click', () => this.#open());
  }

  draw() {
    this.#button.hidden = !this.#store.active;
  }

  #open() {
    const { name, title, with: other } = this.#store.active;
    const { invite, project, switchRoom } = this.#actions;
    const isMuted = this.#preferences.isMuted(name);
    this.#menu.open(this.#button, title, [
      ...(other ? [] : [{ key: 'invite', text: t('room.invite'), act: invite }]),
      { key: 'project', text: t('room.project'), act: project },
      {
        key: isMuted ? 'unmute' : 'mute',
        text: t(isMuted ? 'room.unmute' : 'room.mute'),
        act: () => this.#preferences.setMuted(name, !isMuted),
      },
      { key: 'switch', text: t('room.switch'), act: switchRoom },
    ]);
  }
}
