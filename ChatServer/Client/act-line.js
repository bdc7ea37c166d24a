import { t } from './i18n.js';

/** Acts that a visitor doesn't read: of the house, or their own. */
const NOT_FOR_VISITORS = ['ticket_priority', 'ticket_rate'];

/**
 * What happened to a ticket, for agents.
 * @param {{kind: string, by: object, to?: object, department?: string, text?: string}} act
 */
export function actForAgents({ kind, by: actor, to, department, text }) {
  const by = doer(kind, actor, to);
  const isTimer = by.id === '';
  if (kind === 'ticket_return' && isTimer) return t(`told.agent.return.${text === 'gone' ? 'gone' : 'silence'}`);
  return t(`told.agent.${kind}`, { who: by.name, to: to?.name ?? department ?? '' }) + why(text);
}

/** The same for the visitor, in friendlier words; empty where it is not for them. */
export function actForVisitor({ kind, by: actor, to, department, text }, ticket) {
  const by = doer(kind, actor, to);
  if (NOT_FOR_VISITORS.includes(kind)) return '';
  if (kind === 'ticket_return') return t(`told.visitor.return.${by.id === '' ? text : 'agent'}`);
  if (kind === 'ticket_close' && by.id === ticket?.visitor.id) return t('told.visitor.closedByYou');
  const isToDepartment = kind === 'ticket_transfer' && !to;
  return t(`told.visitor.${kind}${isToDepartment ? '.department' : ''}`,
    { who: by.name, to: to?.name ?? department ?? '' }) + (kind === 'ticket_transfer' ? why(text) : '');
}

/** Who is named: where the desk gave a ticket to somebody, they. */
function doer(kind, by, to) {
  return kind === 'ticket_claim' ? to ?? by : by;
}

function why(text) {
  return text ? t('told.why', { text }) : '';
}
