import { element } from './dom.js';
import { t } from './i18n.js';

/** Which agents have a key, for the dialog of secrets-dialog.js. */
export class Agents {
  #api;
  #departments;

  name = 'agents';
  title = t('agents.title');
  wrongFields = { bad_name: 'agent', name_taken: 'agent', bad_department: 'agent' };
  goneCode = 'no_such_person';

  /**
   * @param {import('./admin-api.js').AdminApi} api
   * @param {string[]} departments of the desk
   */
  constructor(api, departments) {
    this.#api = api;
    this.#departments = departments;
  }

  fields() {
    return [
      element('label', { for: 'agents-name' }, t('agents.name')),
      element('input', { id: 'agents-name', name: 'agent', required: '', autocomplete: 'off', dir: 'auto' }),
      ...this.#departments.length > 0 ? [this.#choice()] : [],
      check('supervisor', t('agents.supervisor')),
    ];
  }

  async list() {
    return (await this.#api.get('/api/agents')).agents;
  }

  make({ agent, supervisor, ...values }) {
    const departments = this.#departments.filter((_, at) => values[`department${at}`]);
    return this.#api.post('/api/agents', { name: agent, departments, supervisor: supervisor === 'on' });
  }

  remove({ agent }) {
    return this.#api.delete(`/api/agents/${encodeURIComponent(agent.name)}`);
  }

  person({ agent }) {
    return agent;
  }

  key({ agent, at, supervisor, departments }) {
    return `${agent.id} ${at} ${supervisor} ${departments}`;
  }

  lines({ supervisor, departments = [] }, origin) {
    const told = [...(supervisor ? [t('agents.supervisor')] : []), ...departments];
    return [...(told.length > 0 ? [told.join(' · ')] : []), origin];
  }

  shown({ key }) {
    return { secret: key, use: `${window.location.origin}/desk` };
  }

  #choice() {
    return element('fieldset', { class: 'agent-departments' }, element('legend', {}, t('agents.departments')),
      ...this.#departments.map((name, at) => check(`department${at}`, name)));
  }
}

function check(name, text) {
  const box = element('input', { type: 'checkbox', name });
  return element('label', { class: 'check' }, box, element('bdi', {}, text));
}
