import { byNumber, byQueue, isTaken, placesOf } from './desk-order.js';
import { DEFAULT_LIMITS } from './limits.js';
import { Signals } from './signals.js';
import { startOfDay } from './time.js';

/**
 * Everything the console knows of the desk, without a pixel of it: folded from the messages of the server. Emits the
 * topic that changed: `me`, `tickets`, `agents`, `settings`, `connection`; `waiting` with a ticket that has begun to
 * wait, unless the desk is about to give it to somebody; `assigned` with one that has come to this agent.
 */
export class DeskStore extends Signals {
  /** This agent: id, name, role; null before the first welcome. */
  me = null;
  limits = DEFAULT_LIMITS;
  isSupervisor = false;
  /** Whether this agent takes no further tickets for now. */
  isAway = false;
  /**
   * By number: those that aren't closed, and the closed ones that were told of.
   * @type {Map<number, Ticket>}
   */
  tickets = new Map();
  agents = [];
  settings = {};
  /** @type {import('./connection.js').ConnectionState} */
  connection = { kind: 'connecting', retryAt: 0, code: 0, again: false };

  welcomed({ you, limits, console: desk }) {
    const isFirst = this.me === null;
    const known = this.tickets;
    this.me = you;
    this.limits = { ...DEFAULT_LIMITS, ...limits };
    this.isSupervisor = desk.supervisor ?? false;
    this.isAway = desk.away ?? false;
    this.agents = desk.agents ?? [];
    this.settings = desk.settings ?? {};
    this.tickets = new Map((desk.tickets ?? []).map(ticket => [ticket.number, ticket]));
    // What was closed stays to be looked at; what is not told any more was closed meanwhile.
    for (const ticket of known.values()) {
      if (this.tickets.has(ticket.number)) continue;
      this.tickets.set(ticket.number, ticket.state === 'closed' ? ticket : { ...ticket, state: 'closed' });
    }
    this.#changed('me', 'tickets', 'agents', 'settings');
    if (!isFirst) for (const ticket of this.tickets.values()) this.#tell(known.get(ticket.number), ticket);
  }

  ticketChanged(ticket) {
    const before = this.tickets.get(ticket.number);
    this.tickets.set(ticket.number, ticket);
    this.#changed('tickets');
    this.#tell(before, ticket);
  }

  agentsChanged(agents) {
    this.agents = agents;
    const own = this.own;
    if (own) {
      this.isAway = own.state === 'away';
      this.isSupervisor = own.supervisor ?? false;
    }
    this.#changed('agents', 'me');
  }

  settingsChanged(settings) {
    this.settings = settings;
    this.#changed('settings');
  }

  awayChanged(isAway) {
    this.isAway = isAway;
    this.#changed('me');
  }

  connectionChanged(state) {
    this.connection = state;
    this.#changed('connection');
  }

  /** This agent as the others see them: state, load and limit. */
  get own() {
    return this.agents.find(({ id }) => id === this.me?.id);
  }

  /** In the order in which they are taken. */
  get waiting() {
    return this.#of('waiting').sort(byQueue);
  }

  get mine() {
    return this.#of('assigned').filter(ticket => this.isMine(ticket)).sort(byNumber);
  }

  get others() {
    return this.#of('assigned').filter(ticket => !this.isMine(ticket)).sort(byNumber);
  }

  /** Of today, the latest first. */
  get closed() {
    const today = startOfDay(Date.now());
    return this.#of('closed').filter(({ closed }) => closed >= today).sort((a, b) => b.closed - a.closed);
  }

  /** Places from 1 of those that wait, by number. */
  get places() {
    return placesOf(this.waiting, this.agents);
  }

  isMine(ticket) {
    return ticket?.state === 'assigned' && ticket.agent?.id === this.me?.id;
  }

  /** What this agent may do with a ticket: actions of docs/protocol.md. @returns {Set<string>} */
  rightsIn(ticket) {
    if (!ticket || ticket.state === 'closed') return new Set();
    if (ticket.state === 'waiting') {
      return new Set(['claim', 'priority', ...(this.isSupervisor ? ['transfer', 'close'] : [])]);
    }
    const isMine = this.isMine(ticket);
    if (isMine) return new Set(['transfer', 'return', 'priority', 'close']);
    return new Set(['priority', ...(this.isSupervisor ? ['take_over', 'transfer', 'return', 'close'] : [])]);
  }

  #of(state) {
    return [...this.tickets.values()].filter(ticket => ticket.state === state);
  }

  #tell(before, ticket) {
    const hasCome = ticket.state === 'waiting' && before?.state !== 'waiting';
    if (hasCome && !this.#isGivenOut(ticket)) this.emit('waiting', ticket);
    if (this.isMine(ticket) && !this.isMine(before)) this.emit('assigned', ticket, before);
  }

  #isGivenOut(ticket) {
    const loadOf = id => this.#of('assigned').filter(({ agent }) => agent.id === id).length;
    return this.settings.routing === 'auto' && isTaken(ticket, this.agents, loadOf);
  }

  #changed(...topics) {
    for (const topic of topics) this.emit(topic);
  }
}

/**
 * A ticket as agents are told of it; docs/protocol.md says what the fields mean.
 * @typedef {object} Ticket
 * @property {number} number @property {string} room @property {'waiting' | 'assigned' | 'closed'} state
 * @property {number} at @property {string} question @property {{id: string, name: string}} visitor
 * @property {{id: string, name: string}} [agent] @property {string} [department] @property {number} [priority]
 * @property {number} [since] @property {number} [assigned] @property {boolean} [returned] @property {number} [turn]
 * @property {number} [closed] @property {string} [page] @property {string} [language] @property {string} [contact]
 * @property {Record<string, string>} [fields] @property {boolean} [present] @property {object[]} [acts]
 */
