import { byId, element } from './dom.js';
import { t } from './i18n.js';
import { refusalOf } from './refusal.js';

/** How many people are asked for at a time. */
const PAGE = 100;

/** How near to the end of the list the next page is fetched, in pixels. */
const NEAR_PX = 400;

/** After the last key, the search waits for the next one, in milliseconds. */
const SEARCH_MS = 250;

/** Who is in a crowd, page by page, asked for and not kept up to date. */
export class Crowd {
  /** What has been fetched. */
  people = [];
  #page;
  #changed;
  #room = null;
  #isShown = false;
  #more = false;
  #asked = 0;
  #isLoading = false;
  #searchTimer = 0;
  #show = element('button', { type: 'button', id: 'people-show', class: 'text-button' });
  #find = element('input', { id: 'people-find', type: 'search', autocomplete: 'off', spellcheck: 'false' });
  #box = element('div', { id: 'people-crowd', hidden: '' }, element('div', { class: 'field' }, this.#find), this.#show);
  #note = element('p', { id: 'people-more', hidden: '' });

  /** @param {(room: string, page: object) => Promise<object>} page @param {() => void} changed */
  constructor(page, changed) {
    this.#page = page;
    this.#changed = changed;
    this.#show.addEventListener('click', () => this.#load(0));
    this.#find.addEventListener('input', () => {
      clearTimeout(this.#searchTimer);
      this.#searchTimer = setTimeout(() => this.#load(0), SEARCH_MS);
    });
    const list = byId('people').parentElement;
    list.prepend(this.#box);
    list.append(this.#note);
    list.addEventListener('scroll', () => {
      const left = list.scrollHeight - list.scrollTop - list.clientHeight;
      if (left < NEAR_PX && this.#more && !this.#isLoading) this.#load(this.people.length);
    }, { passive: true });
  }

  draw(room) {
    if (room !== this.#room) this.#forget(room);
    const isCrowd = Boolean(room?.isCrowd && !room.with);
    if (!isCrowd && this.#isShown) this.#forget(room);
    this.#box.hidden = !isCrowd;
    this.#show.textContent = t(this.#isShown ? 'people.refresh' : 'people.show');
    this.#find.placeholder = t('people.find');
    this.#find.setAttribute('aria-label', t('people.find'));
    this.#note.hidden = !isCrowd || !this.#isShown || this.people.length > 0;
    this.#note.textContent = t('people.nobody');
  }

  #forget(room) {
    this.#room = room;
    this.people = [];
    this.#isShown = false;
    this.#more = false;
    this.#asked++;
    this.#isLoading = false;
    this.#find.value = '';
  }

  async #load(skip) {
    const asked = ++this.#asked;
    const find = this.#find.value.trim();
    this.#isLoading = true;
    try {
      const { people, more } = await this.#page(this.#room.name, { skip, limit: PAGE, ...(find && { find }) });
      if (asked !== this.#asked) return;
      // People move between two pages: nobody is to stand there twice.
      const known = new Set(people.map(({ id }) => id));
      const before = skip > 0 ? this.people.filter(({ id }) => !known.has(id)) : [];
      this.people = [...before, ...people];
      this.#more = more && people.length > 0;
      this.#isShown = true;
      this.#changed();
    } catch (caught) {
      refusalOf(caught); // the button is still there
    } finally {
      if (asked === this.#asked) this.#isLoading = false;
    }
  }
}
