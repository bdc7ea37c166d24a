import { ask } from './http.js';
import { Refusal, refusalOf, refusalOfAnswer } from './refusal.js';

const SETTINGS = '/api/desk/settings';

/** The desk over HTTP, with the key that this browser has. Each throws a Refusal where it can't be had. */
export class DeskApi {
  #key;
  /** Of the settings that were had last: what is to be replaced. */
  #version = null;

  /** @param {() => string} key */
  constructor(key) {
    this.#key = key;
  }

  async settings() {
    return this.#versioned(await this.#ask('GET', SETTINGS));
  }

  /**
   * In place of those that were had last; refused as `stale` once if somebody else has saved others since.
   * @returns {Promise<object>} what holds now
   */
  async saveSettings(settings) {
    const ifMatch = this.#version && { 'If-Match': this.#version };
    try {
      return await this.#versioned(await this.#ask('PUT', SETTINGS, settings, ifMatch));
    } catch (caught) {
      if (refusalOf(caught).code === 'stale') this.replaceAny();
      throw caught;
    }
  }

  /** What is saved next takes the place of whatever holds then. */
  replaceAny() {
    this.#version = null;
  }

  async #versioned(response) {
    this.#version = response.headers.get('ETag');
    return response.json();
  }

  /**
   * Closed tickets that have a text, the newest first.
   * @returns {Promise<{tickets: object[], more: boolean, before?: number}>}
   */
  find(text, before) {
    const query = new URLSearchParams({
      ...(text && { find: text }), ...(before && { before: String(before) }),
    });
    return this.#json('GET', `/api/desk/tickets?${query}`);
  }

  /** A conversation as a text. @returns {Promise<string>} */
  async transcript(number, language) {
    return (await this.#ask('GET', `/api/tickets/${number}/transcript?language=${language}`)).text();
  }

  /** Figures of the tickets opened in a time. */
  report({ from, to }) {
    return this.#json('GET', `/api/desk/report?from=${from}&to=${to}`);
  }

  /** The same as a table, a row a ticket. @returns {Promise<Blob>} */
  async reportAsCsv({ from, to }) {
    return (await this.#ask('GET', `/api/desk/report?from=${from}&to=${to}&format=csv`)).blob();
  }

  async #json(method, path, body) {
    return (await this.#ask(method, path, body)).json();
  }

  async #ask(method, path, body, more) {
    const type = body && { 'Content-Type': 'application/json' };
    const headers = { ...type, ...more };
    const response = await ask(path, this.#key(), { method, headers, ...(body && { body: JSON.stringify(body) }) });
    if (response.status === 400) throw await withDetail(response);
    if (!response.ok) throw await refusalOfAnswer(response);
    return response;
  }
}

/** What is wrong with what was sent is said only by the detail of a problem. */
async function withDetail(response) {
  const { code = '400', detail } = await response.json().catch(() => ({}));
  return new Refusal({ code, text: detail });
}
