import { isBot } from './bots.js';
import { byId, element, reconcile } from './dom.js';
import { placeOf } from './hands.js';
import { language, locale, t } from './i18n.js';
import { Late } from './late.js';
import { avatar, updateAvatar } from './person.js';
import { isHost } from './rules.js';

/**
 * The right column: who is in the active room. This person comes first, the others by name. A crowd is
 * only counted, until somebody asks who is there.
 */
export class PeopleView {
  #store;
  #open;
  #crowd;
  #list = byId('people');
  #count = byId('people-count');
  #shown = new Map();

  /** @param actions page(room, page) for people on demand, open(button, person) */
  constructor(store, { page, open }) {
    this.#store = store;
    this.#open = open;
    this.#crowd = new Late(() => import('./crowd.js'), ({ Crowd }) => new Crowd(page, () => this.draw()));
    this.#list.addEventListener('click', event => this.#clicked(event));
  }

  draw() {
    const room = this.#store.active;
    this.#crowd.now?.draw(room);
    if (room?.isCrowd && !this.#crowd.now) this.#crowd.use(() => this.draw());
    const people = room ? this.#ordered(room) : [];
    this.#shown = new Map(people.map(person => [person.id, person]));
    reconcile(this.#list, people, {
      key: person => person.id,
      create: createPerson,
      update: (made, person) => this.#update(made, person, room),
    });
    this.#count.textContent = room && !room.with ? room.count.toLocaleString(locale()) : '';
  }

  #update(made, person, { rules }) {
    const isMe = person.id === this.#store.me?.id;
    const tags = [
      isMe && t('people.you'),
      isBot(person) && t('people.bot'),
      person.role === 'admin' ? t('people.admin') : isHost(rules, person) && t('people.host'),
      placeOf(rules.hands, person.id) > 0 && t('people.hand'),
    ];
    const presence = isMe ? 'online' : this.#presence(person);
    updatePerson(made, { person, presence, tags: tags.filter(Boolean), isMe });
  }

  /** A page of a crowd says it of each; elsewhere every room may know. */
  #presence({ id, away }) {
    return this.#store.active.with ? this.#store.presenceOf(id) : away ? 'away' : 'online';
  }

  #ordered(room) {
    const { me } = this.#store;
    // Of two, both are shown, whether they are here or not.
    if (room.with) return me ? [me, room.with] : [];
    if (room.isCrowd) return this.#crowd.now?.people ?? [];
    const { compare } = new Intl.Collator(language(), { numeric: true });
    const others = [...room.people.values()].filter(person => person.id !== me?.id);
    others.sort((a, b) => compare(a.name, b.name));
    return room.live ? [me, ...others] : others;
  }

  #clicked(event) {
    const button = event.target.closest('.person');
    const person = this.#shown.get(button?.parentElement.dataset.person);
    if (person && person.id !== this.#store.me?.id) this.#open(button, person);
  }
}

function createPerson(person) {
  return element('li', { 'data-person': person.id },
    element('button', { type: 'button', class: 'person', 'aria-haspopup': 'menu' },
      avatar(person),
      element('span', { class: 'person-name', dir: 'auto' }),
      element('span', { class: 'tags' }),
      element('span', { class: 'visually-hidden' })));
}

function updatePerson(made, { person, presence, tags, isMe }) {
  const [button] = made.children;
  const [circle, name, tagList, spoken] = button.children;
  updateAvatar(circle, person);
  circle.dataset.presence = presence;
  name.textContent = person.name;
  name.title = person.name;
  tagList.textContent = tags.join(' · ');
  spoken.textContent = presence === 'online' ? '' : t(`presence.${presence}`);
  button.disabled = isMe;
}
