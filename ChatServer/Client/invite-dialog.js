import { CopyField } from './copy-field.js';
import { element } from './dom.js';
import { t } from './i18n.js';
import { drawCode } from './qr-code.js';
import { closing, makeDialog, titleOf } from './rare-dialog.js';
import { refusalOf } from './refusal.js';
import { explain } from './wording.js';

/** The address of the room on the screen, to scan and to copy. */
export class InviteDialog {
  #store;
  #requests;
  #dialog = makeDialog('invite-dialog');

  constructor({ store, requests }) {
    this.#store = store;
    this.#requests = requests;
  }

  async open() {
    const room = this.#store.active;
    const code = element('div', { class: 'qr-code', role: 'img', 'aria-label': t('invite.code') });
    const link = new CopyField(t('invite.link'));
    const error = element('p', { class: 'field-error', role: 'alert' });
    this.#dialog.replaceChildren(
      titleOf(this.#dialog, t('invite.title', { room: room.title })),
      element('p', {}, t('invite.text')),
      code,
      ...notesOn(room).map(key => element('p', { class: 'invite-note' }, t(key))),
      link.element,
      error,
      closing(this.#dialog));
    this.#dialog.showModal();
    try {
      const { url, qr } = await this.#requests.invite(room.name);
      code.replaceChildren(drawCode(qr));
      link.value = url;
    } catch (caught) {
      error.textContent = explain(refusalOf(caught), this.#store.limits);
    }
  }
}

/** What keeps people out who have the address. */
function notesOn({ rules }) {
  return [...(rules.password ? ['invite.password'] : []), ...(rules.locked ? ['invite.locked'] : [])];
}
