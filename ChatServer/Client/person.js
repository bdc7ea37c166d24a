import { element } from './dom.js';

/** How many colours tokens.css has for people. */
const COLOURS = 10;

/** The colour of a person, 0 to 9: always the same for the same id (FNV-1a). */
export function colourOf(id) {
  let hash = 0x811c9dc5;
  for (let i = 0; i < id.length; i++) hash = Math.imul(hash ^ id.charCodeAt(i), 0x01000193);
  return ((hash ^ (hash >>> 15)) >>> 0) % COLOURS;
}

/** What stands in the circle of a person: the first visible character of the name. */
export function initialOf(name) {
  const first = typeof Intl.Segmenter === 'function'
    ? [...new Intl.Segmenter().segment(name.trimStart())][0]?.segment
    : Array.from(name.trimStart())[0];
  return (first ?? '?').toLocaleUpperCase();
}

/** The circle of a person. Its initial is drawn by CSS, so that it is no part of the text around it. */
export function avatar(person) {
  const made = element('span', { class: 'avatar', 'aria-hidden': 'true' });
  updateAvatar(made, person);
  return made;
}

export function updateAvatar(made, { id, name }) {
  made.style.setProperty('--person', `var(--person-${colourOf(id)})`);
  made.dataset.initial = initialOf(name);
}
