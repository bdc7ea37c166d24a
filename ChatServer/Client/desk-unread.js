import { notesOf } from './ticket-room.js';

/**
 * What this agent hasn't read: messages in their own tickets, and in those that are open. Tells it by sound,
 * too.
 */
export class Unread {
  #store;
  #session;
  #columns;
  /** Tickets that came to this agent and that they haven't looked at yet. */
  #arrived = new Set();

  constructor(store, session, columns, sound) {
    this.#store = store;
    this.#session = session;
    this.#columns = columns;
    session.on('said', (room, event) => {
      const isOurs = store.mine.some(ticket => ticket.room === room.name);
      const isNews = event.kind === 'message' && event.from.id !== store.me?.id;
      if (isOurs && isNews && !this.#isLookedAt(room.name)) sound.play('message');
    });
  }

  /** Stays in the rooms of tickets that are this agent's or open, and in no others. */
  enterRooms() {
    const wanted = new Set(this.#store.mine.map(({ room }) => room));
    for (const number of this.#columns.open) {
      const ticket = this.#store.tickets.get(number);
      if (ticket) wanted.add(ticket.room).add(notesOf(ticket.room));
    }
    if (this.#columns.current !== null) this.#arrived.delete(this.#columns.current);
    for (const name of wanted) this.#session.enter(name);
    for (const name of [...this.#session.rooms.keys()]) if (!wanted.has(name)) this.#session.leave(name);
  }

  /** A ticket has come that nobody here asked for. */
  arrived(number) {
    if (this.#columns.current !== number) this.#arrived.add(number);
  }

  /** How many messages of a ticket are unread; one that has just come counts as one more. */
  of(number) {
    const ticket = this.#store.tickets.get(number);
    if (!ticket || ticket.state === 'closed') return 0;
    const rooms = [ticket.room, notesOf(ticket.room)]
      .map(name => this.#session.rooms.get(name)).filter(Boolean);
    const messages = rooms.reduce((sum, room) => sum + this.#session.unreadOf(room), 0);
    return messages + (this.#arrived.has(number) ? 1 : 0);
  }

  /** In the tickets of this agent. */
  get all() {
    return this.#store.mine.reduce((sum, { number }) => sum + this.of(number), 0);
  }

  #isLookedAt(room) {
    const current = this.#store.tickets.get(this.#columns.current);
    return current?.room === room && document.visibilityState === 'visible' && document.hasFocus();
  }
}
