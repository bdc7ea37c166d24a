import { socketUrl } from './address.js';

/** How long the server may take, in milliseconds. */
const PATIENCE_MS = 10_000;

/** What belongs to the person that this browser was: where they are, what they read and were writing. */
const PERSONAL = ['room.', 'read.', 'closed.', 'password.', 'draft.'];

/**
 * Takes the place of the person who made a code.
 * @returns {Promise<string | null>} null, or an error code; then this browser is who it was
 */
export async function claim(code, storage) {
  const answer = await ask({ type: 'claim', id: 'claim', code });
  if (answer.type !== 'claimed') return answer.code;
  for (const prefix of PERSONAL) for (const key of storage.keys(prefix)) storage.remove(key);
  storage.remove('room');
  storage.set('token', answer.token);
  storage.set('name', answer.name);
  return null;
}

/** On a connection of its own: a hello comes later, and with another token. */
function ask(message) {
  return new Promise(resolve => {
    const socket = new WebSocket(socketUrl(location));
    const settle = answer => {
      clearTimeout(timer);
      resolve(answer);
      socket.close();
    };
    const timer = setTimeout(() => settle({ type: 'error', code: 'timeout' }), PATIENCE_MS);
    socket.onopen = () => socket.send(JSON.stringify(message));
    socket.onmessage = ({ data }) => settle(JSON.parse(data));
    socket.onclose = () => settle({ type: 'error', code: 'lost' });
  });
}
