import { actionOf } from './actions.js';
import { PROJECTOR } from './address.js';
import { element, reconcile } from './dom.js';
import { createFiles, updateFiles } from './files.js';
import { t } from './i18n.js';
import { render } from './markdown-view.js';
import { indexNames } from './mentions.js';
import { colourOf } from './person.js';
import { drawCode } from './qr-code.js';
import { makeDialog } from './rare-dialog.js';
import { refusalOf } from './refusal.js';

/** Newest messages that are shown; more would be read by nobody from the last row. */
const MOST = 40;

/** How long to wait before the way in is asked for again, in milliseconds. */
const ASK_AGAIN_MS = 5_000;

/** Hands that are named; the others are counted. */
const MOST_HANDS = 6;

/**
 * The room on the screen for a whole class: its newest messages large, and nothing else but the way in, how many are
 * here, and whose hand is up. Escape leaves it.
 */
export class Projector {
  #store;
  #requests;
  #pictures;
  #dialog = makeDialog('projector');
  #title = element('h2', { id: 'projector-title', dir: 'auto', tabindex: '-1', autofocus: '' });
  #people = element('p', { id: 'projector-people' });
  #lost = element('p', { id: 'projector-lost', role: 'status' });
  #log = element('div', { id: 'projector-log', tabindex: '0' });
  #code = element('div', { class: 'qr-code', role: 'img' });
  #address = element('p', { id: 'projector-address', dir: 'ltr' });
  #invite = element('div', { id: 'projector-invite', hidden: '' }, this.#code, this.#address);
  #hands = element('ol', { id: 'projector-hands' });
  #handsTitle = element('h3', {});
  #raised = element('section', { hidden: '' }, this.#handsTitle, this.#hands);
  #close = element('button', { type: 'button', class: 'quiet-button' });
  /** Whose invitation is shown. */
  #invited = null;
  /** Whether it fills the screen. */
  #isFull = false;

  constructor({ store, requests, pictures, openFile }) {
    this.#store = store;
    this.#requests = requests;
    this.#pictures = pictures;
    this.#dialog.append(
      element('header', {}, this.#title, this.#people, this.#lost, this.#close), this.#log,
      element('aside', {}, this.#raised, this.#invite));
    this.#close.addEventListener('click', () => this.#dialog.close());
    this.#log.addEventListener('click', event => {
      const link = event.target.closest('a.file');
      if (!link) return;
      event.preventDefault();
      openFile(link, this.#log);
    });
    this.#dialog.addEventListener('keydown', event => {
      if (event.altKey && event.code === 'KeyP') this.#dialog.close();
    });
    this.#dialog.addEventListener('close', () => this.#closed());
    // Escape ends the full screen before the page hears of it.
    document.addEventListener('fullscreenchange', () => {
      if (document.fullscreenElement) this.#isFull = this.isOpen;
      else if (this.#isFull) this.#left();
    });
    new ResizeObserver(() => this.#follow()).observe(this.#log);
  }

  get isOpen() {
    return this.#dialog.open;
  }

  /** @param {boolean} isAsked by somebody who is here: a browser fills the screen for nobody else */
  open(isAsked) {
    if (this.isOpen) return;
    this.#dialog.showModal();
    history.replaceState(history.state, '', location.pathname + PROJECTOR);
    if (isAsked) document.documentElement.requestFullscreen?.().catch(() => {});
    this.draw();
    this.#follow();
  }

  close() {
    this.#dialog.close();
  }

  draw() {
    const { active: room, connection } = this.#store;
    if (!this.isOpen || !room) return;
    this.#title.textContent = room.title;
    this.#people.textContent = room.count > 0 ? t('rooms.people', { count: room.count }) : '';
    this.#lost.textContent = connection.kind === 'connected' || !connection.again ? '' : t('banner.waiting');
    this.#close.textContent = t('projector.close');
    this.#log.setAttribute('aria-label', t('messages.log', { room: room.title }));
    this.#drawMessages(room);
    this.#drawHands(room);
    this.#drawInvitation(room);
    this.#follow();
  }

  #drawMessages(room) {
    const { me } = this.#store;
    const names = () => indexNames([me?.name, ...[...room.people.values()].map(({ name }) => name)].filter(Boolean));
    const messages = room.events.filter(({ kind, deleted }) => kind === 'message' && !deleted).slice(-MOST);
    reconcile(this.#log, messages.map((event, at) => ({ event, isNext: follows(messages[at - 1], event) })), {
      key: ({ event }) => `${room.name} ${room.epoch} ${event.seq}`,
      create: ({ event }) => element('article', {},
        element('p', { class: 'projector-author', dir: 'auto' }),
        element('div', { class: 'projector-text', dir: 'auto' }),
        ...event.files ? [createFiles(event)] : []),
      update: (made, { event, isNext }) => {
        made.firstChild.hidden = isNext;
        if (made.event !== event) {
          made.event = event;
          // On a wall nobody is meant more than others.
          fill(made, event, { me: undefined, names });
        }
        if (event.files) updateFiles(made.lastChild, event);
      },
    });
    this.#pictures.watch(this.#log);
  }

  #drawHands({ rules }) {
    const hands = rules.hands ?? [];
    this.#raised.hidden = hands.length === 0;
    this.#handsTitle.textContent = t('hands.count', { count: hands.length });
    reconcile(this.#hands, hands.slice(0, MOST_HANDS), {
      key: ({ person }) => person.id,
      create: ({ person }) => element('li', { dir: 'auto' }, person.name),
    });
  }

  async #drawInvitation(room) {
    if (room === this.#invited || !room.live) return;
    this.#invited = room;
    this.#invite.hidden = true;
    if (room.with) return;
    try {
      const { url, qr } = await this.#requests.invite(room.name);
      if (room !== this.#invited) return;
      this.#code.replaceChildren(drawCode(qr));
      this.#code.setAttribute('aria-label', t('invite.code'));
      // As people write it down, and the host in a line of its own where both don't fit.
      const [host, path] = decodeURI(url).replace(/^https?:\/\//, '').split(/(?=\/rooms)/);
      this.#address.replaceChildren(host, element('wbr'), path);
      this.#invite.hidden = false;
      this.#follow();
    } catch (caught) {
      refusalOf(caught);
      setTimeout(() => {
        if (room !== this.#invited) return;
        this.#invited = null;
        this.draw();
      }, ASK_AGAIN_MS);
    }
  }

  #follow() {
    this.#log.scrollTop = this.#log.scrollHeight;
  }

  /** Somebody has ended the full screen, with what was on top of it. */
  #left() {
    this.#isFull = false;
    (document.querySelector('.picture-dialog[open]') ?? this.#dialog).close();
  }

  #closed() {
    this.#isFull = false; // the end of the full screen is told later, when this may be open again
    if (location.hash === PROJECTOR) history.replaceState(history.state, '', location.pathname);
    if (document.fullscreenElement) document.exitFullscreen();
  }
}

function follows(before, { from }) {
  return before?.from.id === from.id && before.from.name === from.name;
}

function fill(made, event, people) {
  const [author, text] = made.children;
  const action = actionOf(event.text);
  author.textContent = event.from.name;
  author.style.setProperty('--person', `var(--person-${colourOf(event.from.id)})`);
  const actor = action === null ? [] : [element('bdi', {}, event.from.name), ' '];
  text.replaceChildren(...actor, ...render(action ?? event.text, people));
}
