import { element, icon } from './dom.js';
import { t } from './i18n.js';
import { ageText, languageName, pageOf, priorityText } from './desk-wording.js';
import { avatar, updateAvatar } from './person.js';
import { momentOf } from './time.js';

/** What can be done with a ticket, in the order of its buttons, and the key that does it. */
export const ACTIONS = [
  ['claim', 'c'], ['take_over', 'o'], ['transfer', 't'], ['return', 'r'], ['priority', 'p'], ['close', 'e'],
];

/** Who asks, from where, and what can be done about it: the upper part of a conversation. */
export class ColumnHead {
  #avatar = avatar({ id: '', name: '' });
  #name = element('bdi');
  #number = element('span', { class: 'column-number' });
  #state = element('span', { class: 'column-state' });
  #age = element('span', { class: 'column-age' });
  #facts = element('dl', { class: 'column-facts' });
  #actions = element('div', { class: 'column-actions' });
  #said = element('p', { class: 'column-said', role: 'status' });
  #back = iconButton('column-back', 'back');
  #close = iconButton('column-away', 'close');

  /** To be put into the page. */
  element;

  /**
   * @param {string} id of the name
   * @param actions act(action, button), leave() back to the list, putAway()
   */
  constructor(id, actions) {
    this.element = element('header', { class: 'column-head' },
      element('div', { class: 'column-top' },
        this.#back, this.#avatar,
        element('div', { class: 'column-who' },
          element('h2', { id, class: 'column-name' }, this.#name, this.#number),
          element('p', { class: 'column-where' }, this.#state, this.#age)),
        this.#close),
      this.#facts, this.#actions, this.#said);
    for (const [action] of ACTIONS) {
      const button = element('button', { type: 'button', 'data-action': action });
      button.addEventListener('click', () => actions.act(action, button));
      this.#actions.append(button);
    }
    this.#back.addEventListener('click', actions.leave);
    this.#close.addEventListener('click', actions.putAway);
  }

  /** @param {Set<string>} rights see DeskStore.rightsIn */
  draw(ticket, rights) {
    updateAvatar(this.#avatar, ticket.visitor);
    this.#name.textContent = ticket.visitor.name;
    this.#number.textContent = `#${ticket.number}`;
    this.#state.textContent = stateText(ticket);
    this.#state.dataset.state = ticket.state;
    this.element.toggleAttribute('data-gone', !ticket.present);
    this.#facts.replaceChildren(...factsOf(ticket));
    for (const [action, key] of ACTIONS) {
      const button = this.#actions.querySelector(`[data-action=${action}]`);
      button.hidden = !rights.has(action);
      button.textContent = t(`desk.action.${action}`);
      button.title = t('desk.actionKey', { action: button.textContent, key });
      button.classList.toggle('main', action === 'claim' || action === 'take_over');
    }
    this.#actions.hidden = rights.size === 0;
    label(this.#back, t('desk.back'));
    label(this.#close, t('desk.putAway'));
    this.tick(ticket, Date.now());
  }

  /** How long the visitor has waited for a word. */
  tick({ state, at, since }, now) {
    const start = state === 'waiting' ? at : since;
    const isWaiting = state !== 'closed' && start !== undefined;
    const text = isWaiting ? t('desk.waits', { time: ageText(now - start) }) : '';
    if (this.#age.textContent !== text) this.#age.textContent = text;
  }

  /** Tells at once what came of an act, and reads it aloud. */
  say(text) {
    this.#said.textContent = text;
  }
}

function stateText({ state, agent, present, by }) {
  const isHere = state !== 'closed' && t(present ? 'desk.state.here' : 'desk.state.gone');
  const told = t(`desk.state.${state}`, { name: (state === 'closed' ? by?.name : agent?.name) ?? '' });
  return isHere ? `${isHere} · ${told}` : told;
}

/** What is known of the visitor; nothing of it is more than text, except an address on the web. */
function factsOf(ticket) {
  const { page, language, contact, fields = {}, department, priority = 0, tag, rating, comment, at } = ticket;
  return [
    ...page ? fact(t('desk.fact.page'), pageElement(page), 'page') : [],
    ...language ? fact(t('desk.fact.language'), languageName(language), 'language') : [],
    ...contact ? fact(t('desk.fact.contact'), contact, 'contact') : [],
    ...Object.entries(fields).flatMap(([name, value]) => fact(name, value, 'field')),
    ...department ? fact(t('desk.fact.department'), department, 'department') : [],
    ...priority ? fact(t('desk.action.priority'), priorityText(priority), 'priority') : [],
    ...tag ? fact(t('desk.fact.tag'), tag, 'tag') : [],
    ...rating ? fact(t('desk.fact.rating'), `${'★'.repeat(rating)} ${comment ?? ''}`, 'rating') : [],
    ...fact(t('desk.fact.opened'), momentOf(at), 'opened'),
  ];
}

function pageElement(page) {
  const { text, href } = pageOf(page);
  if (!href) return text;
  return element('a', { href, title: href, target: '_blank', rel: 'noopener noreferrer' }, text);
}

function fact(name, value, kind) {
  return [element('div', { 'data-fact': kind },
    element('dt', { dir: 'auto' }, name), element('dd', { dir: 'auto' }, value))];
}

function iconButton(kind, name) {
  return element('button', { type: 'button', class: `icon-button ${kind}` }, icon(name));
}

function label(button, text) {
  button.setAttribute('aria-label', text);
  button.title = text;
}
