import { element } from './dom.js';
import { t } from './i18n.js';

const SVG = 'http://www.w3.org/2000/svg';

/** Height of a chart, and what is around its drawing, in pixels. */
const HEIGHT = 200;
const MARGIN = { top: 12, right: 16, bottom: 24, left: 44 };

/** How wide a column becomes at most, and how far labels stand apart at least, in pixels. */
const MOST_COLUMN = 44;
const LABEL_PX = 52;

let lastId = 0;

/**
 * A chart of values over some labels, for eyes; for all others, what it shows, and a table.
 * @param {object} chart
 * @param {string} chart.title
 * @param {string} chart.text what can be seen of it, in a sentence
 * @param {'columns' | 'lines'} chart.kind columns stand on each other
 * @param {string[]} chart.labels
 * @param {string} chart.head what the labels are
 * @param {{name: string, colour: string, values: (number | null)[]}[]} chart.series `colour` is a class of
 *   desk-pages.css
 * @param {(value: number) => string} chart.format
 * @param {(most: number) => number[]} [chart.ticks] where the lines across it are
 * @param {number} chart.width in pixels
 */
export function chartOf(chart) {
  const { title, series } = chart;
  const legend = element('ul', { class: 'legend', 'aria-hidden': 'true' },
    ...series.map(({ name, colour }) => element('li', { class: colour }, name)));
  return element('figure', { class: 'chart' },
    element('figcaption', {}, title),
    ...series.length > 1 ? [legend] : [],
    draw(chart),
    element('details', {}, element('summary', {}, t('desk.report.asTable')), tableOf(chart)));
}

function draw(chart) {
  const { title, text, labels, kind, width, format, ticks = evenTicks } = chart;
  const id = `chart-${++lastId}`;
  const height = HEIGHT + MARGIN.top + MARGIN.bottom;
  const svg = node('svg', {
    width, height, viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-labelledby': `${id}-title ${id}-text`,
  });
  svg.append(node('title', { id: `${id}-title` }, title), node('desc', { id: `${id}-text` }, text));
  const lines = ticks(mostOf(chart));
  const most = lines.at(-1) || 1;
  const x = at => MARGIN.left + (at + 0.5) * (width - MARGIN.left - MARGIN.right) / labels.length;
  const y = value => MARGIN.top + HEIGHT * (1 - value / most);
  for (const line of lines) {
    svg.append(
      node('line', { class: 'grid', x1: MARGIN.left, x2: width - MARGIN.right, y1: y(line), y2: y(line) }),
      node('text', { class: 'axis', x: MARGIN.left - 8, y: y(line) + 4, 'text-anchor': 'end' }, format(line)));
  }
  const step = Math.ceil(labels.length * LABEL_PX / (width - MARGIN.left));
  labels.forEach((label, at) => {
    if ((labels.length - 1 - at) % step > 0) return;
    svg.append(node('text', { class: 'axis', x: x(at), y: height - 6, 'text-anchor': 'middle' }, label));
  });
  svg.append(...kind === 'lines' ? linesOf(chart, x, y) : columnsOf(chart, x, y));
  return svg;
}

function mostOf({ kind, labels, series }) {
  const heights = kind === 'lines'
    ? series.flatMap(({ values }) => values.map(value => value ?? 0))
    : labels.map((_, at) => series.reduce((sum, { values }) => sum + (values[at] ?? 0), 0));
  return Math.max(0, ...heights);
}

function columnsOf({ labels, series, format }, x, y) {
  const gap = labels.length > 1 ? x(1) - x(0) : MOST_COLUMN * 2;
  const width = Math.max(2, Math.min(MOST_COLUMN, gap * 0.66));
  return labels.flatMap((label, at) => {
    let base = 0;
    return series.filter(({ values }) => values[at] > 0).map(({ name, colour, values }) => {
      const top = base + values[at];
      const column = node('rect', {
        class: colour, x: x(at) - width / 2, width, y: y(top), height: Math.max(1, y(base) - y(top)), rx: 2,
      }, node('title', {}, `${label} · ${name}: ${format(values[at])}`));
      base = top;
      return column;
    });
  });
}

/** A day without a value is a gap in its line. */
function linesOf({ labels, series, format }, x, y) {
  return series.flatMap(({ name, colour, values }) => {
    const path = values.map((value, at) =>
      value === null ? '' : `${at > 0 && values[at - 1] !== null ? 'L' : 'M'}${x(at)} ${y(value)}`).join('');
    const dots = values.flatMap((value, at) => value === null ? [] : [
      node('circle', { class: colour, cx: x(at), cy: y(value), r: 3 },
        node('title', {}, `${labels[at]} · ${name}: ${format(value)}`)),
    ]);
    return [node('path', { class: `line ${colour}`, d: path }), ...dots];
  });
}

function tableOf({ title, head, labels, series, format }) {
  const row = (label, at) => element('tr', {},
    element('th', { scope: 'row' }, label),
    ...series.map(({ values }) => element('td', {}, values[at] === null ? '–' : format(values[at]))));
  return element('table', { 'aria-label': title },
    element('thead', {}, element('tr', {},
      ...[head, ...series.map(({ name }) => name)].map(name => element('th', { scope: 'col' }, name)))),
    element('tbody', {}, ...labels.map(row)));
}

/** Round numbers from 0 to at least the greatest value, five at most. */
function evenTicks(most, steps = [1, 2, 5]) {
  if (most <= 0) return [0, 1];
  let step = 0;
  for (let power = 1; step === 0; power *= 10) {
    step = steps.find(size => most / (size * power) <= 4) * power || 0;
  }
  return Array.from({ length: Math.ceil(most / step) + 1 }, (_, at) => at * step);
}

/** The same for seconds, where minutes and hours are round. */
export function durationTicks(most) {
  const unit = most > 7_200 ? 3_600 : most > 120 ? 60 : 1;
  const steps = unit === 3_600 ? [1, 2, 3, 6] : [1, 2, 5, 10, 15, 30];
  return evenTicks(most / unit, steps).map(tick => tick * unit);
}

function node(name, attributes, ...children) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  made.append(...children);
  return made;
}
