import { Refusal } from './refusal.js';

/**
 * Asks over HTTP, with somebody's right.
 * @param {string} path
 * @param {string | null} secret a token or key; null asks as nobody
 * @param {RequestInit} [more] as fetch has it
 * @returns {Promise<Response>} the answer, whatever it says
 * @throws {Refusal} `lost`: there was none
 */
export async function ask(path, secret, { headers, ...more } = {}) {
  const right = secret ? { Authorization: `Bearer ${secret}` } : {};
  const response = await fetch(path, { ...more, headers: { ...right, ...headers } }).catch(() => null);
  if (!response) throw new Refusal({ code: 'lost' });
  return response;
}
