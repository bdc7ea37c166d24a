import { byId } from './dom.js';
import { t } from './i18n.js';
import { updateAvatar } from './person.js';

/** Who one talks with, and how things stand. */
export class SupportHead {
  #title = byId('title');
  #subtitle = byId('subtitle');
  #agent = byId('agent');
  #end = byId('end');

  /** @param {import('./support-visit.js').Visit} visit */
  draw({ screen, desk, ticket }) {
    const talk = screen === 'talk' ? ticket : null;
    const agent = talk?.state !== 'waiting' ? talk?.agent : undefined;
    this.#agent.hidden = !agent;
    if (agent) updateAvatar(this.#agent, agent);
    write(this.#title, agent?.name ?? t('support.title'));
    write(this.#subtitle, talk ? standing(talk) : deskText(desk));
    this.#end.hidden = !talk || talk.state === 'closed';
    this.#subtitle.dataset.desk = talk ? talk.state : desk?.state ?? '';
  }
}

function standing({ state, department = '' }) {
  if (state === 'closed') return t('support.over');
  if (state === 'waiting') return department ? t('support.waitingIn', { department }) : t('support.waiting');
  return department ? t('support.withIn', { department }) : t('support.with');
}

function deskText(desk) {
  if (!desk) return '';
  return t(desk.state === 'open' ? 'support.here' : 'support.away');
}

/** The same words again would be read out again. */
function write(line, text) {
  if (line.textContent !== text) line.textContent = text;
}
