import { byId, element, reconcile } from './dom.js';
import { language, locale, t } from './i18n.js';
import { avatar, updateAvatar } from './person.js';

/** The right column: who is in the active room. This person comes first, the others by name. */
export class PeopleView {
  #store;
  #list = byId('people');
  #count = byId('people-count');
  #more = byId('people-more');

  constructor(store) {
    this.#store = store;
  }

  draw() {
    const room = this.#store.active;
    const people = room ? this.#ordered(room) : [];
    const myId = this.#store.me?.id;
    reconcile(this.#list, people, {
      key: person => person.id,
      create: createPerson,
      update: (made, person) => updatePerson(made, person, person.id === myId),
    });
    const unnamed = room ? Math.max(0, room.count - people.length) : 0;
    this.#count.textContent = room?.count.toLocaleString(locale()) ?? '';
    this.#more.hidden = unnamed === 0;
    this.#more.textContent = t('people.more', { count: unnamed });
  }

  #ordered(room) {
    const { me } = this.#store;
    const { compare } = new Intl.Collator(language(), { numeric: true });
    const others = [...room.people.values()].filter(person => person.id !== me?.id);
    others.sort((a, b) => compare(a.name, b.name));
    return room.live ? [me, ...others] : others;
  }
}

function createPerson(person) {
  return element('li', { class: 'person', 'data-person': person.id },
    avatar(person),
    element('span', { class: 'person-name', dir: 'auto' }),
    element('span', { class: 'you', hidden: '' }));
}

function updatePerson(made, person, isMe) {
  const [circle, name, you] = made.children;
  updateAvatar(circle, person);
  name.textContent = person.name;
  name.title = person.name;
  you.hidden = !isMe;
  you.textContent = isMe ? t('people.you') : '';
}
