import { element } from './dom.js';
import { t } from './i18n.js';
import { HoursForm } from './desk-hours-form.js';
import { Rows } from './desk-rows.js';
import { refusalOf } from './refusal.js';

/** What the server takes (docs/protocol.md). */
const MOST = {
  greeting: 500, departments: 20, fields: 5, name: 32, canned: 100, cannedText: 2_000, minutes: 1_440, room: 64, mail: 200,
};

/** How the desk works, for supervisors and admins: one form, saved as a whole. */
export class SettingsPage {
  #page;
  #api;
  #worded;
  #parts = null;
  /** What holds, as far as this page knows. */
  #saved = '';
  #isDirty = false;
  #status = element('p', { class: 'page-status', role: 'status' });
  #error = element('p', { class: 'field-error', id: 'settings-error', role: 'alert' });

  /**
   * @param {HTMLElement} page
   * @param {import('./desk-api.js').DeskApi} api
   * @param {(refusal: import('./refusal.js').Refusal) => string} worded
   */
  constructor(page, api, worded) {
    this.#page = page;
    this.#api = api;
    this.#worded = worded;
    page.addEventListener('input', () => {
      this.#isDirty = true;
      this.#status.textContent = '';
    });
  }

  /** Draws it with what holds now; what somebody has begun to change stays. */
  async open() {
    if (this.#isDirty) return;
    this.#status.textContent = '';
    this.#error.textContent = '';
    try {
      const settings = await this.#api.settings();
      // Somebody may have begun to change them meanwhile.
      if (this.#isDirty) this.changed(settings);
      else this.#hold(settings);
    } catch (caught) {
      this.#error.textContent = this.#worded(refusalOf(caught));
      const head = element('div', { class: 'page-head' }, element('h2', {}, t('desk.settings.title')));
      this.#page.replaceChildren(head, this.#error);
    }
  }

  /** Somebody else has saved others. */
  changed(settings) {
    if (!this.#parts || JSON.stringify(settings) === this.#saved) return;
    if (!this.#isDirty) {
      this.open();
      return;
    }
    this.#api.replaceAny();
    this.#status.textContent = t('desk.settings.changed');
  }

  /** In another language; what was changed and not saved is kept. */
  redraw() {
    if (this.#parts) this.#draw(this.#value);
  }

  #hold(settings) {
    this.#saved = JSON.stringify(settings);
    this.#draw(settings);
  }

  #draw(settings) {
    const { greeting = '', departments = [], fields = [], canned = [], hours } = settings;
    this.#parts = {
      greeting: area('settings-greeting', greeting, MOST.greeting),
      routing: radios('routing', ['manual', 'auto'], settings.routing ?? 'manual'),
      silence: element('input', {
        id: 'settings-silence', type: 'number', required: '', min: '0', max: String(MOST.minutes),
        value: String(settings.silenceMinutes ?? 0),
      }),
      preview: check('settings-preview', settings.preview ?? false),
      contact: check('settings-contact', settings.requireContact ?? false),
      room: text('settings-room', settings.notifyRoom, MOST.room),
      mail: text('settings-mail', settings.notifyMail, MOST.mail, { type: 'email' }),
      departments: new Rows({
        name: 'departments', most: MOST.departments, add: t('desk.settings.addDepartment'),
        values: departments.map(name => ({ name })),
        columns: [nameColumn('name', 'name')],
      }),
      fields: new Rows({
        name: 'fields', most: MOST.fields, add: t('desk.settings.addField'), values: fields,
        columns: [
          nameColumn('name', 'name'),
          { key: 'required', label: t('desk.settings.required'), kind: 'check' },
        ],
      }),
      canned: new Rows({
        name: 'canned', most: MOST.canned, add: t('desk.settings.addCanned'), values: canned,
        columns: [
          nameColumn('shortcut', 'shortcut', { autocapitalize: 'none', spellcheck: 'false' }),
          {
            key: 'text', label: t('desk.settings.cannedText'), kind: 'area',
            attributes: { maxlength: String(MOST.cannedText), rows: '2' },
          },
        ],
      }),
      hours: new HoursForm(hours),
    };
    this.#page.replaceChildren(this.#form());
  }

  #form() {
    const parts = this.#parts;
    const { greeting, routing, silence, preview, contact, departments, fields, canned, hours } = parts;
    const form = element('form', { class: 'settings-form', autocomplete: 'off', novalidate: '' },
      element('div', { class: 'page-head' },
        element('h2', {}, t('desk.settings.title')), this.#status,
        element('button', { class: 'main-button', id: 'settings-save' }, t('name.save')), this.#error),
      group('visitors', line('settings-greeting', 'greeting', greeting), hint('greeting'),
        toggle(preview, 'preview'), hint('preview'), toggle(contact, 'contact')),
      group('routing', routing, line('settings-silence', 'silence', silence), hint('silence')),
      group('departments', hint('departments'), departments.element),
      group('fields', hint('fields'), fields.element),
      group('hours', hours.element),
      group('notify', hint('notify'), line('settings-room', 'notifyRoom', parts.room),
        line('settings-mail', 'notifyMail', parts.mail)),
      group('canned', hint('canned'), canned.element));
    form.addEventListener('submit', event => {
      event.preventDefault();
      this.#save();
    });
    return form;
  }

  get #value() {
    const parts = this.#parts;
    const { greeting, routing, silence, preview, contact, departments, fields, canned, hours } = parts;
    const [notifyRoom, notifyMail] = [parts.room.value.trim(), parts.mail.value.trim()];
    return {
      greeting: greeting.value.trim(),
      departments: departments.values.map(({ name }) => name),
      fields: fields.values,
      routing: routing.querySelector(':checked').value,
      silenceMinutes: Number(silence.value),
      preview: preview.checked,
      requireContact: contact.checked,
      ...(hours.value && { hours: hours.value }),
      ...(notifyRoom && { notifyRoom }),
      ...(notifyMail && { notifyMail }),
      canned: canned.values.map(({ shortcut, text }) => ({ shortcut: shortcut.replace(/^\//, ''), text })),
    };
  }

  async #save() {
    const problem = this.#problem;
    this.#mark(problem);
    if (problem) return;
    const button = this.#page.querySelector('#settings-save');
    button.disabled = true;
    try {
      this.#isDirty = false;
      this.#hold(await this.#api.saveSettings(this.#value));
      this.#status.textContent = t('desk.settings.saved');
      this.#page.querySelector('#settings-save').focus();
    } catch (caught) {
      this.#isDirty = true;
      button.disabled = false;
      const refusal = refusalOf(caught);
      this.#error.textContent = refusal.code === 'stale' ? t('desk.settings.stale')
        : refusal.text ? t('desk.settings.invalid', refusal) : this.#worded(refusal);
    }
  }

  /** What can't be saved, and where it stands; undefined if all can. @returns {{field: Element, text: string}} */
  get #problem() {
    const { silence, mail, departments, fields, canned, hours } = this.#parts;
    const missing = [departments, fields, canned].map(rows => rows.missing).find(Boolean);
    const [field, key] = [
      [!silence.checkValidity() && silence, 'badMinutes'], [missing, 'missing'], [hours.wrong, 'badHours'],
      [!mail.checkValidity() && mail, 'badMail'],
    ].find(([field]) => field) ?? [];
    return field && { field, text: t(`desk.settings.${key}`) };
  }

  #mark(problem) {
    for (const field of this.#page.querySelectorAll('[aria-invalid]')) {
      field.removeAttribute('aria-invalid');
      field.removeAttribute('aria-describedby');
    }
    this.#error.textContent = problem ? t('desk.settings.invalid', problem) : '';
    problem?.field.setAttribute('aria-invalid', 'true');
    problem?.field.setAttribute('aria-describedby', this.#error.id);
    problem?.field.focus();
  }
}

/** A column of short texts, see Rows. */
function nameColumn(key, label, attributes = {}) {
  return {
    key, label: t(`desk.settings.${label}`), kind: 'text', attributes: { maxlength: String(MOST.name), ...attributes },
  };
}

function group(key, ...content) {
  return element('fieldset', { class: 'settings-group', 'data-group': key },
    element('legend', {}, t(`desk.settings.${key}`)), ...content);
}

function line(id, key, input) {
  return element('div', { class: 'settings-line' },
    element('label', { for: id }, t(`desk.settings.${key}`)), input);
}

function hint(key) {
  return element('p', { class: 'hint' }, t(`desk.settings.${key}Hint`));
}

function toggle(box, key) {
  return element('label', { class: 'check' }, box, t(`desk.settings.${key}`));
}

function check(id, isOn) {
  const box = element('input', { type: 'checkbox', id });
  box.checked = isOn;
  return box;
}

function area(id, text, most) {
  const field = element('textarea', { id, rows: '3', maxlength: String(most), dir: 'auto' });
  field.value = text;
  return field;
}

function text(id, value, most, attributes = {}) {
  const field = element('input', {
    id, maxlength: String(most), autocapitalize: 'none', spellcheck: 'false', ...attributes,
  });
  field.value = value ?? '';
  return field;
}

function radios(name, values, chosen) {
  return element('div', { class: 'choices', role: 'radiogroup', 'aria-label': t(`desk.settings.${name}`) },
    ...values.map(value => {
      const input = element('input', { type: 'radio', name, value });
      input.checked = value === chosen;
      return element('label', { class: 'choice' }, input,
        element('span', { class: 'choice-name' }, t(`desk.settings.${name}.${value}`)),
        element('span', { class: 'choice-detail' }, t(`desk.settings.${name}.${value}Text`)));
    }));
}
