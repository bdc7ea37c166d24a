import { element, icon } from './dom.js';
import { t } from './i18n.js';

/** One picture as large as the window, with those before and after it. Made when it is first asked for. */
export class PictureDialog {
  #save;
  #links = [];
  #at = 0;
  #image = element('img', { alt: '' });
  #name = element('span', { class: 'picture-name', dir: 'auto' });
  #before = button('chevron', () => this.#go(-1), 'picture-before');
  #after = button('chevron', () => this.#go(1), 'picture-after');
  #saveButton = button('save', () => this.#save(this.#links[this.#at]));
  #closeButton = button('close', () => this.#dialog.close());
  #dialog = element('dialog', { class: 'picture-dialog' },
    element('div', { class: 'picture-head' }, this.#name, this.#saveButton, this.#closeButton),
    element('div', { class: 'picture-stage' }, this.#before, this.#image, this.#after));

  /** @param {(link: HTMLAnchorElement) => void} save */
  constructor(save) {
    this.#save = save;
    document.body.append(this.#dialog);
    this.#dialog.addEventListener('keydown', ({ key }) => {
      if (key === 'ArrowLeft') this.#go(-1);
      else if (key === 'ArrowRight') this.#go(1);
    });
    this.#dialog.addEventListener('click', ({ target }) => {
      if (target.matches('.picture-stage, dialog')) this.#dialog.close();
    });
    this.#dialog.addEventListener('close', () => {
      const link = this.#links[this.#at];
      this.#image.removeAttribute('src');
      this.#links = [];
      if (link?.isConnected) link.focus({ preventScroll: true });
    });
  }

  /** @param {HTMLAnchorElement} link of a picture that is shown @param {HTMLElement} list where the others are */
  open(link, list) {
    this.#links = [...list.querySelectorAll('a.file:has(> .picture[data-state="shown"])')];
    this.#at = this.#links.indexOf(link);
    const labels = [
      [this.#before, 'picture.before'], [this.#after, 'picture.after'], [this.#saveButton, 'picture.save'],
      [this.#closeButton, 'page.close'],
    ];
    for (const [made, key] of labels) {
      made.title = t(key);
      made.setAttribute('aria-label', t(key));
    }
    this.#draw();
    this.#dialog.showModal();
    this.#closeButton.focus();
  }

  #go(step) {
    if (!this.#links[this.#at + step]) return;
    this.#at += step;
    this.#draw();
  }

  #draw() {
    const link = this.#links[this.#at];
    this.#image.src = link.querySelector('img').src;
    this.#image.alt = link.download;
    this.#name.textContent = link.download;
    this.#dialog.setAttribute('aria-label', link.download);
    this.#before.disabled = this.#at === 0;
    this.#after.disabled = this.#at === this.#links.length - 1;
  }
}

function button(symbol, click, name = '') {
  const made = element('button', { type: 'button', class: `icon-button ${name}`.trim() }, icon(symbol));
  made.addEventListener('click', click);
  return made;
}
