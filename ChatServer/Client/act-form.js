import { element } from './dom.js';
import { t } from './i18n.js';
import { refusalOf } from './refusal.js';
import { MOST_TEXT } from './rules.js';
import { durationOf, explain } from './wording.js';

/** For how long an act of a host may hold, in seconds. */
const DURATIONS = [600, 3_600, 86_400];

/** Without a time: somebody is sent out once, or muted or banned for ever. */
const NO_TIME = 0;

/**
 * The form of an act against somebody: for how long, why, and for a ban whether their addresses are meant, too.
 * @param {object} act
 * @param {'mute' | 'kick' | 'ban'} act.action
 * @param {{id: string, name: string}} act.person
 * @param {object} act.limits
 * @param {(details: object) => Promise<void>} act.perform throws a Refusal
 * @param {() => void} act.done called when it is done, or given up
 */
export function actForm({ action, person, limits, perform, done }) {
  const seconds = element('select', { id: 'act-seconds' }, ...choices(action));
  const why = element('input', { id: 'act-why', maxlength: String(MOST_TEXT), autocomplete: 'off', dir: 'auto' });
  const address = element('input', { type: 'checkbox', id: 'act-address' });
  const error = element('p', { class: 'field-error', role: 'alert' });
  const cancel = element('button', { type: 'button', class: 'quiet-button' }, t('name.cancel'));
  const submit = element('button', { class: 'main-button', 'data-grave': '' }, t(`person.${action}`));
  const form = element('form', { class: 'act-form', autocomplete: 'off' },
    element('h2', {}, t(`act.${action}`, { name: person.name })),
    element('p', {}, t(`act.${action}Text`)),
    element('label', { for: 'act-seconds' }, t('act.howLong')), seconds,
    element('label', { for: 'act-why' }, t('act.why')), why,
    ...(action === 'ban' ? [element('label', { class: 'check' }, address, t('act.address'))] : []),
    error,
    element('div', { class: 'dialog-actions' }, cancel, submit));
  cancel.addEventListener('click', done);
  form.addEventListener('submit', async event => {
    event.preventDefault();
    submit.disabled = true;
    try {
      await perform(detailsOf({ person, seconds, why, address }));
      done();
    } catch (caught) {
      error.textContent = explain(refusalOf(caught), limits);
      submit.disabled = false;
    }
  });
  return form;
}

function detailsOf({ person, seconds, why, address }) {
  const text = why.value.trim();
  const time = Number(seconds.value);
  return {
    person: person.id,
    ...(time > 0 && { seconds: time }),
    ...(text && { text }),
    ...(address.checked && { address: true }),
  };
}

/** The mildest comes first. */
function choices(action) {
  const timed = DURATIONS.map(seconds => choice(seconds, durationOf(seconds)));
  return action === 'kick'
    ? [choice(NO_TIME, t('act.once')), ...timed]
    : [...timed, choice(NO_TIME, t('act.forever'))];
}

function choice(seconds, text) {
  return element('option', { value: String(seconds) }, text);
}
