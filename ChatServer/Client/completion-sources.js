import { COMMANDS, isAllowed, usageOf } from './commands.js';
import { findEmoji, loadEmoji } from './emoji.js';
import { language, t } from './i18n.js';
import { refusalOf } from './refusal.js';

const NAME = /(?:^|[^\p{L}\p{N}_]|[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}])@([^@\n]{0,32})$/u;
const EMOJI = /(?:^|[^A-Za-z0-9])(:([a-z0-9_+-]{2,32}|[\p{Script=Han}]{1,8}))$/u;
const COMMAND = /^\/([a-z]*)$/i;

/** How long to wait for more letters before the server is asked for names, in milliseconds. */
const PAUSE_MS = 150;

const MOST = 8;

/** @returns the sources of Completions: commands, people, emoji */
export function completionSources(store, requests) {
  let asked = 0;

  async function asPeople(room, typed) {
    const mine = ++asked;
    await new Promise(resolve => {
      setTimeout(resolve, PAUSE_MS);
    });
    if (mine !== asked || typed === '') return [];
    try {
      return fitting((await requests.people(room.name, { find: typed, limit: MOST })).people, typed);
    } catch (caught) {
      refusalOf(caught);
      return [];
    }
  }

  function fitting(people, typed) {
    const wanted = typed.toLowerCase();
    const { compare } = new Intl.Collator(language(), { numeric: true });
    return people
      .filter(({ id, name }) => id !== store.me?.id && name.toLowerCase().startsWith(wanted))
      .sort((a, b) => compare(a.name, b.name))
      .map(({ name }) => ({
        label: name,
        insert: `@${name} `,
        isWhole: name.toLowerCase() === wanted,
      }));
  }

  function people(before) {
    const typed = NAME.exec(before)?.[1];
    const room = store.active;
    if (typed === undefined || !room) return null;
    // A name may have spaces, but most of what comes after an @ and a space is not a name.
    if (room.isCrowd && /\s/.test(typed)) return null;
    const items = room.isCrowd ? asPeople(room, typed) : fitting([...room.people.values()], typed);
    return { start: before.length - typed.length - 1, items };
  }

  function emoji(before) {
    const [, whole, typed] = EMOJI.exec(before) ?? [];
    if (!whole) return null;
    const items = loadEmoji().then(() => findEmoji(typed, MOST).map(({ symbol, names }) => ({
      label: `:${names[0]}:`,
      mark: symbol,
      insert: symbol,
    })));
    return { start: before.length - whole.length, items };
  }

  function commands(before) {
    const typed = COMMAND.exec(before)?.[1].toLowerCase();
    if (typed === undefined) return null;
    const items = COMMANDS
      .filter(command => command.name.startsWith(typed) && isAllowed(command, store))
      .map(command => ({
        label: usageOf(command),
        detail: t(`command.${command.name}`),
        insert: `/${command.name} `,
        isWhole: command.name === typed,
      }));
    return { start: 0, items };
  }

  return [commands, people, emoji];
}
