import { randomId } from './random.js';
import { Signals } from './signals.js';

/** How long until a server without a desk is asked again, in milliseconds. */
const NO_DESK_MS = 30_000;

/**
 * A visitor's way through the support desk: no desk yet, the question, the queue, the conversation, its end. Knows no
 * pixel of it. Emits `changed`.
 */
export class Visit extends Signals {
  /** The desk as the server told it last; null before. */
  desk = null;
  /** The visitor's ticket, also for a day after its end. */
  ticket = null;

  #session;
  #identity;
  #storage;
  #hasDesk = true;
  #askId = randomId();

  /**
   * @param {import('./desk-session.js').DeskSession} session
   * @param {import('./identity.js').Identity} identity
   * @param {import('./storage.js').BrowserStorage} storage
   */
  constructor(session, identity, storage) {
    super();
    this.#session = session;
    this.#identity = identity;
    this.#storage = storage;
    session.on('welcome', welcome => this.#welcomed(welcome));
    session.on('refused', refusal => this.#refused(refusal));
    session.on('message', message => this.#told(message));
  }

  /** What is to be seen. @returns {'loading' | 'no-desk' | 'ask' | 'talk'} */
  get screen() {
    if (!this.#hasDesk) return 'no-desk';
    if (!this.desk) return 'loading';
    return this.ticket && !this.#isLeft ? 'talk' : 'ask';
  }

  /** The name under which the last question was asked. */
  get name() {
    return this.#storage.get('asked') ?? '';
  }

  /**
   * Opens a ticket. A repeat is safe: what was asked once is asked with the same id.
   * @param {object} question the fields of `ask`
   * @throws {import('./refusal.js').Refusal}
   */
  async ask(question) {
    const { ticket } = await this.#session.request({ type: 'ask', id: this.#askId, ...question });
    this.#askId = randomId();
    this.#storage.set('asked', question.name);
    this.#identity.name = ticket.visitor.name;
    this.#set(ticket);
  }

  /** Ends the conversation. Throws a Refusal. */
  async end() {
    this.#set((await this.#act({ action: 'close' })).ticket);
  }

  /** Says how it was. Throws a Refusal. @param {number} rating 1 to 5 */
  async rate(rating, text) {
    this.#set((await this.#act({ action: 'rate', rating, ...(text && { text }) })).ticket);
  }

  /** Goes on to a new question, once a conversation is over. */
  leave() {
    this.#storage.set('left', this.ticket.number);
    this.#session.leave(this.ticket.room);
    this.emit('changed');
  }

  get #isLeft() {
    return this.ticket.state === 'closed' && this.#storage.get('left') === this.ticket.number;
  }

  #act(act) {
    return this.#session.request({ type: 'ticket', ticket: this.ticket.number, ...act });
  }

  #welcomed({ you, token, desk }) {
    this.#identity.welcomed(token, you.name);
    this.#hasDesk = true;
    const { ticket = null, ...view } = desk;
    this.desk = view;
    this.#set(ticket);
  }

  #told({ type, desk, ticket }) {
    if (type === 'desk') {
      this.desk = desk;
      this.emit('changed');
    }
    if (type === 'ticket') this.#set(ticket);
  }

  #refused({ code }) {
    if (code === 'bad_token') {
      this.#identity.forgetToken();
      this.#session.helloAgain();
    }
    if (code !== 'no_desk') return;
    this.#hasDesk = false;
    this.emit('changed');
    setTimeout(() => this.#session.helloAgain(), NO_DESK_MS);
  }

  /** An older ticket may still be told of, when the next is open. */
  #set(ticket) {
    if (ticket && this.ticket && ticket.number < this.ticket.number) return;
    this.ticket = ticket;
    for (const name of this.#session.rooms.keys()) if (name !== ticket?.room) this.#session.leave(name);
    if (ticket && !this.#isLeft) this.#session.enter(ticket.room);
    this.emit('changed');
  }
}
