import { element } from './dom.js';
import { t } from './i18n.js';

/** Longest address, in characters (docs/protocol.md). */
const MOST_URL = 2_000;

/** Where what is said in a room is posted, for the dialog of secrets-dialog.js. */
export class Webhooks {
  #api;

  name = 'webhooks';
  title;
  wrongFields = { bad_url: 'url', bad_name: 'bot', name_taken: 'bot' };
  goneCode = 'not_found';

  /**
   * @param {import('./webhooks-api.js').WebhooksApi} api
   * @param {string} room what the page calls it
   */
  constructor(api, room) {
    this.#api = api;
    this.title = t('webhooks.title', { room });
  }

  fields() {
    const address = {
      id: 'webhooks-url', name: 'url', type: 'url', inputmode: 'url', maxlength: String(MOST_URL),
      placeholder: 'http://192.168.1.7:9000/hook', spellcheck: 'false',
    };
    const matches = ['all', 'mention'].map(match =>
      element('option', { value: match }, t(`webhooks.${match}`)));
    return [
      element('label', { for: 'webhooks-url' }, t('webhooks.url')),
      element('input', { ...address, required: '', autocomplete: 'off' }),
      element('label', { for: 'webhooks-match' }, t('webhooks.match')),
      element('select', { id: 'webhooks-match', name: 'match' }, ...matches),
      element('label', { for: 'webhooks-name' }, t('webhooks.name')),
      element('input', { id: 'webhooks-name', name: 'bot', required: '', autocomplete: 'off', dir: 'auto' }),
    ];
  }

  list() {
    return this.#api.list();
  }

  make(wanted) {
    return this.#api.make(wanted);
  }

  remove({ id }) {
    return this.#api.remove(id);
  }

  person({ bot }) {
    return bot;
  }

  key({ id }) {
    return id;
  }

  lines({ url, match }, origin) {
    return [url, `${t(`webhooks.${match}`)} · ${origin}`];
  }

  shown({ secret }) {
    return { secret, use: 'X-ChatServer-Signature: t=…,v1=HMAC-SHA256(secret, t + "." + body)' };
  }
}
