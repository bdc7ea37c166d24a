import { Refusal } from './refusal.js';

const KEYS = '/api/keys';

/** Keys of bots, by the HTTP API; for admins. Each throws a Refusal where it can't be had. */
export class KeysApi {
  #identity;

  constructor(identity) {
    this.#identity = identity;
  }

  /** @returns {Promise<{bot: {id: string, name: string}, by?: {name: string}, at?: number}[]>} */
  async list() {
    return (await this.#ask('GET', KEYS)).bots;
  }

  /** @returns {Promise<{bot: {id: string, name: string}, key: string}>} */
  make(name) {
    return this.#ask('POST', KEYS, JSON.stringify({ name }));
  }

  revoke(name) {
    return this.#ask('DELETE', `${KEYS}/${encodeURIComponent(name)}`);
  }

  async #ask(method, path, body) {
    const headers = { Authorization: `Bearer ${this.#identity.token}`, 'Content-Type': 'application/json' };
    const response = await fetch(path, { method, headers, body }).catch(() => null);
    if (!response) throw new Refusal({ code: 'lost' });
    const answer = response.status === 204 ? {} : await response.json();
    if (!response.ok) throw new Refusal(answer);
    return answer;
  }
}
