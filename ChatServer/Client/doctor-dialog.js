import { CopyField } from './copy-field.js';
import { element } from './dom.js';
import { ask } from './http.js';
import { hasText, t } from './i18n.js';
import { drawCode } from './qr-code.js';
import { closing, makeDialog, titleOf } from './rare-dialog.js';
import { refusalOf, refusalOfAnswer } from './refusal.js';
import { explain } from './wording.js';

/**
 * Why another device can't connect: the address that it is best given, what the server found on its machine,
 * and the next step of each. Who is neither there nor an admin is told less (docs/protocol.md).
 */
export class DoctorDialog {
  #store;
  #identity;
  #dialog = makeDialog('doctor-dialog');
  #body;
  #status;
  #error;
  #again;
  #turn = 0;

  constructor({ store, identity }) {
    this.#store = store;
    this.#identity = identity;
  }

  async open() {
    this.#body = element('div');
    this.#status = element('p', { role: 'status' });
    this.#error = element('p', { class: 'field-error', role: 'alert' });
    this.#again = element('button', { type: 'button', class: 'quiet-button' }, t('reach.again'));
    this.#again.addEventListener('click', () => this.#look());
    this.#dialog.replaceChildren(
      titleOf(this.#dialog, t('reach.title')), this.#status, this.#body, this.#error,
      closing(this.#dialog, this.#again));
    this.#dialog.showModal();
    this.#dialog.scrollTop = 0;
    await this.#look();
  }

  async #look() {
    const turn = ++this.#turn;
    this.#error.textContent = '';
    this.#status.textContent = t('reach.looking');
    this.#again.setAttribute('aria-disabled', 'true');
    try {
      const report = await this.#fetch();
      if (turn !== this.#turn) return; // a later one knows more
      const problems = report.findings.filter(({ severity }) => severity === 'problem').length;
      this.#status.textContent = problems > 0 ? t('reach.problems', { count: problems }) : t('reach.noProblem');
      this.#body.replaceChildren(...parts(report));
    } catch (caught) {
      if (turn !== this.#turn) return;
      this.#status.textContent = '';
      this.#error.textContent = explain(refusalOf(caught), this.#store.limits);
    }
    this.#again.removeAttribute('aria-disabled');
  }

  async #fetch() {
    const response = await ask('/api/doctor', this.#identity.token);
    if (!response.ok) throw await refusalOfAnswer(response);
    return response.json();
  }
}

function parts({ best, qr, addresses, findings, whole, port }) {
  const list = element('ul', { class: 'findings' }, ...findings.map(entry));
  return [
    ...(best ? address(best, qr) : [element('p', {}, t('reach.none'))]),
    element('h3', {}, t('reach.findings')), list,
    ...(whole && addresses.length > 0 ? [all(addresses)] : []),
    ...(whole ? [] : [element('p', { class: 'settings-detail' }, t('reach.outline', { url: `http://localhost:${port}` }))]),
  ];
}

function address(best, qr) {
  return [
    element('p', {}, t('reach.text')),
    element('div', { class: 'qr-code', role: 'img', 'aria-label': t('reach.code') }, drawCode(qr)),
    new CopyField(t('reach.link'), best).element,
  ];
}

/** Codes of a newer server are said in its own English. */
function entry({ code, severity, text, next, values = {} }) {
  const isKnown = hasText(`reach.found.${code}`);
  const step = next && isKnown ? t(`reach.next.${code}`, values) : next;
  return element('li', { 'data-code': code, 'data-severity': severity },
    element('strong', { class: 'finding-mark' }, t(`reach.is.${severity}`)),
    element('span', { class: 'finding-text' }, isKnown ? t(`reach.found.${code}`, values) : text),
    ...(step ? [element('span', { class: 'finding-next' }, ...withCommand(step, values.command))] : []));
}

/** What is to be typed stands apart, to be selected as it is. */
function withCommand(step, command) {
  const at = command ? step.indexOf(command) : -1;
  if (at < 0) return [step];
  const code = element('code', { class: 'command', tabindex: '0' }, command);
  return [step.slice(0, at), code, step.slice(at + command.length)];
}

/** Every address of the machine, for who knows what an adapter is. */
function all(addresses) {
  const rows = addresses.map(({ url, answers, adapter, kind }) => element('li', {},
    element('span', { class: 'settings-name' }, url,
      element('span', { class: 'settings-detail' }, ...[
        adapter ? [element('bdi', {}, adapter)] : [],
        kind && kind !== 'physical' ? [` (${t(`reach.kind.${kind}`)})`] : [],
      ].flat())),
    element('span', { class: 'settings-detail' }, t(answers ? 'reach.answers' : 'reach.silent'))));
  return element('details', {}, element('summary', {}, t('reach.addresses')),
    element('ul', { class: 'settings-list' }, ...rows));
}
