import { BOT_TEXTS } from './i18n-bots.js';
import { COMFORT_TEXTS } from './i18n-comfort.js';
import { DESK_LEAD_TEXTS } from './i18n-desk-lead.js';
import { DESK_TEXTS } from './i18n-desk.js';
import { DOCTOR_TEXTS } from './i18n-doctor.js';
import { FILE_TEXTS } from './i18n-files.js';
import { MESSAGE_TEXTS } from './i18n-messages.js';
import { PEOPLE_TEXTS } from './i18n-people.js';
import { SEARCH_TEXTS } from './i18n-search.js';
import { SUPPORT_TEXTS } from './i18n-support.js';
import { PAGE_TEXTS } from './i18n-page.js';

/**
 * Every text of the pages, in each of its languages. `{name}` stands for a value. Where a language
 * tells one from many, the entry has a text for each, and `count` decides; `place` where it tells 1st from 2nd.
 */
const TEXTS = {
  ...PAGE_TEXTS,
  ...MESSAGE_TEXTS,
  ...FILE_TEXTS,
  ...PEOPLE_TEXTS,
  ...BOT_TEXTS,
  ...COMFORT_TEXTS,
  ...DESK_TEXTS,
  ...DESK_LEAD_TEXTS,
  ...SEARCH_TEXTS,
  ...SUPPORT_TEXTS,
  ...DOCTOR_TEXTS,
};

/**
 * The texts of a language. In a joined page the build puts a module in the place of this one that fetches them:
 * only those which the page names, `part` «page», or which is named by what is loaded later, «more».
 * @param {string} language @param {'page' | 'more'} part
 * @returns {Promise<Record<string, string | Record<string, string>>>}
 */
export async function textsOf(language, part) {
  if (part === 'more') return {};
  return Object.fromEntries(Object.entries(TEXTS).map(([key, entry]) => [key, entry[language]]));
}
