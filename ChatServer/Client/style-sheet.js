import { element } from './dom.js';

/** Those that are there, or on their way. @type {Map<string, Promise<void>>} */
const sheets = new Map();

/** Fetches the style of what is seldom opened; without it, what is opened is plain, but there. @param {string} name */
export function styleSheet(name) {
  if (!sheets.has(name)) {
    sheets.set(name, fetched(`/client/${name}.css`).then(isThere => {
      if (!isThere) sheets.delete(name);
    }));
  }
  return sheets.get(name);
}

function fetched(href) {
  return new Promise(resolve => {
    const link = element('link', { rel: 'stylesheet', href });
    link.addEventListener('load', () => resolve(true));
    link.addEventListener('error', () => {
      link.remove();
      resolve(false);
    });
    document.head.append(link);
  });
}
