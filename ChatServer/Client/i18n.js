import { textsOf } from './texts.js';

/** The languages there are: how each is tagged for the browser, and what it calls itself. */
const LANGUAGES = {
  en: { tag: 'en', ownName: 'English' },
  zh: { tag: 'zh-CN', ownName: '中文' },
};

/** After so long the texts of a page that opens are asked for again, in milliseconds. */
const RETRY_MS = 2_000;

/** Letters of scripts that run from right to left. */
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/** Codes of the languages, and what each calls itself. @type {[string, string][]} */
export const LANGUAGE_NAMES = Object.entries(LANGUAGES).map(([code, { ownName }]) => [code, ownName]);

let current = 'en';

/** The one asked for last: its texts may be on their way. */
let wanted = current;

/** The texts that are there, by language. @type {Record<string, Record<string, string | Record<string, string>>>} */
const texts = Object.fromEntries(Object.keys(LANGUAGES).map(code => [code, {}]));

/** Which of them are needed: see texts.js. @type {Set<'page' | 'more'>} */
const parts = new Set(['page']);

/** The language of the page as a tag, for `lang` and for sorting. */
export function language() {
  return LANGUAGES[current].tag;
}

/** The same with the region of the reader, for dates and numbers: not all who read English count to 12. */
export function locale() {
  return navigator.languages.find(tag => tag.startsWith('en-') && current === 'en') ?? language();
}

/** The one after this: what the language button offers. */
export function nextLanguage() {
  const codes = Object.keys(LANGUAGES);
  const code = codes[(codes.indexOf(current) + 1) % codes.length];
  return { code, ...LANGUAGES[code] };
}

/** The first of the wanted languages that there is; English if there is none. */
export function bestLanguage(wanted) {
  return wanted.map(tag => tag.toLowerCase().split('-')[0]).find(code => code in LANGUAGES) ?? 'en';
}

/**
 * Changes the language of everything that has its text by data-i18n; the rest is to be redrawn.
 * @throws {TypeError} its texts can't be had: the language stays as it is
 */
export async function setLanguage(code) {
  const next = code in LANGUAGES ? code : 'en';
  wanted = next;
  await fetchTexts(next);
  if (wanted !== next) return;
  current = next;
  document.documentElement.lang = language();
  translate(document);
}

/** Gives a page that opens its language. It can say nothing before, so the texts are asked for until they come. */
export async function firstLanguage(code) {
  for (;;) {
    try {
      return await setLanguage(code);
    } catch {
      await new Promise(resolve => setTimeout(resolve, RETRY_MS));
    }
  }
}

/** A text in the language of the page. */
export function t(key, values = {}) {
  const entry = texts[current][key];
  if (entry === undefined) {
    console.error(`There is no text ${key}`);
    return key;
  }
  const text = typeof entry === 'string' ? entry : entry[form(values)] ?? entry.other;
  return text.replace(/\{(\w+)\}/g, (_, name) => shown(values[name]));
}

/** Fetches the texts of what is loaded later: the build has it called before that runs. */
export async function moreTexts() {
  parts.add('more');
  await fetchTexts(current);
}

/** Fetches what is needed, also what comes to be needed meanwhile; what is there isn't fetched again. */
async function fetchTexts(code) {
  for (const part of parts) Object.assign(texts[code], await textsOf(code, part));
}

/** Whether there is such a text. */
export function hasText(key) {
  return key in texts[current];
}

/** Fills what chat.html marks: data-i18n is the text, data-i18n-label the label for who cannot see. */
function translate(root) {
  for (const marked of root.querySelectorAll('[data-i18n]')) marked.textContent = t(marked.dataset.i18n);
  for (const marked of root.querySelectorAll('[data-i18n-label]')) {
    marked.setAttribute('aria-label', t(marked.dataset.i18nLabel));
    if (marked.matches('button')) marked.title = t(marked.dataset.i18nLabel);
  }
}

function form({ count, place }) {
  return count === undefined
    ? new Intl.PluralRules(language(), { type: 'ordinal' }).select(place)
    : new Intl.PluralRules(language()).select(count);
}

/** A value in a text; what is written from right to left is set apart, so that the text around it keeps its order. */
function shown(value) {
  if (typeof value === 'number') return value.toLocaleString(locale());
  return RIGHT_TO_LEFT.test(value) ? `\u2068${value}\u2069` : value;
}
