import { element, icon } from './dom.js';
import { QUICK } from './emoji.js';
import { t } from './i18n.js';

/** Under a mouse that rests, a list that scrolls brings row after row: so long it must be still, in milliseconds. */
const STILL_MS = 120;

const CAN_HOVER = window.matchMedia('(hover: hover)');

/**
 * What can be done with a message: one bar for all of them, over the one that is pointed at, tapped or
 * focused. It floats, so nothing moves. Arrow keys go from message to message, Enter goes into the bar.
 */
export class MessageTools {
  #list;
  #actions;
  #bar = element('div', { class: 'message-tools', role: 'toolbar', 'aria-live': 'off' });
  #row = null;
  #isAsking = false;
  #scrolling = 0;

  /**
   * @param {HTMLElement} list
   * @param actions find(row) gives {message, canEdit, canDelete}, or null where nothing can be done;
   *   react(message, emoji), reply(message), edit(message), remove(message), away();
   *   pick(message, anchor) where there is a picker for more emoji
   */
  constructor(list, actions) {
    this.#list = list;
    this.#actions = actions;
    for (const type of ['pointerover', 'pointerleave', 'focusin', 'focusout', 'click', 'keydown']) {
      list.addEventListener(type, this);
    }
    list.addEventListener('scroll', () => this.#scrolled(), { passive: true });
  }

  /** Takes an event of the list: also one that came before this was there. */
  handleEvent(event) {
    // On a phone, where the last tap was is no place that somebody points at; and a finger leaves whenever it is lifted.
    const isMouse = event.pointerType === 'mouse' && !this.#isHeld();
    if (event.type === 'pointerover' && isMouse && !this.#scrolling && CAN_HOVER.matches) this.#show(rowOf(event));
    if (event.type === 'pointerleave' && isMouse) this.hide();
    if (event.type === 'focusin' && event.target.matches(':focus-visible')) this.#show(rowOf(event));
    if (event.type === 'focusout') this.#left(event);
    if (event.type === 'click') this.#clicked(event);
    if (event.type === 'keydown') this.#pressed(event);
  }

  hide() {
    if (!this.#row) return;
    // First, since with the bar the focus may go, which hides it, too.
    this.#row = null;
    this.#isAsking = false;
    this.#bar.remove();
  }

  /** To be called when messages have changed: what could be done a moment ago may be too late. */
  refresh() {
    if (this.#row && !this.#actions.find(this.#row)) this.hide();
  }

  #scrolled() {
    clearTimeout(this.#scrolling);
    this.#scrolling = setTimeout(() => {
      this.#scrolling = 0;
      const row = CAN_HOVER.matches && !this.#isHeld() && this.#list.querySelector('.message:hover');
      if (row) this.#show(row);
    }, STILL_MS);
  }

  #left({ relatedTarget }) {
    if (!this.#row?.contains(relatedTarget) && !this.#row?.matches(':hover')) this.hide();
  }

  /** While somebody is in it, a pointer that passes by doesn't take it away. */
  #isHeld() {
    return this.#isAsking || this.#bar.contains(document.activeElement);
  }

  #show(row) {
    if (row === this.#row && this.#bar.isConnected) return;
    const found = row && this.#actions.find(row);
    if (!found) {
      if (!this.#isHeld()) this.hide();
      return;
    }
    this.#row = row;
    this.#isAsking = false;
    this.#fill(found);
    row.append(this.#bar);
    this.#place();
  }

  #fill({ canEdit, canDelete }) {
    this.#bar.setAttribute('aria-label', t('tools.label'));
    this.#bar.replaceChildren(
      ...QUICK.map(emoji => tool('quick', emoji, t('tools.react', { emoji }))),
      ...this.#actions.pick ? [tool('pick', icon('smile'), t('tools.pick'))] : [],
      tool('reply', icon('reply'), t('tools.reply')),
      ...canEdit ? [tool('edit', icon('pencil'), t('tools.edit'))] : [],
      ...canDelete ? [tool('delete', icon('trash'), t('tools.delete'))] : []);
  }

  /** Above the message, unless that is where the list ends. */
  #place() {
    const top = this.#list.getBoundingClientRect().top;
    const room = this.#row.getBoundingClientRect().top - top;
    this.#bar.toggleAttribute('data-below', room < this.#bar.offsetHeight);
  }

