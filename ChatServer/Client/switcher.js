import { isBot } from './bots.js';
import { watchComposition } from './composing.js';
import { element } from './dom.js';
import { t } from './i18n.js';
import { avatar } from './person.js';
import { makeDialog } from './rare-dialog.js';
import { refusalOf } from './refusal.js';
import { find, fold } from './switching.js';
import { badge } from './wording.js';

/** Most lines that are shown: who wants others goes on typing. */
const MOST = 50;

/** The server names this many rooms by itself; where there are so many, there may be more. */
const LISTED = 200;

/** How long to wait for more letters before the server is asked for names, in milliseconds. */
const PAUSE_MS = 150;

/** What a room may be called (docs/protocol.md). */
const ROOM_NAME = /^[\p{L}\p{M}\p{N}_-]+$/u;

/** Goes to a room or a person by a few letters of the name. */
export class Switcher {
  #store;
  #requests;
  #actions;
  #dialog = makeDialog('switcher');
  #input = element('input', {
    id: 'switcher-input', role: 'combobox', 'aria-controls': 'switcher-list', 'aria-expanded': 'true',
    'aria-autocomplete': 'list', autocomplete: 'off', autocapitalize: 'none', autofocus: '', dir: 'auto',
    enterkeyhint: 'go', spellcheck: 'false',
  });
  #list = element('ul', { id: 'switcher-list', role: 'listbox' });
  #rest = element('p', { id: 'switcher-rest', role: 'status' });
  #all = [];
  #shown = [];
  #at = 0;
  #timer = 0;

  /** @param actions visit(name) opens a room, openDirect(person) */
  constructor({ store, requests, actions }) {
    this.#store = store;
    this.#requests = requests;
    this.#actions = actions;
    const goes = watchComposition(this.#input);
    this.#dialog.removeAttribute('aria-labelledby');
    this.#dialog.append(this.#input, this.#list, this.#rest);
    this.#input.addEventListener('input', () => this.#typed());
    this.#input.addEventListener('keydown', event => this.#pressed(event, goes(event)));
    // A click must not take the focus away.
    this.#list.addEventListener('pointerdown', event => event.preventDefault());
    this.#list.addEventListener('click', event => {
      const at = [...this.#list.children].indexOf(event.target.closest('[role="option"]'));
      if (at >= 0) this.#go(at);
    });
  }

  open() {
    if (this.#dialog.open) return;
    const title = t('switcher.title');
    this.#dialog.setAttribute('aria-label', title);
    this.#list.setAttribute('aria-label', title);
    this.#input.setAttribute('aria-label', t('switcher.label'));
    this.#input.placeholder = t('switcher.label');
    this.#input.value = '';
    this.#all = candidates(this.#store);
    this.#dialog.showModal();
    this.#show();
  }

  #typed() {
    this.#show();
    clearTimeout(this.#timer);
    if (this.#query !== '') this.#timer = setTimeout(() => this.#ask(this.#query), PAUSE_MS);
  }

  get #query() {
    return this.#input.value.trim().replace(/^#/, '');
  }

  /** Only the server knows all rooms where there are many, and everybody in a crowd. */
  async #ask(query) {
    const { active, directory } = this.#store;
    const wishes = [];
    if (directory.length >= LISTED && !query.startsWith('@')) wishes.push(this.#findRooms(query));
    if (active?.isCrowd) wishes.push(this.#findPeople(active, query.replace(/^@/, '')));
    try {
      const found = (await Promise.all(wishes)).flat();
      const known = new Set(this.#all.map(({ key }) => key));
      const others = found.filter(({ key }) => !known.has(key));
      if (others.length === 0) return;
      this.#all.push(...others);
      if (this.#query === query) this.#show();
    } catch (caught) {
      refusalOf(caught); // the next letter asks again
    }
  }

  async #findRooms(query) {
    return (await this.#requests.findRooms(query)).map(asRoom);
  }

  async #findPeople(room, find) {
    const { people } = await this.#requests.people(room.name, { find, limit: MOST });
    return people.filter(person => canWriteTo(person, this.#store)).map(asPerson);
  }

  #show() {
    const query = this.#query;
    const found = find(this.#all, query);
    const shown = found.slice(0, MOST);
    if (this.#canBeMade(query)) shown.push({ kind: 'new', key: 'new', title: query, name: query });
    this.#shown = shown;
    this.#list.replaceChildren(...shown.map((item, at) => line(item, at)));
    const more = found.length - MOST;
    const none = shown.length === 0 ? t('switcher.none') : '';
    this.#rest.textContent = more > 0 ? t('switcher.more', { count: more }) : none;
    this.#select(0);
  }

  #canBeMade(query) {
    const { limits } = this.#store;
    const isName = ROOM_NAME.test(query) && [...query].length <= limits.roomNameChars;
    const folded = fold(query);
    return isName && !limits.fixedRooms && !this.#all.some(({ kind, key }) => kind !== 'person' && key === folded);
  }

  #select(at) {
    const lines = this.#list.children;
    this.#at = lines.length === 0 ? 0 : (at + lines.length) % lines.length;
    [...lines].forEach((made, i) => made.setAttribute('aria-selected', String(i === this.#at)));
    lines[this.#at]?.scrollIntoView({ block: 'nearest' });
    if (lines.length > 0) this.#input.setAttribute('aria-activedescendant', idOf(this.#at));
    else this.#input.removeAttribute('aria-activedescendant');
  }

  #pressed(event, goes) {
    const { key } = event;
    const isChord = event.ctrlKey || event.metaKey;
    const way = { ArrowDown: 1, ArrowUp: -1 }[key];
    if (goes) this.#go(this.#at);
    else if (event.isComposing || event.keyCode === 229) return;
    else if (way) this.#select(this.#at + way);
    else if (isChord && key.toLowerCase() === 'k') this.#dialog.close();
    else return;
    event.preventDefault();
  }

  #go(at) {
    const item = this.#shown[at];
    if (!item) return;
    this.#dialog.close();
    if (item.kind === 'person') this.#actions.openDirect(item.person);
    else this.#actions.visit(item.name);
  }
}

/** Everything one can go to, in the order in which it is shown before anything is typed. */
function candidates(store) {
  const { rooms, active, inOrder, directory } = store;
  const isActive = room => room === active;
  const inside = inOrder.map(room => ({
    kind: room.with ? 'direct' : 'joined',
    key: room.with ? room.with.id : fold(room.name),
    name: room.name,
    title: room.title,
    person: room.with,
    unread: store.unreadOf(room),
    isMore: room.hasOlderUnread,
    isLast: isActive(room),
  })).sort((a, b) => a.isLast - b.isLast || (b.unread > 0) - (a.unread > 0));
  const outside = directory.filter(({ name }) => !rooms.has(name))
    .map(asRoom)
    .sort((a, b) => b.people - a.people);
  const met = new Map([...rooms.values()].flatMap(room => [...room.people]));
  const talkedTo = new Set(inside.map(({ key }) => key));
  const people = [...met.values()]
    .filter(person => canWriteTo(person, store) && !talkedTo.has(person.id))
    .map(asPerson);
  return [...inside, ...outside, ...people].map(item => ({ ...item, folded: fold(item.title) }));
}

function canWriteTo(person, { me }) {
  return person.id !== me?.id && !isBot(person);
}

function asRoom({ name, people }) {
  return { kind: 'other', key: fold(name), name, title: name, folded: fold(name), people };
}

function asPerson(person) {
  return { kind: 'person', key: person.id, title: person.name, folded: fold(person.name), person };
}

function idOf(at) {
  return `switcher-${at}`;
}

function line(item, at) {
  const { kind, title, person, unread = 0, isMore } = item;
  const name = kind === 'new' ? t('switcher.new', { room: title }) : title;
  const mark = kind === 'new' ? '+' : '#';
  const spoken = { class: 'unread', role: 'img', 'aria-label': t('rooms.unread', { count: unread }) };
  const made = element('li', { role: 'option', id: idOf(at) },
    person ? avatar(person) : element('span', { class: 'switcher-mark', 'aria-hidden': 'true' }, mark),
    element('span', { class: 'switcher-name', dir: 'auto' }, name),
    unread > 0
      ? element('span', spoken, badge(unread, isMore))
      : element('span', { class: 'switcher-detail' }, detailOf(item)));
  made.toggleAttribute('data-unread', unread > 0);
  return made;
}

function detailOf({ kind, people, isLast }) {
  if (isLast) return t('switcher.here');
  if (kind === 'other') return people > 0 ? t('rooms.people', { count: people }) : '';
  return kind === 'person' || kind === 'direct' ? t('switcher.person') : '';
}
