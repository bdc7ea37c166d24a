import { COMMANDS, isAllowed, usageOf } from './commands.js';
import { element } from './dom.js';
import { t } from './i18n.js';
import { closing, makeDialog } from './rare-dialog.js';

/** Keys that are pressed together, or one by one where an array has several; and what they do. */
const KEYS = [
  [['Ctrl', 'K'], 'switch'], [['Ctrl', 'Shift', 'F'], 'search'], [['Alt', '↑'], 'previous'], [['Alt', '↓'], 'next'],
  [['Alt', 'Shift', '↓'], 'unread'], [['Esc'], 'escape'], [['Alt', 'P'], 'project'], [['?'], 'help'],
  [['Enter'], 'send'], [['Shift', 'Enter'], 'line'], [['↑'], 'edit'], [['Tab'], 'complete'],
];

const WRITING = ['markdown', 'mention', 'emoji', 'edit', 'slash'];

/** Which key does what, what can be typed after a slash, and how one writes. */
export class HelpDialog {
  #store;
  #dialog = makeDialog('help-dialog');

  constructor(store) {
    this.#store = store;
  }

  /** @param {'keys' | 'commands'} about what comes first */
  open(about) {
    this.#dialog.dataset.about = about;
    this.draw();
    this.#dialog.showModal();
    this.#dialog.scrollTop = 0;
  }

  draw() {
    const parts = { keys: keys(), commands: [...commands(this.#store), ...writing()] };
    const { about } = this.#dialog.dataset;
    const second = about === 'keys' ? 'commands' : 'keys';
    const [first, ...others] = [...parts[about], ...parts[second]];
    first.id = 'help-dialog-title';
    first.autofocus = true;
    first.tabIndex = -1;
    this.#dialog.replaceChildren(first, ...others, closing(this.#dialog));
  }

  /** Once more, if it is open. */
  refresh() {
    if (!this.#dialog.open) return;
    this.draw();
    this.#dialog.querySelector('h2').focus();
  }
}

function keys() {
  return [
    element('h2', {}, t('keys.shortcuts')),
    element('dl', { id: 'help-keys' }, ...KEYS.flatMap(([together, what]) => [
      element('dt', {}, ...together.map(key => element('kbd', {}, key))),
      element('dd', {}, t(`shortcut.${what}`)),
    ])),
  ];
}

function commands(store) {
  return [
    element('h2', {}, t('help.title')),
    element('dl', { id: 'help-commands' }, ...COMMANDS.filter(command => isAllowed(command, store)).flatMap(command => [
      element('dt', {}, element('code', {}, usageOf(command))),
      element('dd', {}, t(`command.${command.name}`)),
    ])),
  ];
}

function writing() {
  return [
    element('h2', {}, t('help.writing')),
    element('ul', { id: 'help-writing' }, ...WRITING.map(key => element('li', {}, t(`help.${key}`)))),
  ];
}
