import { byId, element, icon, reconcile } from './dom.js';
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
  #bar = byId('hands');
  #button = byId('hand-button');
  #toggle = byId('hands-toggle');
  #next = byId('hands-next');
  #list = byId('hands-list');
  #isOpen = window.matchMedia('(min-width: 721px)').matches;
  #isActing = false;
  #timer = 0;

  /**
   * @param {(action: string, person?: string) => Promise<void>} act one of docs/protocol.md, «hand»
   * @param {() => void} away called when what had the focus is gone
   */
  constructor(store, act, away) {
    this.#store = store;
    this.#act = act;
    this.#away = away;
    this.#button.addEventListener('click', () => this.#do(this.#place > 0 ? 'lower' : 'raise'));
    byId('hands-lower').addEventListener('click', () => this.#do('lower'));
    byId('hands-clear').addEventListener('click', () => this.#do('clear'));
    byId('hands-seen').addEventListener('click', () => store.sawCall());
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
    this.#drawButton(room);
    this.#drawMine(room);
    byId('hands-line').hidden = !showsLine;
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

  #drawButton(room) {
    const isUp = this.#place > 0;
    const label = t(isUp ? 'hands.lower' : 'hands.raise');
    this.#button.hidden = !room || Boolean(room.with);
    this.#button.disabled = !room?.live || Boolean(room.rules.archived);
    this.#button.toggleAttribute('data-up', isUp);
    this.#button.setAttribute('aria-label', label);
    this.#button.title = label;
  }

  #drawMine(room) {
    const place = this.#place;
    const who = room?.calledBy?.name;
    byId('hands-mine').hidden = place === 0;
    if (place > 0) byId('hands-place').textContent = t(place === 1 ? 'hands.first' : 'hands.place', { place });
    byId('hands-called').hidden = !who;
    byId('hands-called-text').textContent = who ? t('hands.called', { who }) : '';
  }

  #drawLine(room) {
    const { people } = room;
    const hands = this.#hands.map(hand => ({ ...hand, person: people.get(hand.person.id) ?? hand.person }));
    const [{ person: { name } }] = hands;
    const count = t('hands.count', { count: hands.length });
    this.#toggle.setAttribute('aria-expanded', String(this.#isOpen));
    byId('hands-count').textContent = this.#isOpen ? count : `${count} · ${t('hands.next', { name })}`;
    this.#next.setAttribute('aria-label', t('hands.callName', { name }));
    this.#next.title = t('hands.callName', { name });
    this.#list.hidden = !this.#isOpen;
    byId('hands-clear').hidden = !this.#isOpen;
    reconcile(this.#list, hands, {
      key: ({ person }) => person.id,
      create: createHand,
      update: (made, hand) => updateHand(made, hand, room),
    });
  }

  /** The second click of a double one was not meant for the next but one. */
  #callNext(event) {
    if (event.detail < 2 && this.#hands.length > 0) this.#do('call', this.#hands[0].person.id);
  }

  #clickedInList(event) {
    const row = event.target.closest('button')?.closest('li');
    if (row) this.#do('lower', row.dataset.person);
  }

  /** One after the other: what is asked for next is about the line after it. */
  async #do(action, person) {
    if (this.#isActing) return;
    this.#isActing = true;
    await this.#act(action, person);
    this.#isActing = false;
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
