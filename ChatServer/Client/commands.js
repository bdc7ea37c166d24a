import { placeOf } from './hands.js';
import { t } from './i18n.js';
import { findPerson } from './person-finder.js';
import { Refusal } from './refusal.js';
import { MOST_SECONDS, MOST_SLOW, MOST_TEXT, current, isHost } from './rules.js';

const SHRUG = '¯\\_(ツ)_/¯';

/** What a duration is typed in, in seconds. A number alone is minutes. */
const UNITS = { '': 60, s: 1, m: 60, h: 3_600, d: 86_400 };

const host = (name, args, action) => ({ name, args, isFor: 'host', action });
const adminOnly = (name, args, action) => ({ name, args, isFor: 'admin', action });

/**
 * What can be typed after a slash, in the order of the help.
 * @typedef {object} Command
 * @property {string} name `command.<name>` says in i18n what it does
 * @property {string} args of `arg.<name>`, those with ? may be left out
 * @property {'host' | 'admin'} [isFor] who may, if not everybody
 * @property {(text: string) => string} [say] what is said instead
 * @property {(app: object, text: string) => unknown} [action] else, what is done; may throw a Refusal, and
 *   returns what is to be told in a notice, if anything
 */

/** @type {Command[]} */
export const COMMANDS = [
  { name: 'me', args: 'text', say: text => `/me ${text}` },
  { name: 'shrug', args: 'text?', say: text => `${text} ${SHRUG}`.trim() },
  { name: 'msg', args: 'name text', action: message },
  { name: 'nick', args: 'name', action: (app, name) => app.session.rename(name) },
  { name: 'join', args: 'room', action: (app, room) => app.navigation.open(room.replace(/^#/, '')) },
  { name: 'leave', args: '', action: app => app.navigation.leave(app.room.name) },
  { name: 'topic', args: 'text?', action: topic },
  { name: 'hand', args: 'down?', action: hand },
  { name: 'admin', args: 'key', action: admin },
  { name: 'help', args: '', action: app => app.help() },
  host('next', '', callNext),
  host('kick', 'name time? why?', (app, text) => moderatePerson(app, 'kick', text)),
  host('unkick', 'name', unkick),
  host('mute', 'name time? why?', (app, text) => moderatePerson(app, 'mute', text)),
  host('unmute', 'name', (app, text) => moderatePerson(app, 'mute', text, false)),
  adminOnly('ban', 'name time? why?', (app, text) => moderatePerson(app, 'ban', text)),
  adminOnly('unban', 'name', unban),
  host('lock', '', app => moderate(app, 'lock')),
  host('unlock', '', app => moderate(app, 'lock', { on: false })),
  host('slow', 'seconds', slow),
  host('hosts', 'onoff', hostsOnly),
];

/** How a command is typed: «/kick NAME [TIME] [REASON]». */
export function usageOf({ name, args }) {
  const words = args.split(' ').filter(Boolean).map(arg => {
    const word = t(`arg.${arg.replace('?', '')}`);
    return arg.endsWith('?') ? `[${word}]` : word;
  });
  return [`/${name}`, ...words].join(' ');
}

export function isAllowed({ isFor }, { active, me }) {
  if (isFor === 'admin') return me?.role === 'admin';
  return !isFor || isHost(active?.rules ?? {}, me);
}

/**
 * What a command line asks for; see command-line.js.
 * @returns {{command: Command & {usage: string}, text: string} | {problem: string} | {say: string}}
 */
export function readCommand(typed) {
  const [whole, name] = /^\/([a-z]+)/i.exec(typed);
  const command = COMMANDS.find(known => known.name === name.toLowerCase());
  if (!command) return { problem: t('command.unknown', { command: whole }) };
  const text = typed.slice(whole.length).trim();
  const least = command.args.split(' ').filter(arg => arg && !arg.endsWith('?')).length;
  const isShort = text.split(/\s+/, least).filter(Boolean).length < least;
  const usage = usageOf(command);
  if (isShort) return { problem: t('command.usage', { usage }) };
  return command.say ? { say: command.say(text) } : { command: { ...command, usage }, text };
}

async function message({ session, navigation, requests, room }, typed) {
  const { person, name, rest } = await findPerson(requests, room, typed);
  const direct = await session.direct(person ? { person: person.id } : { name });
  await navigation.open(direct);
  if (rest !== '') session.say(direct, { text: rest });
}

async function admin({ requests }, key) {
  if (key === 'off') await requests.giveUpAdmin();
  else await requests.becomeAdmin(key);
  return t(key === 'off' ? 'me.isGuest' : 'me.isAdmin');
}

function topic(app, text) {
  if (text !== '') return moderate(app, 'topic', { text });
  return app.room.topic === '' ? t('command.noTopic') : app.room.topic;
}

async function hand({ requests, room, store }, text) {
  if (text !== '' && text !== 'down') throw new Refusal({ code: 'bad_command' });
  if (room.with) throw new Refusal({ code: 'no_line' });
  const isDown = text === 'down';
  if (isDown && placeOf(room.rules.hands, store.me.id) === 0) throw new Refusal({ code: 'hand_down' });
  await requests.hand(room.name, isDown ? 'lower' : 'raise');
}

async function callNext({ requests, room }) {
  const [next] = room.rules.hands ?? [];
  if (!next) throw new Refusal({ code: 'nobody_waits' });
  await requests.hand(room.name, 'call', next.person.id);
}

async function moderate({ requests, room }, action, fields = {}) {
  if (fields.text?.length > MOST_TEXT) throw new Refusal({ code: 'long_text' });
  if (fields.seconds > MOST_SECONDS) throw new Refusal({ code: 'bad_time' });
  await requests.moderate(room.name, action, fields);
}

async function moderatePerson(app, action, typed, on = true) {
  const { person, rest } = await findPerson(app.requests, app.room, typed);
  if (!person) throw new Refusal({ code: 'no_such_person' });
  if (!on) return moderate(app, action, { person: person.id, on });
  const [, number, unit, text] = /^(?:(\d{1,6})([smhd]?)(?=\s|$))?\s*([^]*)$/i.exec(rest);
  const seconds = number && Number(number) * UNITS[unit.toLowerCase()];
  return moderate(app, action, { person: person.id, seconds, text: text || undefined });
}

async function unkick(app, typed) {
  const { person } = named(current(app.room.rules.kicks), typed);
  return moderate(app, 'kick', { person: person.id, on: false });
}

async function unban(app, typed) {
  const { person } = named(await app.requests.bans(), typed);
  return moderate(app, 'ban', { person: person.id, on: false });
}

/** The one against somebody of that name. */
function named(restrictions, typed) {
  const wanted = typed.replace(/^@/, '').toLowerCase();
  const found = restrictions.find(({ person }) => person?.name.toLowerCase() === wanted);
  if (!found) throw new Refusal({ code: 'no_such_person' });
  return found;
}

function slow(app, text) {
  const seconds = text === 'off' ? 0 : Number(text);
  if (!Number.isInteger(seconds) || seconds < 0 || seconds > MOST_SLOW) throw new Refusal({ code: 'bad_slow' });
  return moderate(app, 'slow', { seconds });
}

function hostsOnly(app, text) {
  if (text !== 'on' && text !== 'off') throw new Refusal({ code: 'bad_command' });
  return moderate(app, 'hosts_only', { on: text === 'on' });
}
