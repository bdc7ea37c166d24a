const ROOMS = '/rooms/';

/** The room that a path names; null if it names none. */
export function roomOfPath(path) {
  if (!path.startsWith(ROOMS)) return null;
  try {
    return decodeURIComponent(path.slice(ROOMS.length)) || null;
  } catch {
    return null;
  }
}

/** The path of a room. */
export function pathOfRoom(name) {
  return ROOMS + encodeURIComponent(name);
}

/** Where the JSON protocol is spoken, for a page at this location. */
export function socketUrl({ protocol, host }) {
  return `${protocol === 'https:' ? 'wss:' : 'ws:'}//${host}/ws`;
}
