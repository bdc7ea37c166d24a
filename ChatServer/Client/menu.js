import { element } from './dom.js';

/** How near to the edge of the window a menu may come, in pixels. */
const EDGE_PX = 8;

const LANDMARKS = 'nav, main, aside, header';

/** A menu next to what it is about, for mouse, touch and arrow keys; Escape and a press elsewhere close it. */
export class Menu {
  #menu;
  #anchor = null;
  /** The button of the menu that was open when the press began: the press closes it, and is not to open it again. */
  #closing = null;

  /** @param {string} id of the element that it makes */
  constructor(id) {
    this.#menu = element('div', { id, class: 'menu', role: 'menu', popover: 'auto' });
    document.body.append(this.#menu);
    this.#menu.addEventListener('toggle', ({ newState }) => {
      if (newState === 'closed') this.#anchor?.setAttribute('aria-expanded', 'false');
    });
    document.addEventListener('pointerdown', () => {
      this.#closing = this.#menu.matches(':popover-open') ? this.#anchor : null;
    }, { capture: true });
    this.#menu.addEventListener('keydown', event => this.#pressed(event));
  }

  /**
   * Opens it, or closes it where it is open already.
   * @param {HTMLElement} anchor the button it belongs to
   * @param {string} title
   * @param {{key: string, text: string, act: () => void, isGrave?: boolean}[]} items
   */
  open(anchor, title, items) {
    const closes = anchor === this.#closing;
    this.#closing = null;
    if (closes) return;
    this.#anchor = anchor;
    // Who goes from landmark to landmark finds it where its button is.
    (anchor.closest(LANDMARKS) ?? document.body).append(this.#menu);
    this.#menu.setAttribute('aria-label', title);
    this.#menu.replaceChildren(
      element('p', { class: 'menu-title', dir: 'auto' }, title), ...items.map(item => this.#item(item)));
    this.#menu.showPopover();
    anchor.setAttribute('aria-expanded', 'true');
    this.#place(anchor.getBoundingClientRect());
    this.#menu.querySelector('button')?.focus();
  }

  #item({ key, text, act, isGrave = false }) {
    const made = element('button', { type: 'button', role: 'menuitem', tabindex: '-1', 'data-action': key }, text);
    made.toggleAttribute('data-grave', isGrave);
    made.addEventListener('click', () => {
      this.#menu.hidePopover();
      act();
    });
    return made;
  }

  #place({ left, top, bottom }) {
    const { offsetWidth: width, offsetHeight: height } = this.#menu;
    const isBelow = bottom + height + EDGE_PX <= window.innerHeight;
    const x = Math.min(left, window.innerWidth - width - EDGE_PX);
    const y = isBelow ? bottom + 4 : top - height - 4;
    this.#menu.style.left = `${Math.max(EDGE_PX, x)}px`;
    this.#menu.style.top = `${Math.max(EDGE_PX, Math.min(y, window.innerHeight - height - EDGE_PX))}px`;
  }

  #pressed(event) {
    const items = [...this.#menu.querySelectorAll('button')];
    const at = items.indexOf(document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
    if (event.key === 'Tab') this.#menu.hidePopover();
    if (to === undefined) return;
    event.preventDefault();
    items.at(to % items.length).focus();
  }
}
