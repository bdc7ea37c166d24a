import { byId } from './dom.js';
import { t } from './i18n.js';

/**
 * Files that are dragged over the conversation, or pasted where one writes.
 * @param {object} how
 * @param {() => string | null} how.room what people know the room by that takes files now; null if none does
 * @param {(files: File[]) => void} how.take
 */
export function watchDrops({ room, take }) {
  const main = byId('main');
  const hint = byId('drop-hint');
  // It enters and leaves each element on its way.
  let inside = 0;
  const show = isOver => {
    if (!isOver) inside = 0;
    hint.hidden = !isOver;
    if (isOver) hint.textContent = t('upload.drop', { room: room() });
  };
  const ifFiles = act => event => {
    if (!event.dataTransfer?.types.includes('Files')) return;
    // Without this the browser would leave the page for the file.
    event.preventDefault();
    act(event);
  };
  main.addEventListener('dragenter', ifFiles(() => {
    inside++;
    if (room() !== null) show(true);
  }));
  main.addEventListener('dragleave', ifFiles(() => {
    if (--inside <= 0) show(false);
  }));
  document.addEventListener('dragover', ifFiles(({ dataTransfer }) => {
    dataTransfer.dropEffect = room() === null || hint.hidden ? 'none' : 'copy';
  }));
  document.addEventListener('drop', ifFiles(({ dataTransfer, target }) => {
    show(false);
    if (room() !== null && main.contains(target)) take(filesOf(dataTransfer));
  }));
  byId('composer').addEventListener('paste', event => {
    const files = [...event.clipboardData?.files ?? []];
    // What was copied in a spreadsheet is a picture as well, and is meant as text.
    if (files.length === 0 || room() === null || event.clipboardData.getData('text/plain') !== '') return;
    event.preventDefault();
    take(files);
  });
}

/** What was dropped, without folders, which can't be sent. */
function filesOf({ items, files }) {
  const isFolder = [...items].filter(({ kind }) => kind === 'file')
    .map(item => item.webkitGetAsEntry?.()?.isDirectory ?? false);
  return [...files].filter((_, at) => !isFolder[at]);
}
