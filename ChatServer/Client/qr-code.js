/** Light modules around a QR code (ISO/IEC 18004: four). */
const QUIET_ZONE = 4;

const SVG = 'http://www.w3.org/2000/svg';

/** A QR code as one path of squares. @param {string[]} rows `1` is dark */
export function drawCode(rows) {
  const size = rows.length + 2 * QUIET_ZONE;
  const squares = rows.flatMap((row, y) => [...row.matchAll(/1+/g)].map(({ index, 0: run }) =>
    `M${index + QUIET_ZONE} ${y + QUIET_ZONE}h${run.length}v1h-${run.length}z`));
  const svg = document.createElementNS(SVG, 'svg');
  const path = document.createElementNS(SVG, 'path');
  svg.setAttribute('viewBox', `0 0 ${size} ${size}`);
  svg.setAttribute('shape-rendering', 'crispEdges');
  path.setAttribute('d', squares.join(''));
  svg.append(path);
  return svg;
}
