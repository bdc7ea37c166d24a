import { ask, textField } from './desk-ask.js';
import { element } from './dom.js';
import { t } from './i18n.js';
import { Refusal } from './refusal.js';
import { MOST_TEXT } from './rules.js';

/**
 * Asks whom a ticket is to go to, and why: an agent who is online, or a department.
 * @param {import('./desk-store.js').Ticket} ticket
 * @param {(details: {person?: string, department?: string, text?: string}) => Promise<void>} perform
 */
export function askTransfer(ticket, store, worded, perform) {
  const people = store.agents.filter(({ id, state }) => state !== 'offline' && id !== ticket.agent?.id);
  const departments = store.settings.departments ?? [];
  const list = element('div', { class: 'choices', role: 'radiogroup', 'aria-label': t('desk.transfer.to') },
    ...people.map(agent => choice(`person ${agent.id}`, agent.name, agentDetail(agent), agent.state)),
    ...departments.map(name =>
      choice(`department ${name}`, name, t('desk.transfer.department'), 'department')));
  const first = list.querySelector('input:not([data-full])') ?? list.querySelector('input');
  if (first) first.checked = true;
  ask({
    title: t('desk.transfer.title', { name: ticket.visitor.name }),
    text: first ? '' : t('desk.transfer.nobody'),
    fields: [
      list,
      ...textField('text', t('desk.transfer.why'), { maxlength: String(MOST_TEXT) }),
    ],
    button: t('desk.action.transfer'),
    worded,
    perform: ({ to, text }) => {
      if (!to) throw new Refusal({ code: 'no_such_person' });
      const at = to.indexOf(' ');
      return perform({ [to.slice(0, at)]: to.slice(at + 1), ...(text && { text }) });
    },
  });
}

function agentDetail({ state, load, limit, departments = [] }) {
  const told = [t('desk.load', { load, limit }), ...departments];
  return [...(state === 'away' ? [t('desk.own.away')] : []), ...told].join(' · ');
}

function choice(value, name, detail, kind) {
  return element('label', { class: 'choice', 'data-kind': kind },
    element('input', { type: 'radio', name: 'to', value, required: '' }),
    element('span', { class: 'choice-name' }, element('bdi', {}, name)),
    element('span', { class: 'choice-detail' }, detail));
}
