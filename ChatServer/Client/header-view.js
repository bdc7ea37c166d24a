import { byId } from './dom.js';
import { t } from './i18n.js';
import { updateAvatar } from './person.js';
import { isHost } from './rules.js';
import { badge } from './wording.js';

/** The head of the page: room, topic, how many people; the title of the tab; this person's own name. */
export class HeaderView {
  #store;
  #preferences;
  #title = byId('room-title');
  #topic = byId('room-topic');
  #people = byId('room-people');
  #settings = byId('room-settings');
  #me = byId('my-name');
  #icon = document.querySelector('link[rel=icon]');

  constructor(store, preferences) {
    this.#store = store;
    this.#preferences = preferences;
  }

  draw() {
    const { active, me } = this.#store;
    this.#title.textContent = active?.title ?? '';
    this.#topic.textContent = active?.topic ?? '';
    this.#topic.title = active?.topic ?? '';
    this.#people.textContent = active ? this.#aboutPeople(active) : '';
    this.#settings.hidden = !active || Boolean(active.with) || !isHost(active.rules, me);
    byId('room-menu').hidden = !active;
    byId('no-room').hidden = Boolean(active) || !me;
    this.#drawTab(active);
    this.#me.hidden = !me;
    byId('my-menu').hidden = !me;
    if (me) this.#drawMe(me);
  }

  /** The tab counts what this person is to be told of; that there is anything else unread is a dot. */
  #drawTab(active) {
    const { rooms, unreadInAll: { all, forMe } } = this.#store;
    const isMore = [...rooms.values()].some(room => room.hasOlderUnread);
    const wantsAll = this.#preferences.get('alerts') === 'all';
    const count = wantsAll ? all : forMe;
    const unread = count > 0 ? `(${badge(count, isMore && wantsAll)}) ` : all > 0 ? '• ' : '';
    const call = [...rooms.values()].some(room => room.calledBy) ? '✋ ' : '';
    document.title = call + unread + (active ? `${active.title} · ChatServer` : 'ChatServer');
    const picture = `/client/${count > 0 || call ? 'icon-unread' : 'icon'}.svg`;
    if (this.#icon.getAttribute('href') !== picture) this.#icon.setAttribute('href', picture);
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
