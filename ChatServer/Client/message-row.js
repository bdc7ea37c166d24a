import { element, icon } from './dom.js';
import { language, t } from './i18n.js';
import { linkify } from './linkify.js';
import { avatar, updateAvatar } from './person.js';
import { clockTime, dayName, fullTime } from './time.js';
import { reasonOf } from './wording.js';

/**
 * Makes the element of a row; updateRow fills it.
 * @param {import('./timeline.js').Row} row
 */
export function createRow(row) {
  if (row.kind === 'message') return createMessage(row);
  if (row.kind === 'day' || row.kind === 'new') return createSeparator(row.kind);
  return element('div', { class: `room-${row.kind}` });
}

/**
 * Brings the element of a row up to date; cheap when nothing about it changed.
 * @param {HTMLElement} made
 * @param {import('./timeline.js').Row} row
 * @param {{room: string, limits: object, isEmpty: boolean}} context
 */
export function updateRow(made, row, context) {
  const { state, seq, head, from } = row;
  const failed = row.draft?.failed;
  const version = [language(), state, seq, head, failed, from?.name, context.isEmpty].join();
  // The name of a day changes at midnight.
  if (made.rowVersion === version && row.kind !== 'day') return;
  made.rowVersion = version;
  if (row.kind === 'message') updateMessage(made, row, context);
  else if (row.kind === 'day') made.firstChild.textContent = dayName(row.at);
  else if (row.kind === 'new') made.firstChild.textContent = t('messages.new');
  else if (row.kind === 'older') made.textContent = t('messages.older');
  else made.textContent = startText(context);
}

function createSeparator(kind) {
  return element('div', { class: `${kind}-separator`, role: 'separator' }, element('span'));
}

function startText({ room, isEmpty }) {
  return t('messages.start', { room }) + (isEmpty ? `\n${t('messages.empty')}` : '');
}

function createMessage(row) {
  const body = element('div', { class: 'message-body' },
    element('div', { class: 'message-head' },
      element('span', { class: 'message-author', dir: 'auto' }),
      element('time', { class: 'message-time' })),
    element('div', { class: 'message-text', dir: 'auto' }, ...textNodes(row.text)));
  return element('article', { class: 'message' }, avatar(row.from), body);
}

function updateMessage(made, row, { limits }) {
  made.dataset.state = row.state;
  made.dataset.head = row.head;
  if (row.id) made.dataset.id = row.id;
  if (row.seq) made.dataset.seq = row.seq;
  updateAvatar(made.querySelector('.avatar'), row.from);
  made.querySelector('.message-author').textContent = row.from.name;
  const time = made.querySelector('.message-time');
  time.textContent = clockTime(row.at);
  time.title = fullTime(row.at);
  time.dateTime = new Date(row.at).toISOString();
  made.querySelector('.message-state')?.remove();
  if (row.state === 'pending') made.append(pendingMark());
  if (row.state === 'failed') made.append(failure(row, limits));
}

function pendingMark() {
  const mark = element('span', { class: 'message-state message-pending', 'aria-hidden': 'true' });
  mark.title = t('messages.pending');
  mark.append(icon('clock'));
  return mark;
}

function failure({ draft: { failed } }, limits) {
  return element('div', { class: 'message-state message-failure' },
    element('span', { class: 'failure-reason' },
      icon('alert'), t('messages.failed', { reason: reasonOf(failed, limits) })),
    element('button', { type: 'button', class: 'text-button retry' }, t('messages.retry')),
    element('button', { type: 'button', class: 'text-button discard' }, t('messages.discard')));
}

function textNodes(text) {
  return linkify(text).map(({ text: piece, href }) => href
    ? element('a', { href, rel: 'noopener noreferrer', target: '_blank' }, piece)
    : piece);
}
