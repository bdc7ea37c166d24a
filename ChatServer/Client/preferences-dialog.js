import { mayNotify } from './alerts.js';
import { element } from './dom.js';
import { LANGUAGE_NAMES, t } from './i18n.js';
import { CHOICES } from './preferences.js';
import { closing, makeDialog, titleOf } from './rare-dialog.js';

/** How the page looks, speaks and calls, in this browser. */
export class PreferencesDialog {
  #preferences;
  #sound;
  #dialog = makeDialog('preferences-dialog');

  constructor({ preferences, sound }) {
    this.#preferences = preferences;
    this.#sound = sound;
  }

  open() {
    this.#draw();
    this.#dialog.showModal();
  }

  /** Draws again what is open, as in another language. */
  refresh() {
    if (!this.#dialog.open) return;
    const focused = document.activeElement?.id;
    this.#draw();
    if (focused) document.getElementById(focused)?.focus();
  }

  #draw() {
    this.#dialog.replaceChildren(
      titleOf(this.#dialog, t('preferences.title')),
      element('p', {}, t('preferences.text')),
      this.#select('theme', this.#choices('theme')),
      this.#select('density', this.#choices('density')),
      this.#language(),
      this.#select('alerts', this.#choices('alerts')),
      ...this.#permission(),
      this.#soundSwitch(),
      closing(this.#dialog));
  }

  #choices(key) {
    return CHOICES[key].map(value => [value, t(`preferences.${key}.${value}`)]);
  }

  #select(key, choices, value = this.#preferences.get(key), choose = code => this.#preferences.set(key, code)) {
    const id = `preferences-${key}`;
    const options = choices.map(([code, text]) => element('option', { value: code }, text));
    const select = element('select', { id }, ...options);
    select.value = value;
    select.addEventListener('change', () => choose(select.value));
    return element('div', {}, element('label', { for: id }, t(`preferences.${key}`)), select);
  }

  #language() {
    const current = document.documentElement.lang.split('-')[0];
    return this.#select('language', LANGUAGE_NAMES, current, code => {
      this.#preferences.language = code;
    });
  }

  /** What stands between this page and a notification, and what to do about it. */
  #permission() {
    if (this.#preferences.get('alerts') === 'none' || mayNotify()) return [];
    if (!window.isSecureContext) return [note('preferences.insecure')];
    if (!('Notification' in window)) return [note('preferences.unsupported')];
    if (Notification.permission === 'denied') return [note('preferences.denied')];
    const attributes = { type: 'button', id: 'preferences-allow', class: 'quiet-button' };
    const ask = element('button', attributes, t('preferences.allow'));
    ask.addEventListener('click', async () => {
      await Notification.requestPermission();
      this.refresh();
    });
    return [element('div', { class: 'preference-note' }, element('p', {}, t('preferences.ask')), ask)];
  }

  #soundSwitch() {
    const box = element('input', { type: 'checkbox', id: 'preferences-sound', role: 'switch' });
    box.checked = this.#sound.isOn;
    box.addEventListener('change', () => {
      this.#sound.isOn = box.checked;
      this.#sound.play('mention');
    });
    return element('label', { class: 'check' }, box, t('preferences.sound'));
  }
}

function note(key) {
  const texts = [key, 'preferences.still'].map(text => element('p', {}, t(text)));
  return element('div', { class: 'preference-note' }, ...texts);
}
