const KEYS = '/api/keys';

/** Keys of bots, by the HTTP API; for admins. Each throws a Refusal where it can't be had. */
export class KeysApi {
  #api;

  /** @param {import('./admin-api.js').AdminApi} api */
  constructor(api) {
    this.#api = api;
  }

  /** @returns {Promise<{bot: {id: string, name: string}, by?: {name: string}, at?: number}[]>} */
  async list() {
    return (await this.#api.get(KEYS)).bots;
  }

  /** @returns {Promise<{bot: {id: string, name: string}, key: string}>} */
  make(name) {
    return this.#api.post(KEYS, { name });
  }

  revoke(name) {
    return this.#api.delete(`${KEYS}/${encodeURIComponent(name)}`);
  }
}
