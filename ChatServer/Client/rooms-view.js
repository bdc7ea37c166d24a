import { byId, element, icon, reconcile } from './dom.js';
import { t } from './i18n.js';
import { avatar, updateAvatar } from './person.js';
import { badge } from './wording.js';

/** Most rooms listed that this person isn't in; the others are found by name. */
const MOST_OTHERS = 100;

/** The left column: rooms and conversations with what is unread, the other rooms, the badge for phones. */
export class RoomsView {
  #store;
  #actions;
  #joined = byId('joined-rooms');
  #directs = byId('directs');
  #joinedTitle = byId('joined-rooms-title');
  #directsTitle = byId('directs-title');
  #others = byId('other-rooms');
  #othersTitle = byId('other-rooms-title');
  #all = byId('all-rooms');
  #toggle = byId('rooms-toggle');

  /** @param actions open(name), leave(name), all() shows every room */
  constructor(store, actions) {
    this.#store = store;
    this.#actions = actions;
    byId('rooms').addEventListener('click', event => this.#clicked(event));
    this.#all.addEventListener('click', () => this.#actions.all());
  }

  draw() {
    const { rooms, groups, conversations, directory, opening } = this.#store;
    const canLeave = groups.length > 1;
    const joined = groups.map(room => this.#line(room, { canLeave }));
    const directs = conversations.map(room => this.#line(room, {
      canLeave: true, other: room.with, presence: this.#store.presenceOf(room.with.id),
    }));
    const others = directory.filter(({ name }) => !rooms.has(name))
      .map(room => ({ ...room, title: room.name, isOpening: room.name === opening }));
    const how = { key: room => room.name, create: createRoom, update: updateRoom };
    reconcile(this.#joined, joined, how);
    reconcile(this.#directs, directs, how);
    reconcile(this.#others, others.slice(0, MOST_OTHERS), how);
    this.#all.hidden = others.length <= MOST_OTHERS;
    this.#all.textContent = t('rooms.all', { count: others.length });
    this.#joinedTitle.hidden = joined.length === 0;
    this.#directsTitle.hidden = directs.length === 0;
    this.#othersTitle.hidden = others.length === 0;
    this.#drawToggle([...joined, ...directs]);
  }

  #line(room, details) {
    return {
      name: room.name,
      title: room.title,
      people: room.count,
      unread: this.#store.unreadOf(room),
      mentions: this.#store.mentionsOf(room),
      isMore: room.hasOlderUnread,
      isActive: room === this.#store.active,
      ...details,
    };
  }

  #drawToggle(lines) {
    const elsewhere = lines.filter(room => !room.isActive);
    const count = elsewhere.reduce((sum, room) => sum + room.unread, 0);
    this.#toggle.dataset.unread = count > 0 ? badge(count, elsewhere.some(({ isMore }) => isMore)) : '';
    const label = t(count > 0 ? 'page.showRoomsUnread' : 'page.showRooms', { count });
    this.#toggle.setAttribute('aria-label', label);
  }

  #clicked(event) {
    const name = event.target.closest('[data-room]')?.dataset.room;
    if (event.target.closest('.leave')) this.#actions.leave(name);
    else if (event.target.closest('.room')) this.#actions.open(name);
  }
}

function createRoom({ name, other }) {
  const open = element('button', { type: 'button', class: 'room' },
    ...(other ? [avatar(other)] : []),
    element('span', { class: 'room-name', dir: 'auto' }),
    element('span', { class: 'room-people', 'aria-hidden': 'true' }),
    element('span', { class: 'mention', 'aria-hidden': 'true' }, '@'),
    element('span', { class: 'unread', 'aria-hidden': 'true' }),
    element('span', { class: 'visually-hidden' }));
  return element('li', { 'data-room': name }, open);
}

function updateRoom(made, room) {
  const { title, people, other, unread = 0, mentions = 0, isMore = false, isActive = false, isOpening = false } = room;
  const [open] = made.children;
  const [name, count, at, mark, spoken] = [...open.children].slice(other ? 1 : 0);
  open.toggleAttribute('data-unread', unread > 0);
  made.toggleAttribute('data-active', isActive || isOpening);
  if (isActive) open.setAttribute('aria-current', 'page');
  else open.removeAttribute('aria-current');
  name.textContent = title;
  at.hidden = mentions === 0;
  mark.hidden = unread === 0;
  mark.textContent = badge(unread, isMore);
  count.hidden = unread > 0 || people === 0 || Boolean(other);
  count.textContent = people;
  spoken.textContent = `, ${stateText(room)}`;
  open.title = other ? title : t('rooms.people', { count: people });
  if (other) updateOther(open.firstChild, room);
  updateLeave(made, room);
}

function updateOther(circle, { other, presence }) {
  updateAvatar(circle, other);
  circle.dataset.presence = presence;
}

function stateText({ other, presence, people, unread = 0, mentions = 0 }) {
  if (mentions > 0) return t('rooms.mentions', { count: mentions });
  if (unread > 0) return t('rooms.unread', { count: unread });
  return other ? t(`presence.${presence}`) : t('rooms.people', { count: people });
}

function updateLeave(made, { title, other, canLeave = false }) {
  const button = made.querySelector('.leave');
  if (!canLeave) {
    button?.remove();
    return;
  }
  const label = t(other ? 'rooms.close' : 'rooms.leave', { room: title });
  const leave = button ?? element('button', { type: 'button', class: 'leave' }, icon('close'));
  leave.setAttribute('aria-label', label);
  leave.title = label;
  if (!button) made.append(leave);
}
