import { tidy, utf8Bytes, watchComposition } from './composing.js';
import { byId, element } from './dom.js';
import { language, t } from './i18n.js';
import { refusalOf } from './refusal.js';
import { awayText } from './support-words.js';
import { explain } from './wording.js';

/** Longest values (docs/protocol.md). */
const MOST_CONTACT = 200;
const MOST_FIELD = 500;

const SAVE_MS = 300;

/** Which field a refusal is about. */
const FIELD_OF = {
  bad_name: 'name', empty_text: 'text', too_long: 'text', bad_department: 'department', contact_needed: 'contact',
};

/** What a visitor is asked: name, question, and what the desk wants to know besides. */
export class AskForm {
  #visit;
  #storage;
  #wishes;
  #limits;
  #form = byId('ask');
  #made = '';
  #saveTimer = 0;
  #isSending = false;

  /**
   * @param {import('./support-visit.js').Visit} visit
   * @param {import('./storage.js').BrowserStorage} storage for what is being written
   * @param {{greeting?: string, department?: string, page?: string}} wishes of the page around
   * @param {() => object} limits
   */
  constructor(visit, storage, wishes, limits) {
    this.#visit = visit;
    this.#storage = storage;
    this.#wishes = wishes;
    this.#limits = limits;
    this.#form.addEventListener('submit', event => {
      event.preventDefault();
      this.#submit();
    });
    this.#form.addEventListener('input', event => {
      complain(event.target.closest('.ask-field'), '');
      clearTimeout(this.#saveTimer);
      this.#saveTimer = setTimeout(() => storage.set('question', this.#form.elements.text.value), SAVE_MS);
    });
  }

  /** Makes the fields anew only where others are wanted: somebody may be writing. */
  draw() {
    const { desk } = this.#visit;
    if (!desk) return;
    const version = JSON.stringify([language(), desk]);
    if (version === this.#made) return;
    this.#made = version;
    const before = new FormData(this.#form);
    const focused = document.activeElement?.name;
    this.#form.replaceChildren(...this.#intro(desk), ...this.#fields(desk), this.#submitButton(desk));
    for (const [name, value] of before) if (this.#form.elements[name]) this.#form.elements[name].value = value;
    if (focused) this.#form.elements[focused]?.focus();
  }

  /** On a touch screen the focus would open the keyboard over what is to be read. */
  focus() {
    if (!window.matchMedia('(hover: hover)').matches) return;
    const { name, text } = this.#form.elements;
    (name?.value ? text : name)?.focus();
  }

  #intro({ state, greeting, opensAt }) {
    const hello = greeting || this.#wishes.greeting || t('support.hello');
    return [
      element('p', { class: 'greeting', dir: 'auto' }, hello),
      ...state === 'open' ? [] : [element('p', { class: 'offline-note', role: 'status' },
        awayText({ state, opensAt }, 'support.leaveWord'))],
    ];
  }

  #fields(desk) {
    const isOffline = desk.state !== 'open';
    return [
      field('name', t('support.name'), {
        required: true, value: this.#visit.name, attributes: { autocomplete: 'name', maxlength: '64' },
      }),
      ...desk.departments.length > 1 ? [this.#departments(desk.departments)] : [],
      ...desk.fields.map((asked, at) => field(`field-${at}`, asked.name, {
        required: asked.required, attributes: { maxlength: String(MOST_FIELD) },
      })),
      ...isOffline ? [field('contact', t('support.contact'), {
        required: desk.requireContact, attributes: { maxlength: String(MOST_CONTACT), autocomplete: 'email' },
      })] : [],
      this.#question(),
    ];
  }

  #departments(departments) {
    const wanted = this.#wishes.department;
    const list = element('select', {},
      element('option', { value: '' }, t('support.choose')),
      ...departments.map(name => element('option', { value: name }, name)));
    if (departments.includes(wanted)) list.value = wanted;
    return field('department', t('support.department'), { required: true, input: list, value: list.value });
  }

  #question() {
    const input = element('textarea', { rows: '3', dir: 'auto' });
    const sends = watchComposition(input);
    // Enter breaks the line here, as in every form; with Ctrl it sends, as in many.
    input.addEventListener('keydown', event => {
      const isShortcut = (event.ctrlKey || event.metaKey) && event.key === 'Enter' && !event.isComposing;
      if (!isShortcut || sends(event)) return;
      event.preventDefault();
      this.#form.requestSubmit();
    });
    return field('text', t('support.question'), {
      required: true, input, value: this.#storage.get('question') ?? '',
    });
  }

  #submitButton({ state }) {
    return element('div', { class: 'ask-actions' },
      element('p', { class: 'field-error', role: 'alert' }),
      element('button', { class: 'main-button' }, t(state === 'open' ? 'support.ask' : 'support.leave')));
  }

  async #submit() {
    if (this.#isSending || !this.#isComplete()) return;
    const button = this.#form.querySelector('.main-button');
    this.#isSending = true;
    button.disabled = true;
    this.#fail('');
    try {
      await this.#visit.ask(this.#asked());
      clearTimeout(this.#saveTimer);
      this.#storage.remove('question');
      this.#form.elements.text.value = '';
    } catch (caught) {
      this.#refused(refusalOf(caught));
    } finally {
      this.#isSending = false;
      button.disabled = false;
    }
  }

  #isComplete() {
    const wrong = [...this.#form.querySelectorAll('.ask-field')].filter(one => {
      const input = inputOf(one);
      const isMissing = one.dataset.required === 'true' && input.value.trim() === '';
      const isLong = input.name === 'text' && utf8Bytes(tidy(input.value)) > this.#limits().textBytes;
      complain(one, isMissing ? t('support.needed') : isLong ? t('error.too_long') : '');
      return isMissing || isLong;
    });
    if (wrong.length > 0) inputOf(wrong[0]).focus();
    return wrong.length === 0;
  }

  #asked() {
    const { desk } = this.#visit;
    const { elements } = this.#form;
    const [only] = desk.departments;
    const department = elements.department?.value ?? only;
    const contact = elements.contact?.value.trim();
    const fields = desk.fields.map(({ name }, at) => [name, elements[`field-${at}`].value.trim()])
      .filter(([, value]) => value !== '');
    return {
      name: elements.name.value.trim(),
      text: tidy(elements.text.value),
      language: language(),
      ...(department && { department }),
      ...(contact && { contact }),
      ...(fields.length > 0 && { fields: Object.fromEntries(fields) }),
      ...(this.#wishes.page && { page: this.#wishes.page }),
    };
  }

  #refused(refusal) {
    const reason = explain(refusal, this.#limits());
    const about = this.#form.elements[FIELD_OF[refusal.code]];
    if (!about) {
      this.#fail(reason);
      return;
    }
    complain(about.closest('.ask-field'), reason);
    about.focus();
  }

  #fail(reason) {
    this.#form.querySelector('.ask-actions .field-error').textContent = reason;
  }
}

/** A label, what it is for, and what is wrong with that. */
function field(name, label, { required = false, value = '', attributes = {}, input = textField() }) {
  const id = `ask-${name}`;
  const isNeeded = required && { 'aria-required': 'true' };
  const all = { id, name, 'aria-describedby': `${id}-error`, ...attributes, ...isNeeded };
  for (const [key, text] of Object.entries(all)) input.setAttribute(key, text);
  input.value = value;
  const optional = required ? [] : [' ', element('span', { class: 'optional' }, t('support.optional'))];
  return element('div', { class: 'ask-field', 'data-required': String(Boolean(required)) },
    element('label', { for: id, dir: 'auto' }, label, ...optional), input,
    element('p', { class: 'field-error', id: `${id}-error`, role: 'alert' }));
}

function textField() {
  return element('input', { dir: 'auto' });
}

function complain(made, reason) {
  made.querySelector('.field-error').textContent = reason;
  inputOf(made).setAttribute('aria-invalid', String(reason !== ''));
}

function inputOf(made) {
  return made.querySelector('input, select, textarea');
}
