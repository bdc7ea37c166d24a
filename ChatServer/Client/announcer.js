import { byId, element } from './dom.js';
import { t } from './i18n.js';
import { excerptOf } from './quote.js';

/** Messages that come within this time are told together, in milliseconds. */
const TOGETHER_MS = 250;

/** More than so many at once are counted, not read out. */
const MOST_READ_OUT = 4;

/** What has been said stays for so many lines: who reads by the line may come back to it. */
const MOST_LINES = 12;

/**
 * Says to screen readers what is new in the room on the screen, in a live region that is only for that. The log
 * itself is none (`aria-live="off"`): readers honour a region that was there, empty, from the beginning, and
 * into which whole lines are put; they don't agree on `aria-busy`, on `aria-relevant`, or on a region that is
 * switched off and on while its content moves, and a log moves with every older page, jump and other room.
 * Here nothing comes but news.
 */
export class Announcer {
  #store;
  #region = byId('announcer');
  #news = [];
  #timer = 0;

  constructor(store) {
    this.#store = store;
    store.on('said', (room, event) => this.#said(room, event));
    store.on('active', () => this.#forget());
  }

  #said(room, event) {
    if (room !== this.#store.active || event.from.id === this.#store.me?.id) return;
    this.#news.push(event);
    this.#timer ||= setTimeout(() => this.#tell(room), TOGETHER_MS);
  }

  #tell(room) {
    const news = this.#news;
    this.#forget();
    const lines = news.length > MOST_READ_OUT
      ? [t('messages.unseen', { count: news.length })]
      : news.map(({ seq, ...event }) => lineOf(room.message(seq) ?? event));
    this.#region.append(...lines.map(line => element('p', {}, line)));
    while (this.#region.children.length > MOST_LINES) this.#region.firstChild.remove();
  }

  #forget() {
    clearTimeout(this.#timer);
    this.#timer = 0;
    this.#news = [];
  }
}

function lineOf(event) {
  return `${event.from.name}: ${excerptOf(event)}`;
}
