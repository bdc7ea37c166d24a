import { element } from './dom.js';

/** What a browser draws without running anything of it. */
const TYPES = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'];

/** Larger pictures are only saved: in bytes, and in pixels, as a browser unpacks them all. */
const MOST_BYTES = 20_000_000;
const MOST_PIXELS = 50_000_000;

/** Room for a picture among the messages, in CSS pixels; a thin one is to be hit, too. */
const MOST_WIDTH = 400;
const MOST_HEIGHT = 320;
const LEAST_SIDE = 28;

/** Whether a file is a picture to be shown. @param {{type: string, bytes: number, width?: number, height?: number}} file */
export function isPicture({ type, bytes, width, height }) {
  return TYPES.includes(type) && bytes <= MOST_BYTES && width * height <= MOST_PIXELS;
}

/** Makes the place for a picture, as large as it will be: nothing moves when it comes. */
export function createPictureBox({ name, width, height }) {
  const scale = Math.min(1, MOST_WIDTH / width, MOST_HEIGHT / height);
  const box = element('span', { class: 'picture', 'data-state': 'waiting' },
    element('img', { alt: name, draggable: 'false' }));
  // For those who draw it in another size.
  box.style.setProperty('--natural-width', width);
  box.style.setProperty('--natural-height', height);
  const [w, h] = [width, height].map(side => Math.max(LEAST_SIDE, Math.round(side * scale)));
  box.style.width = `${w}px`;
  box.style.aspectRatio = `${w} / ${h}`;
  return box;
}

/** Finds out how large a picture is that is on this device. @param {import('./attachment-tray.js').Chosen} one */
export async function measurePicture(one) {
  if (one.url || !TYPES.includes(one.type) || one.bytes > MOST_BYTES) return;
  one.url = URL.createObjectURL(one.file);
  const image = element('img', { src: one.url });
  await image.decode().catch(() => {});
  if (image.naturalWidth) [one.width, one.height] = [image.naturalWidth, image.naturalHeight];
}
