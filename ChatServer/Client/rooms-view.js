import { byId, element, icon, reconcile } from './dom.js';
import { t } from './i18n.js';
import { badge } from './wording.js';

/** The left column: this browser's rooms with what is unread, the other rooms, the badge for phones. */
export class RoomsView {
  #store;
  #actions;
  #joined = byId('joined-rooms');
  #others = byId('other-rooms');
  #othersTitle = byId('other-rooms-title');
  #toggle = byId('rooms-toggle');

  /** @param actions open(name), leave(name) */
  constructor(store, actions) {
    this.#store = store;
    this.#actions = actions;
    byId('rooms').addEventListener('click', event => this.#clicked(event));
  }

  draw() {
    const { rooms, directory, active } = this.#store;
    const joined = [...rooms.values()].map(room => ({
      name: room.name,
      people: room.count,
      unread: this.#store.unreadOf(room),
      isActive: room === active,
      canLeave: rooms.size > 1,
    }));
    const others = directory.filter(({ name }) => !rooms.has(name));
    reconcile(this.#joined, joined, { key: room => room.name, create: createRoom, update: updateRoom });
    reconcile(this.#others, others, { key: room => room.name, create: createRoom, update: updateRoom });
    this.#othersTitle.hidden = others.length === 0;
    this.#drawToggle(joined);
  }

  #drawToggle(joined) {
    const count = joined.reduce((sum, room) => sum + (room.isActive ? 0 : room.unread), 0);
    this.#toggle.dataset.unread = count > 0 ? badge(count) : '';
    const label = t(count > 0 ? 'page.showRoomsUnread' : 'page.showRooms', { count });
    this.#toggle.setAttribute('aria-label', label);
  }

  #clicked(event) {
    const name = event.target.closest('[data-room]')?.dataset.room;
    if (event.target.closest('.leave')) this.#actions.leave(name);
    else if (event.target.closest('.room')) this.#actions.open(name);
  }
}

function createRoom({ name }) {
  const open = element('button', { type: 'button', class: 'room' },
    element('span', { class: 'room-name', dir: 'auto' }, name),
    element('span', { class: 'room-people', 'aria-hidden': 'true' }),
    element('span', { class: 'unread', 'aria-hidden': 'true' }),
    element('span', { class: 'visually-hidden' }));
  return element('li', { 'data-room': name }, open);
}

function updateRoom(made, { name, people, unread = 0, isActive = false, canLeave = false }) {
  const [open] = made.children;
  const [, count, mark, spoken] = open.children;
  open.toggleAttribute('data-unread', unread > 0);
  made.toggleAttribute('data-active', isActive);
  if (isActive) open.setAttribute('aria-current', 'page');
  else open.removeAttribute('aria-current');
  mark.hidden = unread === 0;
  mark.textContent = badge(unread);
  count.hidden = unread > 0 || people === 0;
  count.textContent = people;
  open.title = t('rooms.people', { count: people });
  spoken.textContent = `, ${t(unread > 0 ? 'rooms.unread' : 'rooms.people', { count: unread || people })}`;
  updateLeave(made, name, canLeave);
}

function updateLeave(made, name, canLeave) {
  const button = made.querySelector('.leave');
  if (!canLeave) {
    button?.remove();
    return;
  }
  const label = t('rooms.leave', { room: name });
  const leave = button ?? element('button', { type: 'button', class: 'leave' }, icon('close'));
  leave.setAttribute('aria-label', label);
  leave.title = label;
  if (!button) made.append(leave);
}
