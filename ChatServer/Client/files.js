import { pathOfMessages } from './address.js';
import { element, icon } from './dom.js';
import { locale, t } from './i18n.js';
import { Refusal, refusalOfAnswer } from './refusal.js';

const KILO = 1_000;

/** How long a browser may take to save what it has, in milliseconds; no event tells when it is done. */
const SAVING_MS = 60_000;

/** A length as people read it: «1.2 MB». */
export function sizeOf(bytes) {
  const power = Math.min(3, Math.floor(Math.log(Math.max(1, bytes)) / Math.log(KILO)));
  const unit = ['byte', 'kilobyte', 'megabyte', 'gigabyte'][power];
  return (bytes / KILO ** power).toLocaleString(locale(), {
    style: 'unit', unit, unitDisplay: power === 0 ? 'long' : 'short', maximumFractionDigits: 1,
  });
}

/**
 * The files of a message, to be saved; what a file says isn't shown in the page.
 * @param {{room: string, seq: number, files: {name: string, bytes: number}[]}} message
 */
export function createFiles({ room, seq, files }) {
  const list = element('ul', { class: 'files' });
  files.forEach((file, index) => {
    const path = `${pathOfMessages(room)}/${seq}/files/${index + 1}`;
    list.append(element('li', {},
      element('a', { class: 'file', href: path, download: file.name },
        icon('file'),
        element('span', { class: 'file-name', dir: 'auto' }, file.name),
        element('span', { class: 'file-size' }))));
  });
  return list;
}

/** What depends on the language. */
export function updateFiles(list, { files }) {
  list.setAttribute('aria-label', t('files.list'));
  files.forEach((file, index) => {
    const link = list.children[index].firstChild;
    link.lastChild.textContent = sizeOf(file.bytes);
    link.title = t('files.save', { name: file.name });
  });
}

/**
 * Saves the file of a link, with this person's right to read it, which a link alone hasn't.
 * @throws {Refusal}
 */
export async function saveFile(link, token) {
  saveBlob(await fetchFile(link.href, token), link.download);
}

/** Saves what the page has, under a name. */
export function saveBlob(blob, name) {
  const url = URL.createObjectURL(blob);
  element('a', { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), SAVING_MS);
}

/**
 * What is at an address, with this person's right to read it.
 * @returns {Promise<Blob>}
 * @throws {Refusal}
 */
export async function fetchFile(href, token) {
  const response = await fetch(href, { headers: token ? { Authorization: `Bearer ${token}` } : {} })
    .catch(() => null);
  if (!response) throw new Refusal({ code: 'lost' });
  if (response.status === 404) throw new Refusal({ code: 'no_file' });
  if (!response.ok) throw await refusalOfAnswer(response);
  return response.blob().catch(() => { throw new Refusal({ code: 'lost' }); });
}
