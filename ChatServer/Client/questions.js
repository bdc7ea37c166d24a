import { Late } from './late.js';
import { Refusal, refusalOf } from './refusal.js';

/** After so long a dialog that couldn't be fetched is asked for again, in milliseconds. */
const RETRY_MS = 2_000;

/** Asks for secrets: the server's password, those of rooms, the admin key. The dialog is fetched for the first. */
export class Questions {
  #store;
  #dialog;

  constructor(store) {
    this.#store = store;
    this.#dialog = new Late(() => import('./password-dialog.js'), ({ PasswordDialog }) => new PasswordDialog(store));
  }

  /**
   * Asks for the server's password, once: what is open already asks for the connection of now.
   * @param {Refusal} refusal why
   * @param {(password: string) => Promise<unknown>} attempt
   */
  async ofServer(refusal, attempt) {
    try {
      const dialog = await this.#dialog.made();
      if (dialog.isAsking('server') || this.#store.connection.kind === 'connected') return;
      await dialog.ask({ about: 'server', refusal, attempt });
    } catch (caught) {
      const isLost = refusalOf(caught).code === 'lost'; // anything else is told by the connection's end
      if (!isLost || this.#store.connection.kind === 'connected') return;
      setTimeout(() => this.ofServer(refusal, attempt), RETRY_MS);
    }
  }

  /**
   * Asks for a room's. A dialog that can't be fetched is wanted again, as after an answer that doesn't come.
   * @param {object} question see PasswordDialog.ask
   */
  async ofRoom(question) {
    const dialog = await this.#dialog.made().catch(() => {
      throw new Refusal({ code: 'timeout' });
    });
    return dialog.ask(question);
  }

  /**
   * Asks for the admin key.
   * @param {(key: string) => Promise<unknown>} attempt
   * @returns {Promise<boolean>} false if somebody thought better of it, as the dialog has shown
   */
  async ofAdmin(attempt) {
    const dialog = await this.#dialog.made();
    try {
      await dialog.ask({ about: 'key', attempt });
      return true;
    } catch (caught) {
      refusalOf(caught);
      return false;
    }
  }

  /** The server let us in. */
  letIn() {
    this.#dialog.now?.settle('server');
  }

  draw() {
    this.#dialog.now?.draw();
  }
}
