import { byId, element, icon } from './dom.js';
import { saveFile } from './files.js';
import { language, t } from './i18n.js';
import { refusalOf } from './refusal.js';
import { explain } from './wording.js';

const STARS = [1, 2, 3, 4, 5];

/** Longest comment (docs/protocol.md). */
const MOST_COMMENT = 1_000;

/** At the end of a conversation: how it was, a copy to keep, and the way to the next question. */
export class Farewell {
  #visit;
  #actions;
  #box = byId('farewell');
  #made = '';

  /**
   * @param {import('./support-visit.js').Visit} visit
   * @param actions secret() the visitor's token, notice(text), limits()
   */
  constructor(visit, actions) {
    this.#visit = visit;
    this.#actions = actions;
  }

  /** Made anew only for another ticket or language, or when it has been rated: somebody may be choosing. */
  draw() {
    const { ticket } = this.#visit;
    const isOver = ticket?.state === 'closed';
    this.#box.hidden = !isOver;
    if (!isOver) return;
    const version = JSON.stringify([language(), ticket.number, ticket.rating, ticket.comment]);
    if (version === this.#made) return;
    const hadFocus = this.#box.contains(document.activeElement);
    this.#made = version;
    this.#box.replaceChildren(...this.#words(ticket), this.#ways(ticket));
    if (hadFocus) this.#box.querySelector('h2').focus();
  }

  focus() {
    this.#box.querySelector('h2')?.focus({ preventScroll: true });
  }

  /** Who never had anybody isn't asked how it was. */
  #words(ticket) {
    if (ticket.rating) return this.#thanks(ticket);
    return [ticket.agent ? this.#question() : heading(t('support.unserved'))];
  }

  #thanks({ rating }) {
    const label = t('support.stars', { count: rating });
    const given = element('p', { class: 'given-stars', role: 'img', 'aria-label': label }, ...STARS.map(star => {
      const drawn = icon('star');
      drawn.toggleAttribute('data-on', star <= rating);
      return drawn;
    }));
    return [heading(t('support.thanks')), given];
  }

  #question() {
    const comment = element('textarea', { rows: '2', dir: 'auto', maxlength: String(MOST_COMMENT), name: 'comment',
      'aria-label': t('support.comment'), placeholder: t('support.comment') });
    const problem = element('p', { class: 'field-error', role: 'alert' });
    const send = element('button', { class: 'main-button' }, t('support.rate'));
    const rest = element('div', { class: 'rating-rest', hidden: '' }, comment, problem, send);
    const form = element('form', { class: 'rating' }, heading(t('support.how')), stars(), rest);
    form.addEventListener('change', () => { rest.hidden = false; });
    form.addEventListener('submit', event => {
      event.preventDefault();
      this.#rate(Number(form.elements.rating.value), comment.value.trim(), send, problem);
    });
    return form;
  }

  async #rate(rating, text, send, problem) {
    if (rating === 0) return;
    send.disabled = true;
    try {
      await this.#visit.rate(rating, text);
    } catch (caught) {
      problem.textContent = explain(refusalOf(caught), this.#actions.limits());
      send.disabled = false;
    }
  }

  #ways({ number }) {
    const save = element('a', {
      id: 'save-transcript', class: 'quiet-button',
      href: `/api/tickets/${number}/transcript?language=${language().slice(0, 2)}`,
      download: t('support.fileName', { number: String(number) }),
    }, icon('save'), t('support.save'));
    save.addEventListener('click', event => {
      event.preventDefault();
      this.#save(save);
    });
    const again = element('button', { type: 'button', id: 'ask-again', class: 'quiet-button' },
      icon('chat'), t('support.again'));
    again.addEventListener('click', () => this.#visit.leave());
    return element('div', { class: 'farewell-ways' }, save, again);
  }

  async #save(link) {
    try {
      await saveFile(link, this.#actions.secret());
    } catch (caught) {
      this.#actions.notice(explain(refusalOf(caught), this.#actions.limits()));
    }
  }
}

function heading(text) {
  return element('h2', { id: 'farewell-title', tabindex: '-1' }, text);
}

/** Radio buttons: arrow keys choose, and a screen reader says how many there are. */
function stars() {
  return element('div', { class: 'stars', role: 'radiogroup', 'aria-label': t('support.how') }, ...STARS.map(star => {
    const label = t('support.stars', { count: star });
    const choice = element('input', { type: 'radio', name: 'rating', value: String(star), 'aria-label': label });
    return element('label', { title: label }, choice, icon('star'));
  }));
}
