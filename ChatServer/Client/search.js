import { element, icon, reconcile } from './dom.js';
import { language, t } from './i18n.js';
import { makeDialog } from './rare-dialog.js';
import { refusalOf } from './refusal.js';
import { createLine, linesOf } from './search-result.js';
import { explain } from './wording.js';

/** How long nobody has typed before it is looked for, in milliseconds. */
const PAUSE_MS = 200;

/** How near to the end of the list older results are fetched, in pixels. */
const NEAR_PX = 300;

/** Pages that are asked for in a row while they have little: a search looks for a moment at a time (docs/protocol.md). */
const MOST_PAGES = 20;
const ENOUGH = 10;

/** Longest query, in UTF-16 units (docs/protocol.md). */
const MOST_UNITS = 200;

/** Finds messages, in the active room or in all, and goes to one. */
export class SearchDialog {
  #store;
  #requests;
  #go;
  #dialog = makeDialog('search-dialog');
  #title = element('h2', { id: 'search-dialog-title' });
  #close = element('button', { type: 'button', class: 'icon-button' }, icon('close'));
  #field = element('input', {
    id: 'search-field', type: 'search', maxlength: String(MOST_UNITS), autocomplete: 'off', autocapitalize: 'none',
    spellcheck: 'false', dir: 'auto', enterkeyhint: 'search',
  });
  #where = element('div', { class: 'search-where', role: 'radiogroup' });
  #list = element('ul', { id: 'search-results' });
  #status = element('p', { class: 'search-status', role: 'status' });
  #all = element('button', { type: 'button', class: 'text-button search-all' });
  #more = element('button', { type: 'button', class: 'quiet-button search-more' });
  #scroller;
  #room = null;
  #everywhere = false;
  #results = [];
  #next = null;
  #turn = 0;
  #timer = 0;
  #isLooking = false;

  /**
   * @param {{store: import('./store.js').Store, requests: import('./requests.js').Requests,
   *   go: (result: object) => void}} parts `go` brings a result before the reader's eyes
   */
  constructor({ store, requests, go }) {
    this.#store = store;
    this.#requests = requests;
    this.#go = go;
    this.#scroller = element('div', { class: 'search-body' }, this.#list, this.#status, this.#all, this.#more);
    this.#dialog.append(
      element('div', { class: 'search-head' }, this.#title, this.#close), this.#field, this.#where, this.#scroller);
    this.#close.addEventListener('click', () => this.#dialog.close());
    this.#field.addEventListener('input', () => this.#typed());
    this.#dialog.addEventListener('keydown', event => this.#pressed(event));
    this.#all.addEventListener('click', () => this.#choose(true));
    this.#more.addEventListener('click', () => this.#find(this.#next));
    this.#scroller.addEventListener('scroll', () => this.#scrolled(), { passive: true });
  }

  open() {
    this.#room = this.#store.active;
    if (!this.#room) this.#everywhere = true;
    this.#draw();
    if (!this.#dialog.open) this.#dialog.showModal();
    this.#field.select();
    if (this.#field.value.trim()) this.#find();
  }

  #draw() {
    this.#title.textContent = t('search.title');
    this.#close.setAttribute('aria-label', t('page.close'));
    this.#field.placeholder = t('search.field');
    this.#field.setAttribute('aria-label', t('search.field'));
    this.#where.setAttribute('aria-label', t('search.where'));
    this.#list.setAttribute('aria-label', t('search.results'));
    this.#all.textContent = t('search.tryAll');
    this.#more.textContent = t('search.older');
    const room = this.#room?.title;
    this.#where.replaceChildren(...(room ? [this.#choice(false, t('search.here', { room }))] : []),
      this.#choice(true, t('search.everywhere')));
    this.#fill();
  }

  #choice(isEverywhere, label) {
    const input = element('input', { type: 'radio', name: 'search-where' });
    input.checked = this.#everywhere === isEverywhere;
    input.addEventListener('change', () => this.#choose(isEverywhere));
    return element('label', {}, input, element('span', { dir: 'auto' }, label));
  }

  #choose(isEverywhere) {
    this.#everywhere = isEverywhere;
    this.#draw();
    this.#where.querySelector(':checked')?.focus();
    this.#find();
  }

  #typed() {
    clearTimeout(this.#timer);
    // What is shown is of another question from now on.
    this.#isLooking = true;
    this.#timer = setTimeout(() => this.#find(), PAUSE_MS);
  }

  /** Looks anew, or goes on from where a page ended. */
  async #find(from = null) {
    clearTimeout(this.#timer);
    const turn = ++this.#turn;
    const find = this.#field.value.trim();
    const room = this.#everywhere ? undefined : this.#room.name;
    if (!from) this.#results = [];
    this.#next = null;
    this.#isLooking = find !== '';
    this.#fill();
    if (!find) return;
    const before = this.#results.length;
    try {
      let next = from;
      for (let pages = 0; pages < MOST_PAGES; pages++) {
        const page = await this.#requests.search({ find, ...(room && { room }), ...(next && { from: next }) });
        if (turn !== this.#turn) return;
        this.#results = [...this.#results, ...page.results];
        next = page.next ?? null;
        if (!next || this.#results.length - before >= ENOUGH) break;
        this.#fill();
      }
      this.#next = next;
      this.#isLooking = false;
      this.#fill();
    } catch (caught) {
      if (turn !== this.#turn) return;
      this.#isLooking = false;
      this.#next = from;
      this.#fill(this.#worded(refusalOf(caught)));
    }
  }

  #worded(refusal) {
    return refusal.code === 'bad_message' ? t('search.tooMuch') : explain(refusal, this.#store.limits);
  }

  #fill(problem = '') {
    const isAsked = this.#field.value.trim() !== '';
    const isEmpty = this.#results.length === 0;
    reconcile(this.#list, linesOf(this.#results), {
      key: line => `${language()} ${this.#everywhere} ${line.key}`,
      create: line => this.#createLine(line),
    });
    this.#status.textContent = problem || this.#statusOf(isAsked, isEmpty);
    this.#status.toggleAttribute('data-problem', problem !== '');
    this.#all.hidden = !isAsked || !isEmpty || this.#isLooking || this.#everywhere;
    this.#more.hidden = !this.#next || this.#isLooking;
  }

  #statusOf(isAsked, isEmpty) {
    if (!isAsked) return t('search.hint');
    if (this.#isLooking) return t('search.looking');
    if (isEmpty && !this.#next) return t(this.#everywhere ? 'search.none' : 'search.noneHere');
    return this.#next ? '' : t('search.end');
  }

  #createLine(line) {
    const made = createLine(line, this.#everywhere);
    made.querySelector('button')?.addEventListener('click', () => {
      this.#dialog.close();
      this.#go(line.result);
    });
    return made;
  }

  #scrolled() {
    const { scrollHeight, scrollTop, clientHeight } = this.#scroller;
    if (this.#next && !this.#isLooking && scrollHeight - scrollTop - clientHeight < NEAR_PX) this.#find(this.#next);
  }

  /** Arrows go from the field into the list, and through it; Enter takes the first. */
  #pressed(event) {
    if (event.isComposing) return;
    if (event.key === 'Escape') {
      // A field for searching would only be emptied by it.
      event.preventDefault();
      this.#dialog.close();
    }
    if (event.target.type === 'radio') return;
    const lines = [...this.#list.querySelectorAll('button')];
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === 'Enter' && event.target === this.#field) {
      event.preventDefault();
      if (lines.length > 0 && !this.#isLooking) lines[0].click();
      else this.#find();
    }
    if (!step) return;
    event.preventDefault();
    const at = lines.indexOf(document.activeElement) + step;
    if (at >= lines.length && this.#next && !this.#isLooking) this.#find(this.#next);
    (at < 0 ? this.#field : lines[Math.min(at, lines.length - 1)])?.focus();
  }
}
