/**
 * What the server refused, or could not answer. `code` is one of docs/protocol.md, `lost`, `timeout`, or
 * one of the page's own; `until` and `text` are there where a host's act is the reason.
 */
export class Refusal extends Error {
  constructor({ code, retryAfter, until, text }) {
    super(code);
    Object.assign(this, { code, retryAfter, until, text });
  }
}

/** The refusal of an HTTP answer; what stands between may answer with a page of its own. @returns {Promise<Refusal>} */
export async function refusalOfAnswer(response) {
  return new Refusal({ code: String(response.status), ...await response.json().catch(() => null) });
}

/** What was caught, if it is a refusal; anything else is a mistake of the page, and goes on. @returns {Refusal} */
export function refusalOf(caught) {
  if (!(caught instanceof Refusal)) throw caught;
  return caught;
}
