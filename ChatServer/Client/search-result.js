import { element, icon } from './dom.js';
import { t } from './i18n.js';
import { clockTime, dayName, fullTime, startOfDay } from './time.js';

/** How much of a message is shown, and how much of that comes before the first match, in UTF-16 units. */
const MOST = 240;
const BEFORE = 60;

/**
 * A line of the results: a day, or a message that was found.
 * @typedef {{key: string, day?: number, result?: object}} Line
 */

/** Results with the days between them, as the conversation has. @returns {Line[]} */
export function linesOf(results) {
  const lines = [];
  let day = 0;
  for (const result of results) {
    const { room, seq, at } = result.event;
    if (startOfDay(at) !== day) {
      day = startOfDay(at);
      lines.push({ key: `day ${day} ${lines.length}`, day });
    }
    lines.push({ key: `${room} ${seq}`, result });
  }
  return lines;
}

/** @param {Line} line @param {boolean} showsRoom whether results are of several rooms */
export function createLine({ day, result }, showsRoom) {
  if (!result) return element('li', { class: 'search-day' }, dayName(day));
  const { event, matches, with: other } = result;
  const where = other ? t('search.direct', { name: other.name }) : event.room;
  const button = element('button', { type: 'button', class: 'search-result' },
    element('span', { class: 'search-facts' },
      element('bdi', { class: 'search-author' }, event.from.name),
      ...(showsRoom ? [element('bdi', { class: 'search-room' }, where)] : []),
      element('time', { title: fullTime(event.at) }, clockTime(event.at))),
    ...(event.text ? [element('span', { class: 'search-text', dir: 'auto' }, ...snippet(event.text, of(matches)))] : []),
    ...(event.files ?? []).map((file, i) => element('span', { class: 'search-file' },
      icon('file'), element('bdi', {}, ...marked(file.name, of(matches, i + 1))))));
  return element('li', {}, button);
}

function of(matches, file) {
  return matches.filter(match => match.file === file);
}

/** The part of a text that has the first match, as text and marks. */
function snippet(text, ranges) {
  let from = Math.max(0, (ranges[0]?.start ?? 0) - BEFORE);
  if (from + MOST > text.length) from = Math.max(0, text.length - MOST);
  // Not in the middle of a surrogate pair.
  if (isLow(text, from)) from--;
  let end = Math.min(text.length, from + MOST);
  if (isLow(text, end)) end--;
  const shown = ranges.filter(({ start, length }) => start >= from && start + length <= end)
    .map(({ start, length }) => ({ start: start - from, length }));
  return [from > 0 ? '…' : '', ...marked(text.slice(from, end), shown), end < text.length ? '…' : ''];
}

function marked(text, ranges) {
  const parts = [];
  let at = 0;
  for (const { start, length } of ranges) {
    parts.push(text.slice(at, start), element('mark', {}, text.slice(start, start + length)));
    at = start + length;
  }
  return [...parts, text.slice(at)];
}

function isLow(text, at) {
  const unit = text.charCodeAt(at);
  return unit >= 0xdc00 && unit <= 0xdfff;
}
