import { byId } from './dom.js';
import { t } from './i18n.js';
import { updateAvatar } from './person.js';
import { isHost } from './rules.js';
import { badge } from './wording.js';

/** The head of the page: room, topic, how many people; the title of the tab; this person's own name. */
export class HeaderView {
  #store;
  #title = byId('room-title');
  #topic = byId('room-topic');
  #people = byId('room-people');
  #settings = byId('room-settings');
  #me = byId('my-name');

  constructor(store) {
    this.#store = store;
  }

  draw() {
    const { active, me, rooms, unreadInAll } = this.#store;
    this.#title.textContent = active?.title ?? '';
    this.#topic.textContent = active?.topic ?? '';
    this.#topic.title = active?.topic ?? '';
    this.#people.textContent = active ? this.#aboutPeople(active) : '';
    this.#settings.hidden = !active || Boolean(active.with) || !isHost(active.rules, me);
    byId('no-room').hidden = Boolean(active) || !me;
    const isMore = [...rooms.values()].some(room => room.hasOlderUnread);
    const unread = unreadInAll > 0 ? `(${badge(unreadInAll, isMore)}) ` : '';
    const call = [...rooms.values()].some(room => room.calledBy) ? '✋ ' : '';
    document.title = call + unread + (active ? `${active.title} · ChatServer` : 'ChatServer');
    this.#me.hidden = !me;
    byId('my-menu').hidden = !me;
    if (me) this.#drawMe(me);
  }

  /** How many they are, and what hosts have set; of a conversation, whether the other one is there. */
  #aboutPeople({ with: other, count, rules }) {
    if (other) return t(`presence.${this.#store.presenceOf(other.id)}`);
    const set = ['locked', 'password', 'hostsOnly', 'archived'].filter(rule => rules[rule]);
    const texts = set.map(rule => t(`rule.${rule}`));
    return [...(count > 0 ? [t('rooms.people', { count })] : []), ...texts].join(' · ');
  }

  #drawMe(me) {
    updateAvatar(this.#me.querySelector('.avatar'), me);
    this.#me.querySelector('.person-name').textContent = me.name;
    this.#me.title = t('name.change');
  }
}
