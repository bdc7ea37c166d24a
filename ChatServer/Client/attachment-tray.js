import { element, icon } from './dom.js';
import { sizeOf } from './files.js';
import { language, t } from './i18n.js';
import { measurePicture } from './picture-box.js';

/**
 * A file that somebody wants to send.
 * @typedef {object} Chosen
 * @property {File} file
 * @property {string} name @property {string} type @property {number} bytes
 * @property {number} [width] of a picture, as soon as it is known @property {number} [height]
 * @property {string} [url] of its content, to be revoked by who shows it last
 */

/** The files that go with the next message of each room. They last as long as the page. */
export class AttachmentTray {
  #element;
  #changed;
  #byRoom = new Map();
  #room = null;
  /** What was drawn last: a line is made anew only if something about it is. */
  #drawn = '';

  /** @param {HTMLElement} list where they are shown @param {() => void} changed */
  constructor(list, changed) {
    this.#element = list;
    this.#changed = changed;
  }

  /** How many there are in the room that is shown. */
  get count() {
    return this.#chosen.length;
  }

  get #chosen() {
    return this.#byRoom.get(this.#room) ?? [];
  }

  /** Shows those of a room. @param {string | null} room */
  open(room) {
    this.#room = room;
    this.draw();
  }

  /**
   * Takes files in that are within the limits.
   * @param {File[]} files @param {{fileBytes: number, messageFiles: number}} limits
   * @returns {string} what is wrong with those that aren't, in words; empty if they all are
   */
  add(files, { fileBytes, messageFiles }) {
    const fitting = files.filter(({ size }) => size <= fileBytes);
    const room = this.#room;
    const taken = fitting.slice(0, Math.max(0, messageFiles - this.count));
    this.#byRoom.set(room, [...this.#chosen, ...taken.map(chosen)]);
    this.#chosen.forEach(one => measurePicture(one).then(() => this.draw()));
    this.draw();
    this.#changed();
    const long = files.find(({ size }) => size > fileBytes);
    if (long) return t('upload.tooLong', { name: long.name, size: sizeOf(long.size), most: sizeOf(fileBytes) });
    return taken.length < fitting.length ? t('upload.tooMany', { count: messageFiles }) : '';
  }

  /** Gives the files of the room away, to be sent. @returns {Chosen[]} */
  take() {
    const all = this.#chosen;
    this.#byRoom.delete(this.#room);
    this.draw();
    return all;
  }

  draw() {
    const drawn = [language(), this.#room, ...this.#chosen.map(({ name, width }) => `${name} ${width}`)].join('\n');
    if (drawn === this.#drawn) return;
    this.#drawn = drawn;
    this.#element.hidden = this.count === 0;
    this.#element.setAttribute('aria-label', t('upload.chosen'));
    this.#element.replaceChildren(...this.#chosen.map(one => this.#line(one)));
  }

  #line(one) {
    const label = t('upload.remove', { name: one.name });
    const remove = element('button', { type: 'button', class: 'icon-button', 'aria-label': label, title: label },
      icon('close'));
    remove.addEventListener('click', () => this.#remove(one));
    return element('li', { class: 'chosen-file', title: one.name },
      one.width ? element('img', { src: one.url, alt: '' }) : icon('file'),
      element('span', { class: 'file-name', dir: 'auto' }, one.name),
      element('span', { class: 'file-size' }, sizeOf(one.bytes)), remove);
  }

  #remove(one) {
    const at = this.#chosen.indexOf(one);
    this.#byRoom.set(this.#room, this.#chosen.filter(other => other !== one));
    if (one.url) URL.revokeObjectURL(one.url);
    this.draw();
    this.#changed();
    this.#element.querySelectorAll('button')[Math.min(at, this.count - 1)]?.focus();
  }
}

/** @returns {Chosen} */
function chosen(file) {
  return { file, name: file.name, type: file.type, bytes: file.size };
}
