import { styleSheet } from './style-sheet.js';

/** Dialogs that few people open: what they need is fetched when they do. */
export class RareDialogs {
  #store;
  #requests;
  #identity;
  #settings = null;
  #handover = null;
  #picture = null;
  #help = null;
  #switcher = null;
  #preferencesDialog = null;
  #invite = null;
  #projector = null;
  #doctor = null;
  #search = null;
  #preferences;
  #sound;
  #going;

  /**
   * @param parts going: visit(name), openDirect(person); toMessage(result) brings what was found before the reader's
   *   eyes
   */
  constructor({ store, requests, identity, preferences, sound, going }) {
    this.#store = store;
    this.#requests = requests;
    this.#identity = identity;
    this.#preferences = preferences;
    this.#sound = sound;
    this.#going = going;
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

  /** Draws again what is open, as in another language, or for somebody who may do more. */
  reword() {
    this.#help?.refresh();
    this.#preferencesDialog?.refresh();
  }

  drawProjector() {
    this.#projector?.draw();
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
    const [{ PictureDialog }] = await Promise.all([import('./picture-dialog.js'), styleSheet('picture')]);
    return this.#picture ??= new PictureDialog(save);
  }

  /** @param {'keys' | 'commands'} about */
  async openHelp(about = 'keys') {
    const [{ HelpDialog }] = await Promise.all([import('./help-dialog.js'), styleSheet('rare')]);
    this.#help ??= new HelpDialog(this.#store);
    this.#help.open(about);
  }

  async openSwitcher() {
    const [{ Switcher }] = await Promise.all([import('./switcher.js'), styleSheet('rare')]);
    this.#switcher ??= new Switcher({ store: this.#store, requests: this.#requests, actions: this.#going });
    this.#switcher.open();
  }

  async openPreferences() {
    const [{ PreferencesDialog }] = await Promise.all([import('./preferences-dialog.js'), styleSheet('rare')]);
    this.#preferencesDialog ??= new PreferencesDialog({ preferences: this.#preferences, sound: this.#sound });
    this.#preferencesDialog.open();
  }

  async openInvite() {
    const [{ InviteDialog }] = await Promise.all([import('./invite-dialog.js'), styleSheet('rare')]);
    this.#invite ??= new InviteDialog({ store: this.#store, requests: this.#requests });
    await this.#invite.open();
  }

  /** @param {boolean} isAsked see Projector.open */
  async project(isAsked) {
    const [{ Projector }] = await Promise.all([import('./projector.js'), styleSheet('projector')]);
    this.#projector ??= new Projector({ store: this.#store, requests: this.#requests });
    this.#projector.open(isAsked);
  }

  endProjection() {
    this.#projector?.close();
  }

  /** Why another device can't connect. */
  async openDoctor() {
    const [{ DoctorDialog }] = await Promise.all([import('./doctor-dialog.js'), styleSheet('doctor')]);
    this.#doctor ??= new DoctorDialog({ store: this.#store, identity: this.#identity });
    await this.#doctor.open();
  }

  async openSearch() {
    const [{ SearchDialog }] = await Promise.all([import('./search.js'), styleSheet('search')]);
    this.#search ??= new SearchDialog({ store: this.#store, requests: this.#requests, go: this.#going.toMessage });
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
