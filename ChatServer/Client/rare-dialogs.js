import { Late } from './late.js';
import { styleSheet } from './style-sheet.js';

/** Dialogs that few people open: what they need is fetched when they do. */
export class RareDialogs {
  #parts;
  #settings = new Late(() => import('./settings-dialog.js'), ({ SettingsDialog }) => {
    const { store, requests } = this.#parts;
    return new SettingsDialog({ store, requests, openWebhooks: room => this.openWebhooks(room) });
  }, 'dialogs');
  #handover = new Late(
    () => import('./handover-dialog.js'), ({ HandoverDialog }) => new HandoverDialog(this.#parts), 'dialogs');
  #picture = new Late(
    () => import('./picture-dialog.js'), ({ PictureDialog }) => new PictureDialog(this.#parts.save), 'picture');
  #help = new Late(
    () => import('./help-dialog.js'), ({ HelpDialog }) => new HelpDialog(this.#parts.store), 'dialogs', 'rare');
  #switcher = new Late(() => import('./switcher.js'), ({ Switcher }) => {
    const { store, requests, going } = this.#parts;
    return new Switcher({ store, requests, actions: going });
  }, 'rare');
  #preferences = new Late(
    () => import('./preferences-dialog.js'), ({ PreferencesDialog }) => new PreferencesDialog(this.#parts),
    'dialogs', 'rare');
  #invite = new Late(
    () => import('./invite-dialog.js'), ({ InviteDialog }) => new InviteDialog(this.#parts), 'dialogs', 'rare');
  #projector = new Late(
    () => import('./projector.js'), ({ Projector }) => new Projector(this.#parts), 'dialogs', 'projector');
  #doctor = new Late(
    () => import('./doctor-dialog.js'), ({ DoctorDialog }) => new DoctorDialog(this.#parts), 'dialogs', 'doctor');
  #search = new Late(() => import('./search.js'), ({ SearchDialog }) => {
    const { store, requests, going } = this.#parts;
    return new SearchDialog({ store, requests, go: going.toMessage });
  }, 'dialogs', 'search');

  /**
   * @param parts store, requests, identity, preferences, sound, pictures; openFile(link, list), save(link);
   *   going: visit(name), openDirect(person), toMessage(result) brings what was found before the reader's eyes
   */
  constructor(parts) {
    this.#parts = parts;
  }

  /** Draws again what is open and was changed by somebody. */
  refresh() {
    this.#settings.now?.refresh();
  }

  /** Draws again what is open, as in another language, or for somebody who may do more. */
  reword() {
    this.#help.now?.refresh();
    this.#preferences.now?.refresh();
  }

  drawProjector() {
    this.#projector.now?.draw();
  }

  async openSettings() {
    (await this.#settings.made()).open();
  }

  /** @param {string} action see SettingsDialog.openAct */
  async openAct(action, person) {
    (await this.#settings.made()).openAct(action, person);
  }

  async openHandover() {
    await (await this.#handover.made()).open();
  }

  /** The code was used. */
  endHandover() {
    this.#handover.now?.close();
  }

  /** @param {HTMLAnchorElement} link @param {HTMLElement} list where it is one of several */
  async openPicture(link, list) {
    (await this.#picture.made()).open(link, list);
  }

  /** @param {'keys' | 'commands'} about */
  async openHelp(about = 'keys') {
    (await this.#help.made()).open(about);
  }

  async openSwitcher() {
    (await this.#switcher.made()).open();
  }

  async openPreferences() {
    (await this.#preferences.made()).open();
  }

  async openInvite() {
    await (await this.#invite.made()).open();
  }

  /** @param {boolean} isAsked see Projector.open */
  async project(isAsked) {
    (await this.#projector.made()).open(isAsked);
  }

  endProjection() {
    this.#projector.now?.close();
  }

  /** Why another device can't connect. */
  async openDoctor() {
    await (await this.#doctor.made()).open();
  }

  async openSearch() {
    (await this.#search.made()).open();
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
      await Promise.all([import('./admin-api.js'), import('./secrets-dialog.js'), styleSheet('dialogs')]);
    await new SecretsDialog(kind(new AdminApi(this.#parts.identity)), this.#parts.store).open();
  }
}
