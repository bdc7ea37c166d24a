import { element } from './dom.js';
import { locale, t } from './i18n.js';

/** Seconds in the two largest units that they fill: «42s», «3m 10s», «2h 5m». */
export function secondsText(seconds) {
  if (seconds === undefined || seconds === null) return '–';
  const whole = Math.round(seconds);
  const [hours, minutes] = [Math.floor(whole / 3_600), Math.floor(whole / 60) % 60];
  const parts = hours > 0
    ? [[hours, 'hour'], [minutes, 'minute']]
    : [[minutes, 'minute'], [whole % 60, 'second']];
  const told = parts.filter(([value], at) => value > 0 || at === 1 && whole === 0);
  return told.map(([value, unit]) =>
    value.toLocaleString(locale(), { style: 'unit', unit, unitDisplay: 'narrow' })).join(' ');
}

/** What each agent did. @param {object[]} agents as in the report */
export function agentTable(agents) {
  const most = Math.max(1, ...agents.map(({ taken }) => taken));
  const columns = [
    ['agent', ({ agent }) => element('bdi', {}, agent.name)],
    ['taken', ({ taken }) => barOf(taken, most)],
    ['closed', ({ closed }) => String(closed)],
    ['firstAnswer', ({ firstAnswer }) => secondsText(firstAnswer)],
    ['handling', ({ handling }) => secondsText(handling)],
    ['rating', ratingText],
    ['silence', ({ lostBySilence }) => String(lostBySilence)],
  ];
  const head = columns.map(([key]) => element('th', { scope: 'col' }, t(`desk.report.column.${key}`)));
  // On a phone there is no room for a head: each figure has its own, see desk-pages.css.
  const rows = agents.map(agent => element('tr', {}, ...columns.map(([key, cell]) => key === 'agent'
    ? element('th', { scope: 'row' }, cell(agent))
    : element('td', { 'data-label': t(`desk.report.column.${key}`) }, cell(agent)))));
  const title = t('desk.report.agents');
  const scroll = { class: 'table-scroll', tabindex: '0', role: 'group', 'aria-label': title };
  return section(title, element('div', scroll, element('table', { id: 'report-agents' },
    element('thead', {}, element('tr', {}, ...head)), element('tbody', {}, ...rows))));
}

function ratingText({ ratings: { count, mean } }) {
  if (count === 0) return '–';
  return `${mean.toLocaleString(locale(), { maximumFractionDigits: 1 })} (${count})`;
}

/** How often there was what, with a bar each. @param {[string, number][]} counts */
export function countTable(title, counts) {
  const most = Math.max(1, ...counts.map(([, count]) => count));
  return section(title, element('table', {}, element('tbody', {}, ...counts.map(([name, count]) =>
    element('tr', {},
      element('th', { scope: 'row' }, element('bdi', {}, name)),
      element('td', {}, barOf(count, most)))))));
}

/** A number, with a bar for the eye. */
function barOf(value, most) {
  const bar = element('span', { class: 'bar', 'aria-hidden': 'true' });
  bar.style.setProperty('--part', String(value / most));
  return element('span', { class: 'bar-cell' }, element('span', { class: 'bar-value' }, String(value)), bar);
}

function section(title, content) {
  return element('section', { class: 'report-section' }, element('h3', {}, title), content);
}
