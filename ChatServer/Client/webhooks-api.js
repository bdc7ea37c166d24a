/** Webhooks of a room, by the HTTP API; for admins. Each throws a Refusal where it can't be had. */
export class WebhooksApi {
  #api;
  #path;

  /**
   * @param {import('./admin-api.js').AdminApi} api
   * @param {string} room its name
   */
  constructor(api, room) {
    this.#api = api;
    this.#path = `/api/rooms/${encodeURIComponent(room)}/webhooks`;
  }

  /**
   * @returns {Promise<{id: string, url: string, bot: {id: string, name: string}, match: 'all' | 'mention',
   *   by: {name: string}, at: number}[]>}
   */
  async list() {
    return (await this.#api.get(this.#path)).webhooks;
  }

  /**
   * @param {{url: string, bot: string, match: string}} wanted
   * @returns {Promise<{id: string, url: string, bot: {id: string, name: string}, secret: string}>}
   */
  make(wanted) {
    return this.#api.post(this.#path, wanted);
  }

  remove(id) {
    return this.#api.delete(`${this.#path}/${encodeURIComponent(id)}`);
  }
}
