import { byId } from './dom.js';
import { placeOf } from './hands.js';
import { t } from './i18n.js';
import { Late } from './late.js';

/** Raises one's hand and lowers it. The line of raised hands is over the field as soon as there is one to be shown. */
export class HandButton {
  #store;
  #act;
  #button = byId('hand-button');
  #view;
  #isActing = false;

  /**
   * @param {(action: string, person?: string) => Promise<void>} act one of docs/protocol.md, «hand»
   * @param {() => void} away called when what had the focus is gone
   */
  constructor(store, act, away) {
    this.#store = store;
    this.#act = act;
    this.#view = new Late(
      () => import('./hands-view.js'),
      ({ HandsView }) => new HandsView(store, (action, person) => this.#do(action, person), away), 'hands');
    this.#button.addEventListener('click', () => this.#do(this.#isUp ? 'lower' : 'raise'));
  }

  draw() {
    const { active: room } = this.#store;
    const label = t(this.#isUp ? 'hands.lower' : 'hands.raise');
    this.#button.hidden = !room || Boolean(room.with);
    this.#button.disabled = !room?.live || Boolean(room.rules.archived);
    this.#button.toggleAttribute('data-up', this.#isUp);
    this.#button.setAttribute('aria-label', label);
    this.#button.title = label;
    this.#drawView(room);
  }

  #drawView(room) {
    const isNeeded = room?.rules.hands?.length > 0 || Boolean(room?.calledBy);
    if (this.#view.now) this.#view.now.draw();
    else if (isNeeded) this.#view.use(view => view.draw());
  }

  get #isUp() {
    const { active, me } = this.#store;
    return placeOf(active?.rules.hands ?? [], me?.id) > 0;
  }

  /** One after the other: what is asked for next is about the line after it. */
  async #do(action, person) {
    if (this.#isActing) return;
    this.#isActing = true;
    await this.#act(action, person);
    this.#isActing = false;
  }
}
