const CONNECTIONS = '/api/connections';

/** How long a poll waits for something, in seconds; the server takes a client for gone that doesn't poll for 30 s. */
const WAIT_SECONDS = 25;

/** The close code of what ended without a word. */
const LOST = 1006;

/**
 * What stands in for a WebSocket where none gets through, with as much of its shape as a connection needs: `readyState`,
 * `send`, `close`, and `onopen`, `onmessage`, `onclose`. What is sent goes by POST, one request after the other.
 */
class HttpSocket {
  readyState = WebSocket.CONNECTING;
  onopen = () => {};
  onmessage = () => {};
  onclose = () => {};
  #id = null;
  #lines = [];
  #isSending = false;

  send(line) {
    this.#lines.push(line);
    this.#flush();
  }

  close() {
    const id = this.#id;
    if (id && this.readyState !== WebSocket.CLOSED) {
      fetch(`${CONNECTIONS}/${id}`, { method: 'DELETE', keepalive: true }).catch(() => {});
    }
    this.ended(LOST);
  }

  get url() {
    return `${CONNECTIONS}/${this.#id}`;
  }

  opened(id) {
    this.#id = id;
    this.readyState = WebSocket.OPEN;
    this.onopen();
  }

  /** The connection is over; told once. */
  ended(code) {
    if (this.readyState === WebSocket.CLOSED) return;
    this.readyState = WebSocket.CLOSED;
    this.release();
    this.onclose({ code });
  }

  async #flush() {
    if (this.#isSending) return;
    this.#isSending = true;
    while (this.#lines.length > 0 && this.readyState === WebSocket.OPEN) {
      // A line each: several messages may go with one request, in order.
      const body = this.#lines.splice(0, 8).join('\n');
      const isSent = await attempt(fetch(this.url, { method: 'POST', headers: { 'Content-Type': 'application/x-ndjson' }, body }));
      if (!isSent) this.ended(LOST);
    }
    this.#isSending = false;
  }
}

/** Server-sent events down, POST up. The stream is the connection. */
export class EventStreamSocket extends HttpSocket {
  #source = new EventSource(`${CONNECTIONS}/stream`);

  constructor() {
    super();
    this.#source.addEventListener('open', event => {
      // The browser's own event of that name has no data.
      if (event.data) this.opened(JSON.parse(event.data).id);
    });
    this.#source.onmessage = ({ data }) => this.onmessage({ data });
    this.#source.addEventListener('close', ({ data }) => this.ended(JSON.parse(data).code));
    // It would come back by itself, to another connection.
    this.#source.onerror = () => this.ended(LOST);
  }

  release() {
    this.#source.close();
  }
}

/** Long-polling down, POST up. */
export class PollSocket extends HttpSocket {
  #ending = new AbortController();

  constructor() {
    super();
    this.#run();
  }

  release() {
    this.#ending.abort();
  }

  async #run() {
    const { signal } = this.#ending;
    const opened = await attempt(fetch(CONNECTIONS, { method: 'POST', signal }));
    if (!opened) {
      this.ended(LOST);
      return;
    }
    this.opened(opened.id);
    let after = 0;
    while (this.readyState === WebSocket.OPEN) {
      const batch = await attempt(fetch(`${this.url}?after=${after}&wait=${WAIT_SECONDS}`, { signal }));
      if (!batch) {
        this.ended(LOST);
        return;
      }
      after = batch.number;
      for (const message of batch.messages) this.onmessage({ data: JSON.stringify(message) });
      if (batch.closed) this.ended(batch.closed.code);
    }
  }
}

/** @returns what was answered; true if that was nothing, null if it went wrong */
async function attempt(request) {
  try {
    const response = await request;
    if (!response.ok) return null;
    return response.status === 204 ? true : await response.json();
  } catch {
    return null;
  }
}
