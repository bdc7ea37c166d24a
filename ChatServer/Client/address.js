const ROOMS = '/rooms/';

/** What an address ends with that opens the projector view. */
export const PROJECTOR = '#projector';

/** The room that a path names; null if it names none. A conversation of two has no address. */
export function roomOfPath(path) {
  if (!path.startsWith(ROOMS)) return null;
  try {
    const name = decodeURIComponent(path.slice(ROOMS.length));
    return name === '' || isConversation(name) ? null : name;
  } catch {
    return null;
  }
}

/** The path of a room; of a conversation of two, that of the page, so that it isn't shared by mistake. */
export function pathOfRoom(name) {
  return isConversation(name) ? '/' : ROOMS + encodeURIComponent(name);
}

/** Whether a room is a conversation of two: its name means nothing to people. */
export function isConversation(name) {
  return name.startsWith('@');
}

/** Where the messages of a room are over HTTP; those of a ticket's room are the ticket's. */
export function pathOfMessages(room) {
  if (room.startsWith('#')) return `/api/tickets/${room.slice(1)}/messages`;
  return `/api/${room.startsWith('@') ? 'directs' : 'rooms'}/${encodeURIComponent(room)}/messages`;
}

/** Where the JSON protocol is spoken, for a page at this location. */
export function socketUrl({ protocol, host }) {
  return `${protocol === 'https:' ? 'wss:' : 'ws:'}//${host}/ws`;
}
