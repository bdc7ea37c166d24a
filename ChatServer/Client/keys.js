import { element } from './dom.js';
import { t } from './i18n.js';

/** Which bots have a key, for the dialog of secrets-dialog.js. */
export class Keys {
  #api;

  name = 'keys';
  title = t('keys.title');
  wrongFields = { bad_name: 'bot', name_taken: 'bot' };
  goneCode = 'no_such_person';

  /** @param {import('./keys-api.js').KeysApi} api */
  constructor(api) {
    this.#api = api;
  }

  fields() {
    return [
      element('label', { for: 'keys-name' }, t('keys.name')),
      element('input', { id: 'keys-name', name: 'bot', required: '', autocomplete: 'off', dir: 'auto' }),
    ];
  }

  list() {
    return this.#api.list();
  }

  make({ bot }) {
    return this.#api.make(bot);
  }

  remove({ bot }) {
    return this.#api.revoke(bot.name);
  }

  person({ bot }) {
    return bot;
  }

  key({ bot, at }) {
    return `${bot.id} ${at}`;
  }

  lines(item, origin) {
    return [origin];
  }

  shown({ key }) {
    const { origin } = window.location;
    const use = `curl -H 'Authorization: Bearer ${key}' -d 'hi' ${origin}/api/rooms/lobby/messages`;
    return { secret: key, use };
  }
}
