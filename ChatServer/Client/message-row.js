import { actionOf } from './actions.js';
import { isBot, progressOf } from './bots.js';
import { element, icon } from './dom.js';
import { isFewEmoji } from './emoji.js';
import { createFiles, replaceFiles, updateFiles } from './files.js';
import { language, t } from './i18n.js';
import { render } from './markdown-view.js';
import { avatar, updateAvatar } from './person.js';
import { createQuote, updateQuote } from './quote.js';
import { updateReactions } from './reactions.js';
import { quietText } from './quiet-line.js';
import { clockTime, dayName, fullTime } from './time.js';
import { explain } from './wording.js';

/**
 * Makes the element of a row; updateRow fills it.
 * @param {import('./timeline.js').Row} row
 */
export function createRow(row) {
  if (row.kind === 'message') return createMessage(row);
  if (row.kind === 'day' || row.kind === 'new') return createSeparator(row.kind);
  if (row.kind === 'quiet') return element('p', { class: 'quiet-line' });
  return element('div', { class: `room-${row.kind}` });
}

/**
 * Brings the element of a row up to date; cheap when nothing about it changed.
 * @param {HTMLElement} made
 * @param {import('./timeline.js').Row} row
 * @param {{room: string, isDirect: boolean, limits: object, isEmpty: boolean, me: object, names: () => NameIndex,
 *   tell?: (row: object) => string}} context
 *   `names` of people whose mention is to be seen; `tell` says what a quiet line does, where that isn't quietText
 */
export function updateRow(made, row, context) {
  if (row.kind === 'quiet') {
    updateQuiet(made, row, context.tell ?? quietText);
    return;
  }
  const { source, draft, head, original, from } = row;
  const { isEmpty, me } = context;
  const version = [language(), source, draft, head, original, from?.name, isEmpty, me?.id, me?.name, waitOf(row)];
  // The name of a day changes at midnight.
  if (made.rowVersion?.every((part, i) => part === version[i]) && row.kind !== 'day') return;
  made.rowVersion = version;
  if (row.kind === 'message') updateMessage(made, row, context);
  else if (row.kind === 'day') made.firstChild.textContent = dayName(row.at);
  else if (row.kind === 'new') made.firstChild.textContent = t('messages.new');
  else if (row.kind === 'older') made.textContent = t('messages.older');
  else made.textContent = startText(context);
}

/** Who came and went may change; an event never does. */
function updateQuiet(made, row, tell) {
  if (row.event && made.rowVersion === language()) return;
  made.rowVersion = language();
  const text = tell(row);
  // A line that only stays is no news to a screen reader.
  if (made.textContent !== text) made.textContent = text;
}

/** For how many more seconds a message has to wait in a room with slow mode; 0 if it needn't. */
export function waitOf({ draft }) {
  return draft?.failed ? 0 : Math.max(0, Math.ceil(((draft?.notBefore ?? 0) - Date.now()) / 1000));
}

function createSeparator(kind) {
  return element('div', { class: `${kind}-separator`, role: 'separator' }, element('span'));
}

function startText({ room, isDirect, isEmpty }) {
  return t(isDirect ? 'messages.startDirect' : 'messages.start', { room }) + (isEmpty ? `\n${t('messages.empty')}` : '');
}

function createMessage(row) {
  const body = element('div', { class: 'message-body' },
    element('div', { class: 'message-head' },
      element('span', { class: 'message-author', dir: 'auto' }),
      ...(isBot(row.from) ? [element('span', { class: 'bot-tag' })] : []),
      element('time', { class: 'message-time' })),
    element('div', { class: 'message-text', dir: 'auto' }),
    ...(row.files ? [createFiles(row)] : []),
    ...(row.isKeyed ? [element('progress', { class: 'message-progress', max: '100', hidden: '' })] : []),
    element('span', { class: 'edited', hidden: '' }),
    element('div', { class: 'reactions', hidden: '' }));
  if (row.reply) body.firstChild.after(createQuote());
  return element('article', { class: 'message', tabindex: '-1' }, avatar(row.from), body);
}

