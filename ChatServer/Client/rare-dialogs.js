import { element } from './dom.js';

/** Dialogs that few people open: what they need is fetched when they do. */
export class RareDialogs {
  #go;
  #search = null;
  #store;
  #requests;
  #identity;
  #settings = null;
  #handover = null;

  /** @param parts {store, requests, identity, go(result)} `go` brings what was found before the reader's eyes */
  constructor({ store, requests, identity, go }) {
    this.#go = go;
    this.#store = store;
    this.#requests = requests;
    this.#identity = identity;
  }

  async settings() {
    const { SettingsDialog } = await import('./settings-dialog.js');
    this.#settings ??= new SettingsDialog({
      store: this.#store,
      requests: this.#requests,
      openWebhooks: room => this.openWebhooks(room),
    });
    return this.#settings;
  }

  /** Draws again what is open and was changed by somebody. */
  refresh() {
    this.#settings?.refresh();
  }

  async handover() {
    const { HandoverDialog } = await import('./handover-dialog.js');
    this.#handover ??= new HandoverDialog({
      requests: this.#requests, store: this.#store, identity: this.#identity,
    });
    return this.#handover;
  }

  async openSearch() {
    const [{ SearchDialog }] = await Promise.all([import('./search.js'), styled('/client/search.css')]);
    this.#search ??= new SearchDialog({ store: this.#store, requests: this.#requests, go: this.#go });
    this.#search.open();
  }

  async openKeys() {
    const [{ KeysApi }, { Keys }] = await Promise.all([import('./keys-api.js'), import('./keys.js')]);
    await this.#openSecrets(api => new Keys(new KeysApi(api)));
  }

  /** @param {{name: string, title: string}} room */
  async openWebhooks({ name, title }) {
    const [{ WebhooksApi }, { Webhooks }] =
      await Promise.all([import('./webhooks-api.js'), import('./webhooks.js')]);
    await this.#openSecrets(api => new Webhooks(new WebhooksApi(api, name), title));
  }

  async #openSecrets(kind) {
    const [{ AdminApi }, { SecretsDialog }] =
      await Promise.all([import('./admin-api.js'), import('./secrets-dialog.js')]);
    await new SecretsDialog(kind(new AdminApi(this.#identity)), this.#store).open();
  }
}

/** Fetches a style sheet once. */
function styled(href) {
  if (document.head.querySelector(`link[href="${href}"]`)) return Promise.resolve();
  const link = element('link', { rel: 'stylesheet', href });
  document.head.append(link);
  return new Promise(resolve => {
    link.addEventListener('load', resolve);
    link.addEventListener('error', resolve);
  });
}
