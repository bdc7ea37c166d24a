import { t } from './i18n.js';
import { Menu } from './menu.js';
import { current, isHost } from './rules.js';

/** What can be done about a person: talk to them, or, for hosts, keep order. */
export class PersonMenu {
  #store;
  #actions;
  #menu = new Menu('person-menu');

  /** @param actions message(person), mention(person), act(action, person), setHost(person, on) */
  constructor(store, actions) {
    this.#store = store;
    this.#actions = actions;
  }

  /** @param {{id: string, name: string, role?: string}} person */
  open(anchor, person) {
    const item = (key, act, isGrave = false) => ({ key, text: t(`person.${key}`), act, isGrave });
    const actions = this.#actions;
    const items = [
      item('message', () => actions.message(person)),
      ...(this.#store.active?.with ? [] : [item('mention', () => actions.mention(person))]),
      ...this.#actsOn(person).map(action => item(action, () => actions.act(action, person), true)),
      ...this.#hostItems(person).map(([key, on]) => item(key, () => actions.setHost(person, on))),
    ];
    this.#menu.open(anchor, person.name, items);
  }

  #actsOn(person) {
    const { active, me } = this.#store;
    const isAdmin = me.role === 'admin';
    if (active.with || !isHost(active.rules, me) || person.role === 'admin') return [];
    if (isHost(active.rules, person) && !isAdmin) return [];
    const isMuted = current(active.rules.mutes).some(mute => mute.person.id === person.id);
    return [isMuted ? 'unmute' : 'mute', 'kick', ...(isAdmin ? ['ban'] : [])];
  }

  #hostItems(person) {
    const { active, me } = this.#store;
    if (active.with || me.role !== 'admin' || person.role === 'admin') return [];
    return isHost(active.rules, person) ? [['unhost', false]] : [['host', true]];
  }
}