  #clicked(event) {
    const button = event.target.closest('.message-tools button');
    if (button) this.#use(button);
    else if (event.pointerType === 'touch' && !event.target.closest('a, button')) this.#tapped(rowOf(event));
  }

  #tapped(row) {
    if (!getSelection().isCollapsed) return;
    if (row === this.#row) this.hide();
    else this.#show(row);
  }

  #use(button) {
    const { message } = this.#actions.find(this.#row) ?? {};
    const { tool: name } = button.dataset;
    if (!message) this.hide();
    else if (name === 'delete') this.#ask();
    else if (name === 'pick') this.#actions.pick(message, button);
    else this.#finish(name, message, button);
  }

  #finish(name, message, button) {
    const hadFocus = this.#bar.contains(document.activeElement);
    const row = this.#row;
    this.hide();
    if (name === 'quick') this.#actions.react(message, button.textContent);
    if (name === 'reply') this.#actions.reply(message);
    if (name === 'edit') this.#actions.edit(message);
    if (name === 'remove') this.#actions.remove(message);
    if (hadFocus && document.activeElement === document.body) row.focus({ preventScroll: true });
  }

  /** What is gone can't be had back, so it takes two steps. */
  #ask() {
    this.#isAsking = true;
    this.#bar.replaceChildren(
      element('span', { class: 'question' }, t('tools.sure')),
      element('button', { type: 'button', class: 'danger-button', 'data-tool': 'remove' }, t('tools.remove')),
      element('button', { type: 'button', class: 'quiet-button', 'data-tool': 'keep' }, t('tools.keep')));
    this.#bar.querySelector('[data-tool="remove"]').focus();
  }

  #pressed(event) {
    const { key, target } = event;
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const inBar = this.#bar.contains(target);
    if (key === 'Escape') {
      if (inBar) this.#row.focus();
      else this.#actions.away();
      this.hide();
    } else if (inBar && (key === 'ArrowLeft' || key === 'ArrowRight')) {
      step(this.#bar.querySelectorAll('button'), target, key === 'ArrowRight' ? 1 : -1);
    } else if (!inBar && (key === 'ArrowUp' || key === 'ArrowDown')) {
      this.#go(target, key === 'ArrowDown' ? 1 : -1);
    } else if (target.matches('.message') && (key === 'Enter' || key === 'ArrowRight')) {
      target.querySelector('.quote, .reaction, .message-tools button')?.focus();
    } else if (target.matches('.quote, .reaction') && (key === 'ArrowLeft' || key === 'ArrowRight')) {
      step(rowOf(event).querySelectorAll('.quote, .reaction, .message-tools button'), target,
        key === 'ArrowRight' ? 1 : -1);
    } else {
      return;
    }
    event.preventDefault();
  }

  /** From the list itself, to the last message that can be seen. */
  #go(from, way) {
    const rows = [...this.#list.querySelectorAll('.message')];
    const bottom = this.#list.getBoundingClientRect().bottom;
    const at = rows.indexOf(from.closest('.message'));
    const next = at < 0 ? rows.findLast(row => row.getBoundingClientRect().bottom <= bottom + 8) : rows[at + way];
    next?.focus();
  }
}

function tool(name, content, label) {
  const attributes = { type: 'button', class: 'tool', 'data-tool': name, 'aria-label': label, title: label };
  return element('button', { ...attributes, tabindex: '-1' }, content);
}

function step(buttons, from, by) {
  const all = [...buttons];
  all[(all.indexOf(from) + by + all.length) % all.length].focus();
}

function rowOf(event) {
  return event.target.closest('.message');
}
