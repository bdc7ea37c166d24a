import { element } from './dom.js';
import { t } from './i18n.js';
import { typingText } from './typing.js';

/** What stands between a conversation and where one writes: what is being typed, who types, what is seen. */
export class TicketStatus {
  /** What the visitor has in their line. It has a name, and is never announced: it changes with every key. */
  preview = element('div', { class: 'ticket-preview', role: 'group', dir: 'auto', hidden: '' });
  /** To be put below it. */
  element;

  #typing = element('span', { class: 'ticket-typing', dir: 'auto' });
  #seen = element('span', { class: 'ticket-seen' });
  #ended;
  #timer = 0;

  /** @param {() => void} ended somebody types no longer: to be drawn again */
  constructor(ended) {
    this.#ended = ended;
    this.element = element('div', { class: 'ticket-status' }, this.#typing, this.#seen);
  }

  /**
   * @param {import('./ticket-room.js').TicketRoom | null} room
   * @param {object[]} rows what is shown of it
   * @param {string | undefined} myId
   * @param {boolean} canWrite whether anybody can; else nobody types
   */
  draw(room, rows, myId, canWrite) {
    this.#drawTyping(canWrite ? room?.typing : null, myId);
    const last = rows.findLast(({ kind }) => kind === 'message');
    const isSeen = last?.seq > 0 && last.from.id === myId && last.state === 'sent' && room.isSeen(last.seq, myId);
    this.#seen.textContent = isSeen ? t('ticket.seen') : '';
    this.preview.hidden = !room?.preview;
    this.preview.setAttribute('aria-label', t('ticket.beingTyped'));
    this.preview.textContent = room?.preview ?? '';
  }

  #drawTyping(people, myId) {
    clearTimeout(this.#timer);
    const now = Date.now();
    const typing = [...people ?? []].filter(([id, { until }]) => id !== myId && until > now);
    this.#typing.textContent = typingText(typing.map(([, { name }]) => name));
    const next = Math.min(...typing.map(([, { until }]) => until));
    if (typing.length > 0) this.#timer = setTimeout(this.#ended, next - now + 1);
  }
}
