import { t } from './i18n.js';
import { refusalOf } from './refusal.js';
import { explain } from './wording.js';

/** What people do with messages of others and of their own. What is refused is told in a notice. */
export class MessageActions {
  #parts;

  /** @param parts {store, session, requests, notice, navigation, help(), pick(anchor, chosen) an emoji} */
  constructor(parts) {
    this.#parts = parts;
  }

  /** Puts a reaction on a message, or takes one's own back. */
  react(room, { seq, reactions = [] }, emoji) {
    const { requests, store } = this.#parts;
    const by = reactions.find(reaction => reaction.emoji === emoji)?.by ?? [];
    const isMine = by.some(({ id }) => id === store.me?.id);
    return this.#attempt(() => requests.react(room.name, seq, emoji, !isMine));
  }

  /** Lets somebody pick a reaction. */
  pick(room, message, anchor) {
    const row = anchor.closest('.message');
    this.#parts.pick(anchor, emoji => {
      row.focus({ preventScroll: true });
      if (emoji) this.react(room, room.message(message.seq) ?? message, emoji);
    });
  }

  remove(room, { seq }) {
    return this.#attempt(() => this.#parts.requests.remove(room.name, seq));
  }

  /** Does what a command says. @returns whether it could be done */
  run(command, text) {
    const { notice, store } = this.#parts;
    const say = ({ code }) => code === 'bad_command' && t('command.usage', { usage: command.usage });
    return this.#attempt(async () => {
      const answer = await command.action({ ...this.#parts, room: store.active }, text);
      if (answer) notice.show(answer);
    }, say);
  }

  /**
   * Sees to it that a message can be shown, however far back it is.
   * @returns whether it is there
   */
  async reach(room, seq) {
    const { session, notice } = this.#parts;
    if (!room.has(seq)) {
      try {
        await session.loadAround(room, seq);
      } catch (caught) {
        notice.show(explain(refusalOf(caught), this.#parts.store.limits));
        return false;
      }
    }
    if (!room.has(seq)) notice.show(t('quote.gone'));
    return room.has(seq);
  }

  /** @param {(refusal: object) => string | false} [say] what is to be told instead of the refusal */
  async #attempt(act, say) {
    try {
      await act();
      return true;
    } catch (caught) {
      const refusal = refusalOf(caught);
      this.#parts.notice.show(say?.(refusal) || explain(refusal, this.#parts.store.limits));
      return false;
    }
  }
}
