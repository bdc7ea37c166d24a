/**
 * The room that comes after the one on the screen, or before it, and after the last the first again. Pure.
 * @template R
 * @param {R[]} rooms in the order of the left column
 * @param {R | null} active
 * @param {1 | -1} way
 * @param {(room: R) => boolean} fits
 * @returns {R | undefined} none if no other fits
 */
export function nextRoom(rooms, active, way, fits = () => true) {
  const at = rooms.indexOf(active);
  const start = at < 0 && way < 0 ? 0 : at;
  return rooms.map((_, step) => rooms.at((start + way * (step + 1) + rooms.length) % rooms.length))
    .find(room => room !== active && fits(room));
}
