import { saveFile } from './files.js';
import { t } from './i18n.js';
import { MessageTools } from './message-tools.js';
import { refusalOf } from './refusal.js';
import { styleSheet } from './style-sheet.js';
import { explain } from './wording.js';

/** What is done with messages of a ticket: by the bar over one, and by a click into it. Tells what is refused. */
export class TicketActions {
  #session;
  #requests;
  #list;
  #parts;
  #tools;
  #picture = null;

  /**
   * @param {import('./desk-session.js').DeskSession} session
   * @param {import('./requests.js').Requests} requests
   * @param {HTMLElement} list where the messages are
   * @param {object} parts
   * @param {() => import('./ticket-room.js').TicketRoom | null} parts.room whose messages they are
   * @param {() => boolean} parts.canWrite whether anything can be done with them
   * @param {import('./ticket-composer.js').TicketComposer} parts.composer
   * @param {(row: HTMLElement) => void} parts.reveal brings a message into view
   * @param {() => string} parts.secret the token or key, for files
   * @param {(text: string) => void} parts.notice
   */
  constructor(session, requests, list, parts) {
    this.#session = session;
    this.#requests = requests;
    this.#list = list;
    this.#parts = parts;
    const { composer } = parts;
    this.#tools = new MessageTools(list, {
      find: row => this.#toolsOf(row),
      react: (message, emoji) => this.#react(message, emoji),
      reply: message => composer.reply(message),
      edit: message => composer.edit(message),
      remove: ({ seq }) => this.#attempt(requests.remove(this.#name, seq)),
      away: () => composer.focus(),
    });
    list.addEventListener('click', event => this.#clicked(event));
  }

  /** Puts the bar away. */
  hide() {
    this.#tools.hide();
  }

  /** To be called when messages have changed, or what may be done with them. */
  refresh() {
    this.#tools.refresh();
  }

  get #name() {
    return this.#parts.room()?.name;
  }

  #clicked(event) {
    const row = event.target.closest('.message');
    const file = event.target.closest('a.file');
    const pill = event.target.closest('.reaction');
    const quote = event.target.closest('.quote');
    if (event.target.closest('.retry')) this.#session.retry(this.#name, row.dataset.draft);
    if (event.target.closest('.discard')) this.#session.outbox.remove(row.dataset.draft);
    if (pill) this.#react(this.#messageOf(row), pill.dataset.emoji);
    if (!file && !quote) return;
    event.preventDefault();
    if (file) this.#attempt(this.#openFile(file));
    else this.#jump(quote.dataset.seq);
  }

  async #openFile(link) {
    const save = one => this.#attempt(saveFile(one, this.#parts.secret()));
    if (!link.querySelector('.picture[data-state="shown"]')) return save(link);
    const [{ PictureDialog }] = await Promise.all([import('./picture-dialog.js'), styleSheet('picture')]);
    this.#picture ??= new PictureDialog(save);
    return this.#picture.open(link, this.#list);
  }

  #jump(seq) {
    const row = this.#list.querySelector(`.message[data-seq="${seq}"]`);
    if (row) this.#parts.reveal(row);
    else this.#parts.notice(t('quote.far'));
  }

  #messageOf(row) {
    return this.#parts.room()?.message(Number(row.dataset.seq));
  }

  #toolsOf(row) {
    const message = this.#messageOf(row);
    if (!this.#parts.canWrite() || !message || message.deleted || row.dataset.state !== 'sent') return null;
    const isMine = message.from.id === this.#session.me?.id;
    return { message, canEdit: isMine && Boolean(message.text), canDelete: isMine };
  }

  #react({ seq, reactions = [] }, emoji) {
    const by = reactions.find(reaction => reaction.emoji === emoji)?.by ?? [];
    const isMine = by.some(({ id }) => id === this.#session.me?.id);
    this.#attempt(this.#requests.react(this.#name, seq, emoji, !isMine));
  }

  async #attempt(request) {
    try {
      await request;
    } catch (caught) {
      this.#parts.notice(explain(refusalOf(caught), this.#session.limits));
    }
  }
}
