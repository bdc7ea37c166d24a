import { byId } from './dom.js';
import { t } from './i18n.js';
import { updateAvatar } from './person.js';
import { badge } from './wording.js';

/** The head of the page: room, topic, how many people; the title of the tab; this person's own name. */
export class HeaderView {
  #store;
  #title = byId('room-title');
  #topic = byId('room-topic');
  #people = byId('room-people');
  #me = byId('my-name');

  constructor(store) {
    this.#store = store;
  }

  draw() {
    const { active, me, unreadInAll } = this.#store;
    const count = active?.count ?? 0;
    this.#title.textContent = active?.name ?? '';
    this.#topic.textContent = active?.topic ?? '';
    this.#topic.title = active?.topic ?? '';
    this.#people.textContent = count > 0 ? t('rooms.people', { count }) : '';
    const unread = unreadInAll > 0 ? `(${badge(unreadInAll)}) ` : '';
    document.title = unread + (active ? `${active.name} · ChatServer` : 'ChatServer');
    this.#me.hidden = !me;
    if (me) this.#drawMe(me);
  }

  #drawMe(me) {
    updateAvatar(this.#me.querySelector('.avatar'), me);
    this.#me.querySelector('.person-name').textContent = me.name;
    this.#me.title = t('name.change');
  }
}
