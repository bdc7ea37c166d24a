import { element, icon, reconcile } from './dom.js';
import { placeOf } from './hands.js';
import { t } from './i18n.js';
import { avatar, updateAvatar } from './person.js';
import { isHost } from './rules.js';
import { waitText } from './wording.js';

/** How often waiting times are written anew, in milliseconds. */
const TICK_MS = 20_000;

/** Over the field: the own place in the line of raised hands, being called, and for hosts the line itself. */
export class HandsView {
  #store;
  #act;
  #away;
  #calledText = element('span', { id: 'hands-called-text' });
  #seen = element('button', { type: 'button', id: 'hands-seen' });
  #called = element('div', { id: 'hands-called', class: 'hands-row', role: 'alert', hidden: '' },
    icon('hand'), this.#calledText, this.#seen);
  #placeText = element('span', { id: 'hands-place', role: 'status' });
  #lower = element('button', { type: 'button', id: 'hands-lower', class: 'text-button' });
  #mine = element('div', { id: 'hands-mine', class: 'hands-row', hidden: '' }, icon('hand'), this.#placeText, this.#lower);
  #count = element('span', { id: 'hands-count' });
  #toggle = element('button', { type: 'button', id: 'hands-toggle', 'aria-controls': 'hands-list' },
    icon('hand'), this.#count, icon('chevron'));
  #clear = element('button', { type: 'button', id: 'hands-clear', class: 'quiet-button' });
  #next = element('button', { type: 'button', id: 'hands-next', class: 'main-button' });
  #list = element('ol', { id: 'hands-list' });
  #line = element('div', { id: 'hands-line', hidden: '' },
    element('div', { class: 'hands-row' }, this.#toggle, this.#clear, this.#next), this.#list);
  #bar = element('section', { id: 'hands', hidden: '' }, this.#called, this.#mine, this.#line);
  #isOpen = window.matchMedia('(min-width: 721px)').matches;
  #timer = 0;

  /**
   * @param {(action: string, person?: string) => void} act one of docs/protocol.md, «hand»
   * @param {() => void} away called when what had the focus is gone
   */
  constructor(store, act, away) {
    this.#store = store;
    this.#act = act;
    this.#away = away;
    document.querySelector('.composer-status').before(this.#bar);
    this.#lower.addEventListener('click', () => act('lower'));
    this.#clear.addEventListener('click', () => act('clear'));
    this.#seen.addEventListener('click', () => store.sawCall());
    this.#next.addEventListener('click', event => this.#callNext(event));
    this.#list.addEventListener('click', event => this.#clickedInList(event));
    this.#toggle.addEventListener('click', () => {
      this.#isOpen = !this.#isOpen;
      this.draw();
    });
  }

  draw() {
    const { active: room, me } = this.#store;
    const hadFocus = this.#bar.contains(document.activeElement);
    const isHostHere = Boolean(room) && !room.with && isHost(room.rules, me);
    const showsLine = isHostHere && this.#hands.length > 0;
    this.#word();
    this.#drawMine(room);
    this.#line.hidden = !showsLine;
    if (showsLine) this.#drawLine(room);
    this.#bar.hidden = !showsLine && this.#place === 0 && !room?.calledBy;
    if (hadFocus && !document.activeElement.checkVisibility()) this.#away();
    clearTimeout(this.#timer);
    this.#timer = showsLine ? setTimeout(() => this.draw(), TICK_MS) : 0;
  }

  get #hands() {
    return this.#store.active?.rules.hands ?? [];
  }

  get #place() {
    return placeOf(this.#hands, this.#store.me?.id);
  }

  #word() {
    this.#seen.textContent = t('hands.seen');
    this.#lower.textContent = t('hands.lower');
    this.#clear.textContent = t('hands.clear');
    this.#next.textContent = t('hands.call');
    for (const titled of [this.#bar, this.#list]) titled.setAttribute('aria-label', t('hands.title'));
  }

  #drawMine(room) {
    const place = this.#place;
    const who = room?.calledBy?.name;
    this.#mine.hidden = place === 0;
    if (place > 0) this.#placeText.textContent = t(place === 1 ? 'hands.first' : 'hands.place', { place });
    this.#called.hidden = !who;
    this.#calledText.textContent = who ? t('hands.called', { who }) : '';
  }

  #drawLine(room) {
    const { people } = room;
    const hands = this.#hands.map(hand => ({ ...hand, person: people.get(hand.person.id) ?? hand.person }));
    const [{ person: { name } }] = hands;
    const count = t('hands.count', { count: hands.length });
    this.#toggle.setAttribute('aria-expanded', String(this.#isOpen));
    this.#count.textContent = this.#isOpen ? count : `${count} · ${t('hands.next', { name })}`;
    this.#next.setAttribute('aria-label', t('hands.callName', { name }));
    this.#next.title = t('hands.callName', { name });
    this.#list.hidden = !this.#isOpen;
    this.#clear.hidden = !this.#isOpen;
    reconcile(this.#list, hands, {
      key: ({ person }) => person.id,
      create: createHand,
      update: (made, hand) => updateHand(made, hand, room),
    });
  }

  /** The second click of a double one was not meant for the next but one. */
  #callNext(event) {
    if (event.detail < 2 && this.#hands.length > 0) this.#act('call', this.#hands[0].person.id);
  }

  #clickedInList(event) {
    const row = event.target.closest('button')?.closest('li');
    if (row) this.#act('lower', row.dataset.person);
  }
}

function createHand({ person }) {
  return element('li', { 'data-person': person.id },
    avatar(person),
    element('span', { class: 'person-name', dir: 'auto' }),
    element('span', { class: 'hands-wait' }),
    element('button', { type: 'button', class: 'icon-button' }, icon('close')));
}

function updateHand(made, { person, since }, room) {
  const [circle, name, wait, lower] = made.children;
  const label = t('hands.lowerOf', { name: person.name });
  const isGone = !room.isCrowd && !room.people.has(person.id);
  updateAvatar(circle, person);
  name.textContent = person.name;
  wait.textContent = [isGone && t('hands.gone'), waitText(since)].filter(Boolean).join(' · ');
  made.toggleAttribute('data-gone', isGone);
  lower.setAttribute('aria-label', label);
  lower.title = label;
}
