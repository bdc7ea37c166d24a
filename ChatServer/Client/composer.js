import { isCommand, isSecret, saidBy } from './command-line.js';
import { tidy, utf8Bytes, watchComposition } from './composing.js';
import { byId } from './dom.js';
import { Drafts } from './drafts.js';
import { expandNames, loadEmoji, needsTable } from './emoji.js';
import { sizeOf } from './files.js';
import { t } from './i18n.js';
import { Late } from './late.js';
import { refusalOf } from './refusal.js';
import { ReplyBar } from './reply-bar.js';
import { explain } from './wording.js';

/** From this part of the limit on, the bytes left are shown. */
const NEAR_LIMIT = 0.9;

const SAVE_MS = 300;

/** What can be completed begins with one of these. */
const COMPLETED = /[@:/]/;

/** A name of an emoji that was just closed by its second colon. */
const JUST_NAMED = /:[a-z0-9_+-]{2,32}:$/;

/** Where messages are written, answered and edited. Keeps what is written in each room until it is sent. */
export class Composer {
  #store;
  #drafts;
  #actions;
  #completions;
  #replyBar;
  #form = byId('composer-form');
  #input = byId('composer');
  #button = byId('send');
  #hint = byId('composer-hint');
  #attach = byId('attach');
  #picker = byId('file-picker');
  #tray = new Late(
    () => import('./attachment-tray.js'),
    ({ AttachmentTray }) => new AttachmentTray(byId('chosen-files'), () => this.#drawLimit()), 'chosen-files');
  #room = null;
  /** @type {import('./drafts.js').Writing} */
  #writing = { text: '' };
  /** What is wrong with what was entered; gone with the next letter. */
  #problem = '';
  #saveTimer = 0;
  #lostFocus = false;

  /**
   * @param actions send(room, {text, reply, target, files}), run(command, text) does what was asked for and says
   *   whether it was done, want(room, seq) loads a message, pick(anchor, chosen) an emoji
   * @param requests what completions ask for
   */
  constructor(store, storage, actions, requests) {
    this.#store = store;
    this.#drafts = new Drafts(storage, isSecret);
    this.#actions = actions;
    this.#replyBar = new ReplyBar(byId('reply-bar'), () => this.#cancel());
    const sends = watchComposition(this.#input);
    this.#completions = new Late(
      () => Promise.all([import('./completions.js'), import('./completion-sources.js')]),
      ([{ Completions }, { completionSources }]) => new Completions(this.#input, completionSources(store, requests)),
      'completions');
    this.#input.addEventListener('keydown', event => {
      if (!this.#completions.now?.pressed(event) && !this.#pressed(event, sends(event))) return;
      event.preventDefault();
      event.stopPropagation();
    });
    this.#input.addEventListener('input', event => this.#changed(event));
    this.#form.addEventListener('submit', event => {
      event.preventDefault();
      this.#submit();
    });
    const emoji = byId('emoji-button');
    emoji.addEventListener('click', () => this.#actions.pick(emoji, symbol => this.#picked(symbol)));
    this.#attach.addEventListener('click', () => this.#picker.click());
    this.#picker.addEventListener('change', () => {
      this.attach([...this.#picker.files]);
      this.#picker.value = '';
    });
    // A tap on the button must not close the keyboard of a phone.
    this.#button.addEventListener('pointerdown', event => event.preventDefault());
    window.addEventListener('pagehide', () => this.#save());
    window.addEventListener('resize', () => this.#grow());
  }

  draw() {
    const room = this.#store.active;
    const isSilenced = Boolean(this.#store.silence);
    const hadFocus = document.activeElement === this.#input;
    if ((room?.name ?? null) !== this.#room) this.#open(room?.name ?? null);
    if (room?.epoch && (this.#writing.epoch ?? room.epoch) !== room.epoch) this.#forgetNumbers();
    this.#input.disabled = room === null || isSilenced;
    // A field that is switched off loses the focus; who wrote in it goes on when it is back.
    if (this.#input.disabled) this.#lostFocus ||= hadFocus;
    else if (this.#lostFocus) this.#goOn();
    for (const button of [byId('emoji-button'), this.#attach]) button.disabled = this.#input.disabled;
    this.#attach.title = t('upload.attach', { most: sizeOf(this.#store.limits.fileBytes) });
    this.#attach.setAttribute('aria-label', this.#attach.title);
    this.#input.placeholder = room
      ? t(isSilenced ? 'composer.silenced' : 'composer.placeholder', { room: room.title })
      : '';
    this.#tray.now?.draw();
    this.#drawBar();
    this.#drawLimit();
  }

  /** Whether something can be written now, and files be added. */
  get isOpen() {
    return !this.#input.disabled;
  }

  /** Takes files that go with the next message. @param {File[]} files */
  async attach(files) {
    if (!this.isOpen || files.length === 0) return;
    const room = this.#room;
    const focused = document.activeElement;
    try {
      const tray = await this.#tray.made();
      tray.open(room);
      const problem = tray.add(files, this.#store.limits);
      if (problem) this.#complain(problem);
      // Somebody may have gone to another room meanwhile.
      tray.open(this.#room);
    } catch (caught) {
      this.#complain(explain(refusalOf(caught), this.#store.limits));
    }
    // Somebody may be writing elsewhere by now.
    if (document.activeElement === focused) this.focus();
  }

  focus() {
    this.#input.focus();
  }

  /** Writes something where the caret is. */
  insert(text) {
    this.focus();
    this.#input.setRangeText(text, this.#input.selectionStart, this.#input.selectionEnd, 'end');
    this.#changed();
  }

  // Without a symbol nothing was picked, and what is selected stays.
  #picked(symbol) {
    if (symbol) this.insert(symbol);
    else this.focus();
  }

  /** What is written next answers a message. */
  reply({ seq }) {
    if (this.#writing.edit) this.#cancel();
    this.#point({ reply: seq });
  }

  /** Puts a message here to be changed; what was written so far comes back after it. */
  edit({ seq, text }) {
    if (!this.#writing.edit) this.#writing.text = this.#input.value;
    this.#point({ edit: { target: seq, text } });
    this.#write(text);
  }

  #goOn() {
    this.#lostFocus = false;
    if (document.activeElement === document.body) this.focus();
  }

  #open(name) {
    this.#save();
    this.#room = name;
    this.#writing = name === null ? { text: '' } : this.#drafts.get(name);
    this.#problem = '';
    this.#completions.now?.close();
    this.#input.value = this.#writing.edit?.text ?? this.#writing.text;
    this.#tray.now?.open(name);
    this.#grow();
  }

  #point(numbers) {
    this.#writing = { ...this.#writing, ...numbers, epoch: this.#store.active.epoch };
    this.#drawBar();
    this.#save();
    this.focus();
  }

  /** The log has been started over: what the numbers meant is gone, what was typed isn't. */
  #forgetNumbers() {
    this.#writing = { text: this.#input.value };
  }

  /** Out of an edit, back to what was there; or without the answer. */
  #cancel() {
    const { edit, text } = this.#writing;
    this.#writing = edit ? { ...this.#writing, edit: undefined } : { text };
    if (edit) this.#write(text);
    this.#drawBar();
    this.#save();
    this.focus();
  }

  /** @returns whether the key was meant for this */
  #pressed({ key, isComposing }, sends) {
    if (sends) this.#submit();
    else if (isComposing) return false;
    else if (key === 'Escape' && (this.#writing.edit || this.#writing.reply)) this.#cancel();
    else if (key === 'ArrowUp' && this.#input.value === '') return this.#editLast();
    else return false;
    return true;
  }

  #editLast() {
    const { active, me } = this.#store;
    const last = active?.events.findLast(event => event.from.id === me?.id && !event.deleted);
    if (last) this.edit(last);
    return Boolean(last);
  }

  #submit() {
    const typed = tidy(this.#input.value);
    if (typed.trim() === '' && this.#writing.edit) this.#complain(t('composer.emptyEdit'));
    if (this.#isEmpty || this.#room === null || this.#bytesLeft(typed) < 0) return;
    const needs = [
      ...needsTable(typed) ? [loadEmoji()] : [],
      ...isCommand(typed) && !this.#writing.edit ? [import('./commands.js')] : [],
    ];
    // Until those are there nothing is sent: this very message comes again once they are, or aren't to be had.
    if (needs.length === 0) this.#finish(typed);
    else Promise.all(needs).then(got => this.#finish(typed, got.at(-1)), () => this.#complain(t('error.lost')));
  }

  /** @param {object} [commands] the module, where it is needed */
  #finish(typed, commands) {
    if (tidy(this.#input.value) !== typed) return;
    const text = expandNames(typed);
    const { edit, reply } = this.#writing;
    if (edit) this.#saveEdit(edit.target, text);
    else this.#do(isCommand(text) ? commands.readCommand(text) : { say: saidBy(text) }, reply);
  }

  #saveEdit(target, text) {
    const isSame = this.#store.active.message(target)?.text === text;
    if (!isSame) this.#actions.send(this.#room, { text, target });
    this.#cancel();
  }

  async #do({ say, problem, command, text }, reply) {
    if (problem) {
      this.#complain(problem);
      return;
    }
    const room = this.#room;
    const typed = this.#input.value;
    this.#writing = say === undefined ? { ...this.#writing, text: '' } : { text: '' };
    this.#write('');
    this.#drawBar();
    this.#save();
    if (say !== undefined) {
      const files = this.#tray.now?.take() ?? [];
      this.#actions.send(room, { text: say, reply, ...(files.length > 0 && { files }) });
      return;
    }
    const isDone = await this.#actions.run(command, text);
    const isFree = room === this.#room && this.#input.value === '';
    if (!isDone && !isSecret(typed) && isFree) this.#write(typed);
  }

  #complain(problem) {
    this.#problem = problem;
    this.#drawLimit();
  }

  #write(text) {
    this.#input.value = text;
    this.#changed();
    this.#completions.now?.close();
  }

  #changed(event) {
    this.#problem = '';
    if (event?.data === ':') this.#nameEmoji();
    if (event && COMPLETED.test(this.#input.value) && !this.#completions.now) this.#complete();
    this.#grow();
    this.#drawLimit();
    clearTimeout(this.#saveTimer);
    this.#saveTimer = setTimeout(() => this.#save(), SAVE_MS);
  }

  /** Looks for the first time; without a connection there is nothing to be had. */
  #complete() {
    this.#completions.use(completions => {
      if (document.activeElement === this.#input) completions.look();
    });
  }

  /** The second colon makes the name an emoji. */
  #nameEmoji() {
    const { value, selectionStart: end } = this.#input;
    const before = value.slice(0, end);
    const [name] = JUST_NAMED.exec(before) ?? [];
    loadEmoji();
    // In code it stays a name, also where that isn't closed yet: the added mark would close it.
    if (!name || expandNames(`${before}\``).endsWith(`${name}\``)) return;
    this.#input.setRangeText(expandNames(name), end - name.length, end, 'end');
  }

  #save() {
    clearTimeout(this.#saveTimer);
    if (this.#room === null) return;
    const { edit } = this.#writing;
    if (edit) edit.text = this.#input.value;
    else this.#writing.text = this.#input.value;
    this.#drafts.set(this.#room, this.#writing);
  }

  #grow() {
    this.#input.style.height = 'auto';
    this.#input.style.height = `${this.#input.scrollHeight}px`;
  }

  #drawBar() {
    const { edit, reply } = this.#writing;
    const seq = edit?.target ?? reply;
    const room = this.#store.active;
    if (seq && room) this.#actions.want(room, seq);
    this.#replyBar.draw(edit ? 'edit' : reply ? 'reply' : null, room?.message(seq));
  }

  #drawLimit() {
    const left = this.#bytesLeft(tidy(this.#input.value));
    const isNear = left < this.#store.limits.textBytes * (1 - NEAR_LIMIT);
    this.#form.dataset.limit = left < 0 ? 'over' : this.#problem ? 'refused' : isNear ? 'near' : '';
    this.#button.disabled = this.#isEmpty || left < 0 || this.#room === null;
    this.#input.setAttribute('aria-invalid', String(left < 0));
    if (left < 0) this.#hint.textContent = t('composer.over', { count: -left });
    else if (this.#problem) this.#hint.textContent = this.#problem;
    else if (isNear) this.#hint.textContent = t('composer.left', { count: left });
    else this.#hint.textContent = t('composer.hint');
  }

  // Files may go without a word, but not into a message that is changed.
  get #isEmpty() {
    return this.#input.value.trim() === '' && (!this.#tray.now?.count || Boolean(this.#writing.edit));
  }

  #bytesLeft(text) {
    return this.#store.limits.textBytes - utf8Bytes(text);
  }
}
