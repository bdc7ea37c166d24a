import { byId } from './dom.js';
import { nextLanguage, t } from './i18n.js';
import { Menu } from './menu.js';
import { avatar, updateAvatar } from './person.js';

/**
 * The head of the console: who works here, whether they take tickets, how many they have, and what makes a
 * sound.
 */
export class Header {
  #store;
  #sound;
  #actions;
  #state = byId('own-state');
  #load = byId('own-load');
  #soundButton = byId('sound');
  #own = byId('own-menu-button');
  #language = byId('language');
  #menu = new Menu('own-menu');

  /** @param actions setAway(isAway), signOut(), changeLanguage(), search(), help(), openAgents() */
  constructor(store, sound, actions) {
    this.#store = store;
    this.#sound = sound;
    this.#actions = actions;
    this.#own.firstElementChild.replaceWith(avatar({ id: '', name: '' }));
    this.#state.addEventListener('click', () => this.toggleAway());
    this.#soundButton.addEventListener('click', () => this.toggleSound());
    this.#language.addEventListener('click', actions.changeLanguage);
    byId('open-search').addEventListener('click', actions.search);
    byId('open-help').addEventListener('click', actions.help);
    byId('open-agents').addEventListener('click', actions.openAgents);
    this.#own.addEventListener('click', () => this.#menu.open(this.#own, this.#name, [
      { key: 'sign-out', text: t('desk.signOut'), act: actions.signOut },
    ]));
  }

  toggleAway() {
    this.#actions.setAway(!this.#store.isAway);
  }

  toggleSound() {
    this.#sound.isOn = !this.#sound.isOn;
    this.#drawSound();
    this.#sound.play('message');
  }

  /** @param {'agent' | 'admin' | 'somebody' | null} role who is signed in */
  draw(role) {
    const { me, own, isAway, isSupervisor } = this.#store;
    const isAgent = role === 'agent' && me !== null;
    const isLeading = role === 'admin' || isAgent && isSupervisor;
    byId('desk-nav').hidden = !isLeading;
    byId('desk-nav').querySelector('[data-view=desk]').hidden = role !== 'agent';
    byId('open-agents').hidden = role !== 'admin';
    for (const id of ['desk-own', 'open-search', 'sound', 'open-help']) byId(id).hidden = !isAgent;
    this.#own.hidden = !isAgent && role !== 'admin';
    updateAvatar(this.#own.firstElementChild, { id: me?.id ?? '', name: this.#name });
    this.#own.querySelector('.own-name').textContent = this.#name;
    this.#state.setAttribute('aria-checked', String(!isAway));
    this.#state.setAttribute('aria-label', t('desk.own.label'));
    this.#state.querySelector('.switch-text').textContent = t(isAway ? 'desk.own.away' : 'desk.own.online');
    this.#load.textContent = own ? `${own.load} / ${own.limit}` : '';
    this.#load.title = own ? t('desk.load', { load: own.load, limit: own.limit }) : '';
    this.#load.toggleAttribute('data-full', own?.load >= own?.limit);
    this.#drawSound();
    this.#drawLanguage();
  }

  get #name() {
    return this.#store.me?.name ?? t('desk.admin');
  }

  #drawSound() {
    const { isOn } = this.#sound;
    const text = t(isOn ? 'desk.sound.on' : 'desk.sound.off');
    this.#soundButton.setAttribute('aria-pressed', String(isOn));
    this.#soundButton.setAttribute('aria-label', text);
    this.#soundButton.title = text;
    this.#soundButton.querySelector('use').setAttribute('href', isOn ? '#icon-sound' : '#icon-muted');
  }

  #drawLanguage() {
    const { tag, ownName } = nextLanguage();
    this.#language.textContent = ownName;
    this.#language.lang = tag;
    this.#language.title = t('page.language');
  }
}
