/** Dialogs that few people open: what they need is fetched when they do. */
export class RareDialogs {
  #store;
  #requests;
  #identity;
  #settings = null;
  #handover = null;
  #picture = null;

  constructor({ store, requests, identity }) {
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

  /** @param {(link: HTMLAnchorElement) => void} save */
  async picture(save) {
    const { PictureDialog } = await import('./picture-dialog.js');
    return this.#picture ??= new PictureDialog(save);
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
