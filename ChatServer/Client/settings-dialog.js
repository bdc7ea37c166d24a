import { actForm } from './act-form.js';
import { byId, element } from './dom.js';
import { t } from './i18n.js';
import { refusalOf } from './refusal.js';
import { MOST_TEXT, current, isHost } from './rules.js';
import { momentOf } from './time.js';
import { durationOf, explain } from './wording.js';

/** What slow mode may be set to, in seconds. */
const SLOW = [0, 5, 10, 30, 60, 300, 900, 3_600];

/** What hosts set in the room on the screen, and who is muted, banned, or a host. */
export class SettingsDialog {
  #store;
  #requests;
  #openWebhooks;
  #dialog = byId('settings-dialog');
  #error = element('p', { class: 'field-error', role: 'alert' });
  #bans = [];

  /** @param openWebhooks what opens those of a room */
  constructor({ store, requests, openWebhooks }) {
    this.#store = store;
    this.#requests = requests;
    this.#openWebhooks = openWebhooks;
  }

  /** The rules of the room, and lists of people. */
  async open() {
    this.#error.textContent = '';
    this.#bans = [];
    this.draw();
    this.#dialog.showModal();
    if (this.#isAdmin) await this.#do(async () => { this.#bans = await this.#requests.bans(); });
  }

  /** The form of one act against one person. @param {'mute' | 'kick' | 'ban'} action */
  openAct(action, person) {
    const { name } = this.#store.active;
    this.#dialog.replaceChildren(actForm({
      action,
      person,
      limits: this.#store.limits,
      perform: details => this.#requests.moderate(name, action, details),
      done: () => this.#dialog.close(),
    }));
    this.#dialog.dataset.view = 'act';
    this.#dialog.showModal();
  }

  /** Once more, because something was set. What somebody is typing stays. */
  draw() {
    const room = this.#store.active;
    if (!room || room.with || !isHost(room.rules, this.#store.me)) {
      this.#dialog.close();
      return;
    }
    this.#dialog.dataset.view = 'settings';
    const focused = document.activeElement;
    this.#dialog.replaceChildren(
      element('h2', { id: 'settings-title', tabindex: '-1', autofocus: '' }, t('settings.title', { room: room.name })),
      this.#error,
      this.#topic(room),
      this.#switch(room, 'lock', room.rules.locked),
      this.#switch(room, 'hosts_only', room.rules.hostsOnly),
      ...(this.#isAdmin ? [this.#switch(room, 'archive', room.rules.archived)] : []),
      this.#slow(room),
      this.#password(room),
      ...(this.#isAdmin ? [this.#webhooks(room)] : []),
      ...this.#people(room),
      element('div', { class: 'dialog-actions' },
        this.#button('page.close', () => this.#dialog.close(), 'quiet-button')));
    if (focused?.id) this.#goOnIn(focused);
  }

  /** Draws again if it is open on the rules. */
  refresh() {
    if (this.#dialog.open && this.#dialog.dataset.view === 'settings') this.draw();
  }

  /** Somebody may be in the middle of a word. */
  #goOnIn({ id, type, value, selectionStart, selectionEnd }) {
    const field = byId(id);
    field?.focus();
    if (type !== 'text' || !this.#dialog.contains(field)) return;
    field.value = value;
    field.setSelectionRange(selectionStart, selectionEnd);
  }

  get #isAdmin() {
    return this.#store.me?.role === 'admin';
  }

  #topic(room) {
    const attributes = { value: room.topic, maxlength: String(MOST_TEXT) };
    return this.#field(room, 'topic', attributes, text => text === room.topic ? null : { text });
  }

  /** An empty field takes the password away. */
  #password(room) {
    const hint = t(room.rules.password ? 'settings.passwordSet' : 'settings.passwordNone');
    const attributes = { placeholder: hint, maxlength: '60', type: 'text', spellcheck: 'false' };
    return this.#field(room, 'password', attributes, text => {
      if (text !== '') return { text };
      return room.rules.password ? { on: false } : null;
    });
  }

  /** @param {(text: string) => object | null} details null if nothing is to be changed */
  #field(room, action, attributes, details) {
    const id = `settings-${action}`;
    const input = element('input', { id, autocomplete: 'off', dir: 'auto', ...attributes });
    const form = element('form', { class: 'settings-field' },
      element('label', { for: id }, t(`settings.${action}`)),
      input,
      element('button', { class: 'quiet-button' }, t('name.save')));
    form.addEventListener('submit', event => {
      event.preventDefault();
      input.blur();
      const wanted = details(input.value.trim());
      if (wanted) this.#moderate(room, action, wanted);
    });
    return form;
  }

  #switch(room, action, isOn = false) {
    const box = element('input', { type: 'checkbox', id: `settings-${action}`, role: 'switch' });
    box.checked = isOn;
    box.addEventListener('change', () => this.#moderate(room, action, { on: box.checked }));
    return element('label', { class: 'check' }, box, t(`settings.${action}`));
  }

  #slow(room) {
    const { slow = 0 } = room.rules;
    const choices = [...new Set([...SLOW, slow])].sort((a, b) => a - b).map(seconds =>
      element('option', { value: String(seconds) }, seconds === 0 ? t('settings.slowOff') : durationOf(seconds)));
    const select = element('select', { id: 'settings-slow' }, ...choices);
    select.value = String(slow);
    select.addEventListener('change', () =>
      this.#moderate(room, 'slow', { seconds: Number(select.value) }));
    return element('div', { class: 'settings-field' },
      element('label', { for: 'settings-slow' }, t('settings.slow')), select);
  }

  /** In place of the settings: where the focus was before them, it is again after both. */
  #webhooks(room) {
    const open = this.#button('webhooks.open', () => {
      this.#dialog.close();
      this.#openWebhooks(room);
    }, 'quiet-button');
    open.id = 'settings-webhooks';
    open.setAttribute('aria-haspopup', 'dialog');
    return element('div', { class: 'settings-more' }, open);
  }

  #people(room) {
    const hosts = (room.rules.hosts ?? []).map(id => room.people.get(id) ?? { id, name: t('people.absent') });
    return [
      ...this.#list('mutes', current(room.rules.mutes), ({ person, until }) => this.#entry(
        person, until, '', () => this.#moderate(room, 'mute', { person: person.id, on: false }), 'unmute')),
      ...this.#list('kicks', current(room.rules.kicks), ({ person, until }) => this.#entry(
        person, until, '', () => this.#moderate(room, 'kick', { person: person.id, on: false }), 'unkick')),
      ...(this.#isAdmin ? [
        ...this.#list('hosts', hosts, person => this.#entry(
          person, null, '', () => this.#moderate(room, 'host', { person: person.id, on: false }), 'unhost')),
        ...this.#list('bans', this.#bans, ban => this.#entry(
          ban.person, ban.until, banText(ban), () => this.#unban(room, ban), 'unban')),
      ] : []),
    ];
  }

  #list(key, items, entry) {
    if (items.length === 0) return [];
    return [
      element('h3', {}, t(`settings.${key}`)),
      element('ul', { class: 'settings-list', 'data-list': key }, ...items.map(entry)),
    ];
  }

  #entry({ id, name }, until, detail, undo, key) {
    const texts = [detail, until ? t('settings.until', { time: momentOf(until) }) : ''].filter(Boolean);
    return element('li', { 'data-person': id },
      element('span', { class: 'settings-name' }, element('bdi', {}, name),
        element('span', { class: 'settings-detail' }, texts.join(' · '))),
      this.#button(`person.${key}`, undo, 'quiet-button'));
  }

  #button(key, act, kind) {
    const button = element('button', { type: 'button', class: kind }, t(key));
    button.addEventListener('click', act);
    return button;
  }

  async #unban(room, { person, room: where }) {
    const made = this.#store.rooms.get(where);
    const open = made?.live && !made.rules.archived ? made : room;
    await this.#moderate(open, 'ban', { person: person.id, on: false });
    await this.#do(async () => { this.#bans = await this.#requests.bans(); });
  }

  #moderate(room, action, details) {
    return this.#do(() => this.#requests.moderate(room.name, action, details));
  }

  async #do(act) {
    this.#error.textContent = '';
    try {
      await act();
    } catch (caught) {
      this.#error.textContent = explain(refusalOf(caught), this.#store.limits);
    }
    this.refresh();
  }
}

function banText({ text, addresses = [] }) {
  return [text, ...addresses].filter(Boolean).join(' · ');
}
