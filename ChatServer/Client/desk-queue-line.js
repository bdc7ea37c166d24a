import { element } from './dom.js';
import { t } from './i18n.js';
import { ageText, priorityText } from './desk-wording.js';
import { avatar, updateAvatar } from './person.js';
import { clockTime } from './time.js';
import { badge } from './wording.js';

/** Whoever has waited this long without a word is to catch the eye, in milliseconds. */
const LONG_MS = 3 * 60_000;

/** Makes the line of a ticket; updateLine fills it. @param {import('./desk-store.js').Ticket} ticket */
export function createLine({ number, visitor }) {
  return element('li', { class: 'queue-item', 'data-ticket': String(number) },
    element('button', { type: 'button', class: 'queue-line' },
      avatar(visitor),
      element('span', { class: 'queue-head' },
        element('bdi', { class: 'queue-name' }),
        element('span', { class: 'queue-unread', hidden: '' }),
        element('span', { class: 'queue-age' })),
      element('span', { class: 'queue-question', dir: 'auto' }),
      element('span', { class: 'queue-facts' })),
    element('button', { type: 'button', class: 'queue-claim', hidden: '' }));
}

/**
 * @param {HTMLElement} made
 * @param {import('./desk-store.js').Ticket} ticket
 * @param {{place: number, unread: number, isOpen: boolean, isCurrent: boolean, isMine: boolean,
 *   canClaim: boolean}} view
 */
export function updateLine(made, ticket, { place, unread, isOpen, isCurrent, isMine, canClaim }) {
  const line = made.firstChild;
  made.dataset.state = ticket.state;
  made.toggleAttribute('data-open', isOpen);
  made.toggleAttribute('data-unread', unread > 0);
  made.toggleAttribute('data-gone', ticket.state !== 'closed' && !ticket.present);
  if (isCurrent) line.setAttribute('aria-current', 'true');
  else line.removeAttribute('aria-current');
  updateAvatar(made.querySelector('.avatar'), ticket.visitor);
  made.querySelector('.queue-name').textContent = ticket.visitor.name;
  made.querySelector('.queue-question').textContent = ticket.question;
  updateUnread(made.querySelector('.queue-unread'), unread);
  made.querySelector('.queue-facts').replaceChildren(...factsOf(ticket, place, isMine));
  const claim = made.querySelector('.queue-claim');
  claim.hidden = !canClaim;
  claim.textContent = t('desk.action.claim');
  claim.setAttribute('aria-label', t('desk.claimOne', { name: ticket.visitor.name }));
}

/** How long the visitor has waited, in the queue or for a word; of a closed ticket, when that was. */
export function tickLine(made, ticket, now) {
  const age = made.querySelector('.queue-age');
  const since = ticket.state === 'waiting' ? ticket.at : ticket.since;
  const text = ticket.state === 'closed' ? clockTime(ticket.closed) : since ? ageText(now - since) : '';
  if (age.textContent !== text) age.textContent = text;
  age.toggleAttribute('data-long', ticket.state !== 'closed' && now - since > LONG_MS);
}

function updateUnread(made, unread) {
  made.hidden = unread === 0;
  made.textContent = badge(unread);
  made.setAttribute('aria-label', t('rooms.unread', { count: unread }));
}

/** Short words below the question. */
function factsOf(ticket, place, isMine) {
  const { number, department, priority = 0, returned, offline, state, agent, tag, present, rating } = ticket;
  const facts = [fact(`#${number}`, 'number')];
  if (place) facts.push(fact(t('desk.place', { count: place }), 'place'));
  if (department) facts.push(fact(department, 'department'));
  if (priority !== 0) facts.push(fact(priorityText(priority), priority > 0 ? 'high' : 'low'));
  if (returned && state === 'waiting') facts.push(fact(t('desk.fact.returned'), 'returned'));
  if (offline && state === 'waiting') facts.push(fact(t('desk.fact.offline'), 'offline'));
  if (agent && state !== 'waiting' && !isMine) facts.push(fact(agent.name, 'agent'));
  if (tag) facts.push(fact(tag, 'tag'));
  if (rating) facts.push(fact(`★ ${rating}`, 'rating'));
  if (state !== 'closed' && !present) facts.push(fact(t('desk.fact.gone'), 'gone'));
  return facts;
}

function fact(text, kind) {
  return element('bdi', { class: 'fact', 'data-fact': kind }, text);
}
