import { COMMANDS, isAllowed, usageOf } from './commands.js';
import { byId, element } from './dom.js';
import { t } from './i18n.js';

/** What can be typed after a slash, and how one writes. */
export class HelpDialog {
  #store;
  #dialog = byId('help-dialog');

  constructor(store) {
    this.#store = store;
    byId('help-close').addEventListener('click', () => this.#dialog.close());
    this.#dialog.addEventListener('click', event => {
      if (event.target === this.#dialog) this.#dialog.close();
    });
  }

  open() {
    this.draw();
    this.#dialog.showModal();
    // The button that has the focus is at the end.
    this.#dialog.scrollTop = 0;
  }

  draw() {
    const commands = COMMANDS.filter(command => isAllowed(command, this.#store));
    byId('help-commands').replaceChildren(...commands.flatMap(command => [
      element('dt', {}, element('code', {}, usageOf(command))),
      element('dd', {}, t(`command.${command.name}`)),
    ]));
    byId('help-writing').replaceChildren(...['markdown', 'mention', 'emoji', 'edit', 'slash']
      .map(key => element('li', {}, t(`help.${key}`))));
  }
}
