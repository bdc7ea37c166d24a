import { t } from './i18n.js';
import { findPerson } from './person-finder.js';
import { isHost } from './rules.js';
import { Refusal } from './session.js';

const SHRUG = '¯\\_(ツ)_/¯';

const host = (name, args, action) => ({ name, args, isHosts: true, action });

/**
 * What can be typed after a slash, in the order of the help.
 * @typedef {object} Command
 * @property {string} name `command.<name>` says in i18n what it does
 * @property {string} args of `arg.<name>`, those with ? may be left out
 * @property {boolean} [isHosts] whether only hosts may
 * @property {boolean} [isSecret] whether what is typed must not be kept anywhere
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
  { name: 'admin', args: 'key', isSecret: true, action: admin },
  { name: 'help', args: '', action: app => app.help.open() },
  host('kick', 'name minutes? why?', (app, text) => moderatePerson(app, 'kick', text)),
  host('mute', 'name minutes? why?', (app, text) => moderatePerson(app, 'mute', text)),
  host('unmute', 'name', (app, text) => moderatePerson(app, 'mute', text, false)),
  host('ban', 'name minutes? why?', (app, text) => moderatePerson(app, 'ban', text)),
  host('unban', 'name', unban),
  host('lock', '', app => moderate(app, 'lock')),
  host('unlock', '', app => moderate(app, 'lock', { on: false })),
  host('slow', 'seconds', slow),
  host('hosts', 'onoff', hostsOnly),
];

/** How a command is typed: «/kick NAME [minutes] [why]». */
export function usageOf({ name, args }) {
  const words = args.split(' ').filter(Boolean).map(arg => {
    const word = t(`arg.${arg.replace('?', '')}`);
    return arg.endsWith('?') ? `[${word}]` : word;
  });
  return [`/${name}`, ...words].join(' ');
}

export function isAllowed({ isHosts }, store) {
  return !isHosts || isHost(store.active?.rules ?? {}, store.me);
}

/**
 * What a text asks for. A path such as /usr/bin is no command, and two slashes are one that is meant.
 * @returns {{command: Command, text: string} | {problem: string} | {say: string}}
 */
export function readCommand(typed) {
  const [whole, name] = /^\/([a-z]+)(?=\s|$)/i.exec(typed) ?? [];
  if (!whole) return { say: typed.replace(/^\/(?=\/[a-z])/i, typed.startsWith('//me ') ? ' ' : '') };
  const command = COMMANDS.find(known => known.name === name.toLowerCase());
  if (!command) return { problem: t('command.unknown', { command: whole }) };
  const text = typed.slice(whole.length).trim();
  const least = command.args.split(' ').filter(arg => arg && !arg.endsWith('?')).length;
  const isShort = text.split(/\s+/, least).filter(Boolean).length < least;
  if (isShort) return { problem: t('command.usage', { usage: usageOf(command) }) };
  return command.say ? { say: command.say(text) } : { command, text };
}

/** Whether a text must not be stored, not even as a draft. */
export function isSecret(typed) {
  return COMMANDS.some(({ name, isSecret: is }) => is && new RegExp(`^\\s*/${name}(\\s|$)`, 'i').test(typed));
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

async function moderate({ requests, room }, action, fields) {
  await requests.moderate(room.name, action, fields);
}

async function moderatePerson(app, action, typed, on = true) {
  const { person, rest } = await findPerson(app.requests, app.room, typed);
  if (!person) throw new Refusal({ code: 'no_such_person' });
  const [, minutes, why] = /^(?:(\d{1,6})(?=\s|$))?\s*([^]*)$/.exec(rest);
  const seconds = minutes ? Number(minutes) * 60 : undefined;
  return moderate(app, action, on ? { person: person.id, seconds, text: why || undefined } : { person: person.id, on });
}

async function unban(app, typed) {
  const wanted = typed.replace(/^@/, '').toLowerCase();
  const ban = (await app.requests.bans()).find(({ person }) => person?.name.toLowerCase() === wanted);
  if (!ban) throw new Refusal({ code: 'no_such_person' });
  return moderate(app, 'ban', { person: ban.person.id, on: false });
}

function slow(app, text) {
  const seconds = text === 'off' ? 0 : Number(text);
  if (!Number.isInteger(seconds) || seconds < 0) throw new Refusal({ code: 'bad_command' });
  return moderate(app, 'slow', { seconds });
}

function hostsOnly(app, text) {
  if (text !== 'on' && text !== 'off') throw new Refusal({ code: 'bad_command' });
  return moderate(app, 'hosts_only', { on: text === 'on' });
}
