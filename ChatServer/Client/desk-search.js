import { byId, element, reconcile } from './dom.js';
import { language, t } from './i18n.js';
import { refusalOf } from './refusal.js';
import { momentOf } from './time.js';

/** How long nobody has typed before it is looked for, in milliseconds. */
const PAUSE_MS = 250;

/** Looks for closed conversations, and shows what was said in one. */
export class SearchDialog {
  #api;
  #worded;
  #open;
  #dialog = byId('search-dialog');
  #field = element('input', {
    id: 'search-field', type: 'search', autocomplete: 'off', spellcheck: 'false', dir: 'auto',
  });
  #list = element('ul', { class: 'search-results' });
  #status = element('p', { class: 'hint', role: 'status' });
  #more = element('button', { type: 'button', class: 'text-button search-more' });
  #reading = element('section', { class: 'search-reading' });
  #tickets = [];
  #before;
  #turn = 0;
  #timer = 0;

  /**
   * @param {import('./desk-api.js').DeskApi} api
   * @param {(refusal: import('./refusal.js').Refusal) => string} worded
   * @param {(ticket: object) => void} open puts a ticket beside the others
   */
  constructor(api, worded, open) {
    this.#api = api;
    this.#worded = worded;
    this.#open = open;
    this.#field.addEventListener('input', () => {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#find(), PAUSE_MS);
    });
    this.#field.addEventListener('keydown', event => this.#pressed(event));
    this.#list.addEventListener('keydown', event => this.#pressed(event));
    this.#list.addEventListener('click', event => {
      const number = Number(event.target.closest('li')?.dataset.ticket);
      const ticket = this.#tickets.find(found => found.number === number);
      if (ticket) this.#read(ticket);
    });
    this.#more.addEventListener('click', () => this.#find(this.#before));
  }

  show() {
    const close = element('button', { type: 'button', class: 'quiet-button' }, t('page.close'));
    close.addEventListener('click', () => this.#dialog.close());
    this.#more.textContent = t('desk.search.more');
    this.#list.setAttribute('aria-label', t('desk.search.results'));
    this.#field.placeholder = t('desk.search.field');
    this.#field.setAttribute('aria-label', t('desk.search.field'));
    this.#reading.setAttribute('aria-label', t('desk.search.transcript'));
    this.#reading.replaceChildren(element('p', { class: 'hint' }, t('desk.search.choose')));
    this.#dialog.removeAttribute('data-reading');
    this.#dialog.replaceChildren(
      element('div', { class: 'search-head' },
        element('h2', { id: 'search-title' }, t('desk.search.title')), close),
      this.#field,
      element('div', { class: 'search-body' },
        element('div', { class: 'search-found' }, this.#list, this.#status, this.#more), this.#reading));
    this.#dialog.showModal();
    this.#field.select();
    return this.#find();
  }

  async #find(before) {
    const turn = ++this.#turn;
    try {
      const page = await this.#api.find(this.#field.value.trim(), before);
      if (turn !== this.#turn) return;
      this.#tickets = before ? [...this.#tickets, ...page.tickets] : page.tickets;
      this.#before = page.before;
      this.#more.hidden = !page.more;
      this.#status.textContent = this.#tickets.length === 0 ? t('desk.search.none') : '';
    } catch (caught) {
      if (turn !== this.#turn) return;
      this.#status.textContent = this.#worded(refusalOf(caught));
    }
    reconcile(this.#list, this.#tickets, { key: ({ number }) => `${language()} ${number}`, create: lineOf });
  }

  async #read(ticket) {
    const { number } = ticket;
    for (const line of this.#list.children) {
      line.toggleAttribute('data-chosen', Number(line.dataset.ticket) === number);
    }
    const text = element('pre', { class: 'transcript', tabindex: '0', dir: 'auto' });
    const open = quietButton('bordered', t('desk.search.column'));
    const back = quietButton('search-back', t('desk.search.back'));
    open.addEventListener('click', () => {
      this.#dialog.close();
      this.#open(ticket);
    });
    back.addEventListener('click', () => this.#dialog.removeAttribute('data-reading'));
    this.#reading.replaceChildren(
      element('div', { class: 'reading-head' },
        element('h3', {}, element('bdi', {}, ticket.visitor.name), ` #${number}`), back, open), text);
    this.#dialog.setAttribute('data-reading', '');
    try {
      text.textContent = await this.#api.transcript(number, language().slice(0, 2));
      text.focus({ preventScroll: true });
    } catch (caught) {
      text.textContent = this.#worded(refusalOf(caught));
    }
  }

  /** Arrows go from the field into the list, and through it. */
  #pressed(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || event.isComposing) return;
    event.preventDefault();
    const lines = [...this.#list.querySelectorAll('button')];
    const at = lines.indexOf(document.activeElement) + step;
    (at < 0 ? this.#field : lines[Math.min(at, lines.length - 1)])?.focus();
  }
}

function lineOf({ number, visitor, question, agent, tag, closed, rating }) {
  const facts = [`#${number}`, momentOf(closed), agent?.name, tag, rating && `★ ${rating}`].filter(Boolean);
  return element('li', { 'data-ticket': String(number) },
    element('button', { type: 'button' },
      element('bdi', { class: 'search-name' }, visitor.name),
      element('span', { class: 'search-question', dir: 'auto' }, question),
      element('span', { class: 'search-facts' },
        ...facts.map(fact => element('bdi', { class: 'fact' }, fact)))));
}

function quietButton(kind, text) {
  return element('button', { type: 'button', class: `quiet-button ${kind}` }, text);
}
