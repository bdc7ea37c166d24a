/** How many people the server is asked for, where a crowd isn't known by name. */
const MOST_FOUND = 20;

/**
 * The person with whose name a text begins, with or without «@». Names may have spaces: the longest counts.
 * @param {import('./requests.js').Requests} requests asked where the page doesn't know who is in the room
 * @param {import('./room.js').Room} room
 * @param {string} typed
 * @returns {Promise<{person: {id: string, name: string} | null, name: string, rest: string}>} without a
 *   person, `name` is the first word
 */
export async function findPerson(requests, room, typed) {
  const text = typed.replace(/^@/, '');
  const [name] = text.split(/\s/, 1);
  const authors = room.events.map(({ from }) => from).reverse();
  const muted = (room.rules?.mutes ?? []).map(({ person }) => person);
  const person = longest([...room.people.values(), ...muted, ...authors], text)
    ?? longest(room.isCrowd ? await inCrowd(requests, room, name) : [], text)
    ?? null;
  const end = person ? person.name.length : name.length;
  return { person, name, rest: text.slice(end).trim() };
}

async function inCrowd(requests, room, find) {
  return (await requests.people(room.name, { find, limit: MOST_FOUND })).people;
}

function longest(people, text) {
  const fits = ({ name }) =>
    text.slice(0, name.length).toLowerCase() === name.toLowerCase() && /^(?:\s|$)/.test(text.slice(name.length));
  const length = person => person?.name.length ?? 0;
  return people.filter(fits).reduce((best, next) => length(next) > length(best) ? next : best, undefined);
}
