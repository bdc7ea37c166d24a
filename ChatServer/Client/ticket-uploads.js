import { pathOfMessages } from './address.js';
import { element, icon } from './dom.js';
import { sizeOf } from './files.js';
import { t } from './i18n.js';
import { randomId } from './random.js';
import { refusalOf } from './refusal.js';
import { upload } from './upload.js';
import { explain } from './wording.js';

/** Files on their way into a ticket: how far each message with files is, and what became of those that failed. */
export class TicketUploads {
  /** To be put into the page. */
  element = element('ul', { class: 'uploads' });

  #secret;
  #limits;
  #room = '';

  /** @param {() => string} secret the token or key of who sends @param {() => object} limits */
  constructor(secret, limits) {
    this.#secret = secret;
    this.#limits = limits;
  }

  /** Shows those of a room; the others go on unseen. */
  open(room) {
    this.#room = room;
    for (const line of this.element.children) line.hidden = line.dataset.room !== room;
  }

  /** @param {File[]} files */
  add(files) {
    const { messageFiles } = this.#limits();
    for (let at = 0; at < files.length; at += messageFiles) {
      const some = files.slice(at, at + messageFiles);
      const line = createLine(this.#room, some);
      this.element.append(line);
      this.#send(line, { id: randomId(), files: some });
    }
  }

  async #send(line, what) {
    const [, , bar, problem, retry, cancel] = line.children;
    const { done, abort } = upload(pathOfMessages(line.dataset.room), { ...what, secret: this.#secret() }, part => {
      bar.value = part;
    });
    line.dataset.state = 'sending';
    bar.value = 0;
    retry.onclick = () => this.#send(line, what);
    cancel.onclick = () => {
      abort();
      line.remove();
    };
    try {
      await done;
      line.remove();
    } catch (caught) {
      const refusal = refusalOf(caught);
      line.dataset.state = 'failed';
      problem.textContent = t('ticket.notUploaded', { reason: explain(refusal, this.#limits()) });
    }
  }
}

function createLine(room, files) {
  const name = files.map(file => file.name).join(', ');
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  const label = t('ticket.cancelUpload', { name });
  const cancel = element('button', { type: 'button', class: 'icon-button', 'aria-label': label }, icon('close'));
  return element('li', { class: 'upload', 'data-room': room },
    element('span', { class: 'file-name', dir: 'auto' }, name),
    element('span', { class: 'file-size' }, sizeOf(bytes)),
    element('progress', { max: '1', value: '0', 'aria-label': t('ticket.uploading', { name }) }),
    element('span', { class: 'upload-problem', role: 'alert' }),
    element('button', { type: 'button', class: 'text-button upload-retry' }, t('messages.retry')),
    cancel);
}
