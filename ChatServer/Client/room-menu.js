import { t } from './i18n.js';
import { Menu } from './menu.js';

/** What anybody can do with the room on the screen, at its top. */
export class RoomMenu {
  #store;
  #preferences;
  #actions;
  #menu = new Menu('room-actions');

  /** @param actions invite(), project(), switchRoom() */
  constructor(store, preferences, actions) {
    this.#store = store;
    this.#preferences = preferences;
    this.#actions = actions;
  }

  open(anchor) {
    const { name, title, with: other } = this.#store.active;
    const { invite, project, switchRoom } = this.#actions;
    const isMuted = this.#preferences.isMuted(name);
    this.#menu.open(anchor, title, [
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
