import { randomId } from './random.js';

/**
 * What people ask of the server besides talking. Each throws a Refusal where it can't be had;
 * docs/protocol.md says what the fields mean.
 */
export class Actions {
  #session;

  constructor(session) {
    this.#session = session;
  }

  /** Gives this person the rights of an admin. */
  becomeAdmin(key) {
    return this.#session.request({ type: 'admin', key });
  }

  giveUpAdmin() {
    return this.#session.request({ type: 'admin', on: false });
  }

  /** An act of a host: `action` is one of the table in docs/protocol.md, `details` its fields. */
  moderate(room, action, details) {
    return this.#session.request({ type: 'moderate', id: randomId(), room, action, ...details });
  }

  /** Who is banned now; for admins. */
  async bans() {
    return (await this.#session.request({ type: 'bans' })).bans;
  }

  /** A page of who is in a room, by name. @param {{skip?: number, limit?: number, find?: string}} page */
  people(room, page) {
    return this.#session.request({ type: 'people', room, ...page });
  }

  /** A code that hands this person over to another browser. */
  handover(token) {
    return this.#session.request({ type: 'handover', token, origin: location.origin });
  }
}
