import { tidy, utf8Bytes, watchComposition } from './composing.js';
import { element, icon } from './dom.js';
import { Drafts } from './drafts.js';
import { t } from './i18n.js';
import { ReplyBar } from './reply-bar.js';

/** From this part of the limit on, the bytes left are shown. */
const NEAR_LIMIT = 0.9;

const SAVE_MS = 300;

/** Where one writes in a ticket: Enter sends, Shift+Enter breaks the line. Keeps what is written until it is sent. */
export class TicketComposer {
  /** To be put into the page. */
  element;
  /** The text field, for who completes what is typed. */
  input = element('textarea', { class: 'ticket-input', rows: '1', enterkeyhint: 'send', dir: 'auto' });

  #actions;
  #drafts;
  #bar = element('div', { class: 'reply-bar', hidden: '' },
    element('span', { class: 'reply-title', dir: 'auto' }),
    element('span', { class: 'reply-text', dir: 'auto' }),
    element('button', { type: 'button', class: 'icon-button' }, icon('close')));
  #replyBar = new ReplyBar(this.#bar, () => this.#cancel());
  #hint = element('p', { class: 'ticket-hint' });
  #attach = element('button', { type: 'button', class: 'icon-button ticket-attach' }, icon('attach'));
  #button = element('button', { class: 'icon-button ticket-send' }, icon('send'));
  #picker = element('input', { type: 'file', multiple: '', hidden: '', tabindex: '-1' });
  /** @type {import('./room.js').Room | null} */
  #room = null;
  #writing = { text: '' };
  #limits = { textBytes: Infinity };
  #placeholder = '';
  #saveTimer = 0;

  /**
   * @param {import('./storage.js').BrowserStorage} storage
   * @param actions send({text, reply, target}), typed(text), attach(files) where files can be sent
   */
  constructor(storage, actions) {
    this.#actions = actions;
    this.#drafts = new Drafts(storage, () => false);
    this.element = element('form', { class: 'ticket-composer' },
      this.#bar,
      element('div', { class: 'ticket-box' }, this.#attach, this.input, this.#button), this.#picker, this.#hint);
    const sends = watchComposition(this.input);
    this.input.addEventListener('keydown', event => this.#pressed(event, sends(event)));
    this.input.addEventListener('input', () => this.#changed());
    this.input.addEventListener('paste', event => this.#pasted(event));
    this.element.addEventListener('submit', event => {
      event.preventDefault();
      this.#submit();
    });
    this.#attach.addEventListener('click', () => this.#picker.click());
    this.#picker.addEventListener('change', () => {
      this.#actions.attach([...this.#picker.files]);
      this.#picker.value = '';
    });
    // A tap on the button must not close the keyboard of a phone.
    this.#button.addEventListener('pointerdown', event => event.preventDefault());
    window.addEventListener('pagehide', () => this.#save());
    new ResizeObserver(() => this.#grow()).observe(this.element);
  }

  /** Shows what is being written in a room; nothing can be written without one. */
  open(room) {
    if (room?.name === this.#room?.name) {
      this.#room = room;
      return;
    }
    this.#save();
    this.#room = room;
    this.#writing = room ? this.#drafts.get(room.name) : { text: '' };
    this.input.value = this.#writing.edit?.text ?? this.#writing.text;
    this.#grow();
  }

  /** @param {{limits: object, placeholder: string, canAttach: boolean}} how */
  draw({ limits, placeholder, canAttach }) {
    this.#limits = limits;
    this.#placeholder = placeholder;
    this.#attach.hidden = !canAttach;
    for (const [button, key] of [[this.#attach, 'ticket.attach'], [this.#button, 'composer.send'],
      [this.#bar.lastChild, 'composer.cancel']]) label(button, t(key));
    this.input.setAttribute('aria-label', t('composer.label'));
    this.#drawBar();
    this.#drawLimit();
  }

  focus() {
    this.input.focus();
  }

  /** Writes something where the caret is. */
  insert(text) {
    this.focus();
    this.input.setRangeText(text, this.input.selectionStart, this.input.selectionEnd, 'end');
    this.#changed();
  }

  /** What is written next answers a message. */
  reply({ seq }) {
    if (this.#writing.edit) this.#cancel();
    this.#point({ reply: seq });
  }

  /** Puts a message here to be changed; what was written so far comes back after it. */
  edit({ seq, text }) {
    if (!this.#writing.edit) this.#writing.text = this.input.value;
    this.#point({ edit: { target: seq, text } });
    this.#write(text);
  }

  #point(numbers) {
    this.#writing = { ...this.#writing, ...numbers };
    this.#drawBar();
    this.#save();
    this.focus();
  }

  #cancel() {
    const { edit, text } = this.#writing;
    this.#writing = { text: edit ? text : this.input.value };
    if (edit) this.#write(text);
    this.#drawBar();
    this.#save();
    this.focus();
  }

  #pressed(event, sends) {
    if (event.defaultPrevented) return;
    if (sends) this.#submit();
    else if (event.isComposing) return;
    else if (event.key === 'Escape' && (this.#writing.edit || this.#writing.reply)) this.#cancel();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #pasted(event) {
    const files = [...event.clipboardData?.files ?? []];
    if (files.length === 0 || this.#attach.hidden) return;
    event.preventDefault();
    this.#actions.attach(files);
  }

  #submit() {
    const text = tidy(this.input.value);
    if (text.trim() === '' || !this.#room || this.#bytesLeft(text) < 0) return;
    const { edit, reply } = this.#writing;
    if (!edit || this.#room.message(edit.target)?.text !== text) {
      this.#actions.send({ text, ...(edit ? { target: edit.target } : { reply }) });
    }
    const next = edit ? this.#writing.text : '';
    this.#writing = { text: next };
    this.#write(next);
    this.#drawBar();
    this.#save();
  }

  #write(text) {
    this.input.value = text;
    this.#changed();
  }

  #changed() {
    this.#grow();
    this.#drawLimit();
    this.#actions.typed(this.#writing.edit ? '' : this.input.value);
    clearTimeout(this.#saveTimer);
    this.#saveTimer = setTimeout(() => this.#save(), SAVE_MS);
  }

  #save() {
    clearTimeout(this.#saveTimer);
    if (!this.#room) return;
    const { edit } = this.#writing;
    if (edit) edit.text = this.input.value;
    else this.#writing.text = this.input.value;
    this.#drafts.set(this.#room.name, this.#writing);
  }

  #grow() {
    const { input } = this;
    input.style.height = 'auto';
    if (input.scrollHeight > 0) input.style.height = `${input.scrollHeight}px`;
  }

  #drawBar() {
    const { edit, reply } = this.#writing;
    this.#replyBar.draw(edit ? 'edit' : reply ? 'reply' : null, this.#room?.message(edit?.target ?? reply));
  }

  #drawLimit() {
    const left = this.#bytesLeft(tidy(this.input.value));
    const isNear = left < this.#limits.textBytes * (1 - NEAR_LIMIT);
    this.element.dataset.limit = left < 0 ? 'over' : isNear ? 'near' : '';
    this.#button.disabled = this.input.value.trim() === '' || left < 0 || !this.#room;
    this.input.disabled = !this.#room;
    this.input.placeholder = this.#placeholder;
    this.input.setAttribute('aria-invalid', String(left < 0));
    this.#hint.hidden = !isNear;
    if (left < 0) this.#hint.textContent = t('composer.over', { count: -left });
    else if (isNear) this.#hint.textContent = t('composer.left', { count: left });
  }

  #bytesLeft(text) {
    return this.#limits.textBytes - utf8Bytes(text);
  }
}

function label(button, text) {
  button.setAttribute('aria-label', text);
  button.title = text;
}
