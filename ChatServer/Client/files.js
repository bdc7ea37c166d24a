import { pathOfMessages } from './address.js';
import { element, icon } from './dom.js';
import { ask } from './http.js';
import { locale, t } from './i18n.js';
import { createPictureBox, isPicture } from './picture-box.js';
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

/** Where a file of a message is. @param {number} number from 1 on */
function pathOfFile({ room, seq }, number) {
  return `${pathOfMessages(room)}/${seq}/files/${number}`;
}

/**
 * The files of a message: pictures in their place (see Pictures), all else to be saved; what another file says isn't
 * shown in the page. One without `seq` is on its way.
 * @param {{room: string, seq?: number, files: {name: string, type: string, bytes: number}[]}} message
 */
export function createFiles(message) {
  const { seq = '', files } = message;
  const list = element('ul', { class: 'files', 'data-seq': seq });
  files.forEach((file, index) => {
    const link = seq
      ? element('a', {
        href: pathOfFile(message, index + 1), download: file.name, 'data-type': file.type, 'data-sha256': file.sha256,
      })
      : element('span', { 'data-url': file.url ?? '' });
    link.className = 'file';
    if (isPicture(file)) link.append(createPictureBox(file));
    link.append(icon('file'),
      element('span', { class: 'file-name', dir: 'auto' }, file.name), element('span', { class: 'file-size' }));
    list.append(element('li', {}, link));
  });
  return list;
}

/** Brings the files of a message up to date, also when it has come into the log: pictures that are shown stay. */
export function replaceFiles(list, message) {
  if (list.dataset.seq === String(message.seq ?? '')) return list;
  const made = createFiles(message);
  const shown = [...list.children].map(line => line.querySelector('.picture[data-state="shown"]'));
  [...made.querySelectorAll('.file')].forEach((link, index) => {
    if (shown[index]) link.querySelector('.picture')?.replaceWith(shown[index]);
  });
  list.replaceWith(made);
  return made;
}

/** What depends on the language. */
export function updateFiles(list, { files }) {
  list.setAttribute('aria-label', t('files.list'));
  files.forEach((file, index) => {
    const link = list.children[index].firstChild;
    const size = sizeOf(file.bytes);
    link.lastChild.textContent = size;
    link.title = t(isPicture(file) ? 'picture.open' : 'files.save', { name: file.name, size });
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
  const response = await ask(href, token);
  if (response.status === 404) throw new Refusal({ code: 'no_file' });
  if (!response.ok) throw await refusalOfAnswer(response);
  return response.blob().catch(() => { throw new Refusal({ code: 'lost' }); });
}