function updateMessage(made, row, context) {
  made.dataset.state = row.state;
  made.dataset.head = row.head;
  made.toggleAttribute('data-mine', row.from.id === context.me?.id);
  if (row.id) made.dataset.id = row.id;
  if (row.seq) made.dataset.seq = row.seq;
  made.toggleAttribute('data-edited', Boolean(row.edited));
  updateAvatar(made.querySelector('.avatar'), row.from);
  made.querySelector('.message-author').textContent = row.from.name;
  updateTime(made.querySelector('.message-time'), row.at);
  updateText(made, row, context);
  updateBot(made, row);
  const files = made.querySelector('.files');
  if (files && row.files) updateFiles(replaceFiles(files, row), row);
  else files?.remove();
  updateEdited(made.querySelector('.edited'), row);
  const quote = made.querySelector('.quote');
  if (quote) updateQuote(quote, row.reply, row.original);
  updateReactions(made.querySelector('.reactions'), row.reactions ?? [], context.me?.id);
  updateState(made, row, context);
}

function updateTime(time, at) {
  time.textContent = clockTime(at);
  time.title = fullTime(at);
  time.dateTime = new Date(at).toISOString();
}

/** Draws the text anew only if it is another one: somebody may be selecting it. */
function updateText(made, row, context) {
  const { text, deleted, deletedBy, from } = row;
  const version = JSON.stringify([text, deleted, from.name, context.me?.name, language()]);
  if (made.textVersion === version) return;
  made.textVersion = version;
  const box = made.querySelector('.message-text');
  const action = deleted ? null : actionOf(text);
  box.classList.toggle('tombstone', Boolean(deleted));
  box.toggleAttribute('data-big', !deleted && isFewEmoji(text));
  made.toggleAttribute('data-action', action !== null);
  if (deleted) {
    const isByHost = deletedBy && deletedBy.id !== from.id;
    box.replaceChildren(t(isByHost ? 'messages.deletedByHost' : 'messages.deleted'));
  } else {
    const people = { me: context.me?.name, names: context.names };
    box.replaceChildren(...actor(action, from), ...render(action ?? text, people));
  }
  made.toggleAttribute('data-mention', box.querySelector('.mention[data-me]') !== null);
}

/** «Ann waves»: who does it is a part of what is said. */
function actor(action, { name }) {
  return action === null ? [] : [element('bdi', { class: 'actor' }, name), ' '];
}

function updateBot(made, row) {
  const tag = made.querySelector('.bot-tag');
  if (tag) tag.textContent = t('people.bot');
  const bar = made.querySelector('.message-progress');
  if (!bar) return;
  const percent = progressOf(row);
  bar.hidden = percent === null;
  if (percent !== null) bar.value = percent;
  bar.setAttribute('aria-label', t('messages.progress'));
}

function updateEdited(mark, row) {
  const { edited } = row;
  // That a bar moves is seen.
  mark.hidden = !edited || progressOf(row) !== null;
  if (mark.hidden) return;
  mark.textContent = t('messages.edited');
  mark.title = fullTime(edited);
}

function updateState(made, row, { limits }) {
  const wait = waitOf(row);
  const waiting = made.querySelector('.message-delay .wait');
  if (wait > 0 && waiting) {
    waiting.textContent = t('messages.slow', { count: wait });
    return;
  }
  const bar = made.querySelector('.message-upload progress');
  if (bar && row.state === 'pending') {
    bar.value = row.draft.part;
    return;
  }
  made.querySelector('.message-state')?.remove();
  if (row.draft) made.dataset.draft = row.draft.id;
  else delete made.dataset.draft;
  if (row.state === 'failed') made.append(failure(row.draft, limits));
  else if (wait > 0) made.append(delay(wait));
  else if (row.draft?.files) made.append(uploading(row.draft));
  else if (row.state === 'pending') made.append(pendingMark());
}

function uploading({ files, part }) {
  const label = t('upload.progress', { name: files.map(({ name }) => name).join(', ') });
  return element('div', { class: 'message-state message-upload' },
    element('progress', { max: '1', value: part, 'aria-label': label }), discard('upload.cancel'));
}

function pendingMark() {
  const mark = element('span', { class: 'message-state message-pending', 'aria-hidden': 'true' });
  mark.title = t('messages.pending');
  mark.append(icon('clock'));
  return mark;
}

function delay(count) {
  return element('div', { class: 'message-state message-failure message-delay' },
    element('span', { class: 'failure-reason' },
      icon('clock'), element('span', { class: 'wait' }, t('messages.slow', { count }))), discard());
}

function failure({ failed, why, target }, limits) {
  const reason = explain({ ...why, code: failed }, limits);
  return element('div', { class: 'message-state message-failure' },
    element('span', { class: 'failure-reason' },
      icon('alert'), t(target ? 'messages.notEdited' : 'messages.failed', { reason })),
    element('button', { type: 'button', class: 'text-button retry' }, t('messages.retry')), discard());
}

function discard(text = 'messages.discard') {
  return element('button', { type: 'button', class: 'text-button discard' }, t(text));
}
