import { ask } from './http.js';
import { Refusal, refusalOfAnswer } from './refusal.js';

/** How the server refuses who shows a token that isn't an admin's, or is no longer (docs/protocol.md). */
const NOT_ADMIN = new Set(['bad_key', 'key_needed']);

/** Asks the HTTP API for what only admins may. Each throws a Refusal where it can't be had. */
export class AdminApi {
  #identity;

  constructor(identity) {
    this.#identity = identity;
  }

  get(path) {
    return this.#ask('GET', path);
  }

  post(path, body) {
    return this.#ask('POST', path, JSON.stringify(body));
  }

  delete(path) {
    return this.#ask('DELETE', path);
  }

  async #ask(method, path, body) {
    const headers = { 'Content-Type': 'application/json' };
    const response = await ask(path, this.#identity.token, { method, headers, body });
    if (response.status === 204) return {};
    if (response.ok) return response.json();
    const refusal = await refusalOfAnswer(response);
    throw NOT_ADMIN.has(refusal.code) ? new Refusal({ code: 'not_admin' }) : refusal;
  }
}
