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

/**
 * Every text of the page, in each of its languages. `{name}` stands for a value. Where a language
 * tells one from many, the entry has a text for each, and `count` decides; `place` where it tells 1st from 2nd.
 */
const TEXTS = {
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

  'page.skip': { en: 'Skip to the message box', zh: '跳到输入框' },
  'page.rooms': { en: 'Rooms', zh: '房间' },
  'page.people': { en: 'People', zh: '成员' },
  'page.close': { en: 'Close', zh: '关闭' },
  'page.showRooms': { en: 'Show rooms', zh: '显示房间' },
  'page.showRoomsUnread': {
    en: { one: 'Show rooms, {count} unread message', other: 'Show rooms, {count} unread messages' },
    zh: '显示房间，{count} 条未读消息',
  },
  'page.showPeople': { en: 'Show people', zh: '显示成员' },
  'page.language': { en: 'Change language', zh: '切换语言' },

  'rooms.joined': { en: 'Your rooms', zh: '我的房间' },
  'rooms.other': { en: 'Other rooms', zh: '其他房间' },
  'rooms.join': { en: 'Join or create a room', zh: '加入或创建房间' },
  'rooms.joinButton': { en: 'Join', zh: '加入' },
  'rooms.leave': { en: 'Leave {room}', zh: '退出“{room}”' },
  'rooms.unread': { en: { one: '{count} unread', other: '{count} unread' }, zh: '{count} 条未读' },
  'rooms.people': { en: { one: '{count} person', other: '{count} people' }, zh: '{count} 人' },

  'people.you': { en: 'you', zh: '我' },

  'messages.log': { en: 'Messages in {room}', zh: '“{room}”中的消息' },
  'messages.older': { en: 'Loading older messages…', zh: '正在加载更早的消息…' },
  'messages.start': { en: 'This is the beginning of {room}.', zh: '这里是“{room}”的开头。' },
  'messages.empty': { en: 'Nothing has been said yet. Say hello.', zh: '还没有消息，打个招呼吧。' },
  'messages.new': { en: 'New', zh: '新消息' },
  'messages.unseen': {
    en: { one: '{count} new message', other: '{count} new messages' },
    zh: '{count} 条新消息',
  },
  'messages.latest': { en: 'Jump to the newest messages', zh: '跳到最新消息' },
  'messages.pending': { en: 'Waiting to be sent', zh: '等待发送' },
  'messages.failed': { en: 'Not sent. {reason}', zh: '未发送。{reason}' },
  'messages.retry': { en: 'Retry', zh: '重试' },
  'messages.discard': { en: 'Discard', zh: '丢弃' },

  'day.today': { en: 'Today', zh: '今天' },
  'day.yesterday': { en: 'Yesterday', zh: '昨天' },

  'composer.label': { en: 'Message', zh: '消息' },
  'composer.placeholder': { en: 'Message {room}', zh: '在“{room}”中发言' },
  'composer.send': { en: 'Send', zh: '发送' },
  'composer.hint': { en: 'Enter sends, Shift+Enter breaks the line', zh: 'Enter 发送，Shift+Enter 换行' },
  'composer.left': { en: { one: '{count} byte left', other: '{count} bytes left' }, zh: '还可输入 {count} 字节' },
  'composer.over': {
    en: {
      one: '{count} byte too long. Shorten the message, or send it in parts.',
      other: '{count} bytes too long. Shorten the message, or send it in parts.',
    },
    zh: '超出 {count} 字节。请缩短消息，或分几次发送。',
  },

  'name.welcome': { en: 'Welcome', zh: '欢迎' },
  'name.welcomeText': { en: 'What should the others call you?', zh: '大家该怎么称呼你？' },
  'name.change': { en: 'Change your name', zh: '更改名字' },
  'name.changeText': { en: 'Earlier messages keep your old name.', zh: '之前的消息仍显示当时的名字。' },
  'name.label': { en: 'Your name', zh: '你的名字' },
  'name.join': { en: 'Join the chat', zh: '进入聊天' },
  'name.save': { en: 'Save', zh: '保存' },
  'name.skip': { en: 'Continue as a guest', zh: '以访客身份继续' },
  'name.cancel': { en: 'Cancel', zh: '取消' },
  'name.guest': { en: 'Guest', zh: '访客' },
  'name.given': {
    en: '“{wanted}” is taken, so you are “{name}” here.',
    zh: '“{wanted}”已被使用，你在这里叫“{name}”。',
  },

  'banner.connecting': { en: 'Connecting…', zh: '正在连接…' },
  'banner.trying': { en: 'Connection lost. Trying again…', zh: '连接已断开，正在重试…' },
  'banner.waiting': { en: 'Connection lost.', zh: '连接已断开。' },
  'banner.retryIn': { en: 'Trying again in {count} s…', zh: '{count} 秒后重试…' },
  'banner.tryNow': { en: 'Try now', zh: '立即重试' },
  'banner.offline': {
    en: 'You are offline. What you write is kept and sent once you are back.',
    zh: '你已离线。你写的消息会保留，恢复连接后自动发送。',
  },
  'banner.connected': { en: 'Connected again', zh: '已重新连接' },
  'banner.reconnect': { en: 'Reconnect', zh: '重新连接' },
  'close.1008': { en: 'The server refused this connection.', zh: '服务器拒绝了此连接。' },
  'close.1009': { en: 'A message was too large for the server.', zh: '消息过大，服务器无法接收。' },
  'close.4500': { en: 'The server does not accept this address.', zh: '服务器不接受此地址。' },
  'close.other': {
    en: 'The server closed the connection (code {code}).',
    zh: '服务器关闭了连接（代码 {code}）。',
  },

  'notice.room': { en: 'You are no longer in {room}. {reason}', zh: '你已不在“{room}”中。{reason}' },
  'notice.join': { en: 'Could not open {room}. {reason}', zh: '无法打开“{room}”。{reason}' },
  'notice.leave': { en: 'Could not leave {room}. {reason}', zh: '无法退出“{room}”。{reason}' },

  'error.bad_message': { en: 'The server did not understand it.', zh: '服务器无法理解这条消息。' },
  'error.unknown_type': { en: 'The server is too old for this.', zh: '服务器版本过旧，不支持此操作。' },
  'error.hello_first': { en: 'The connection is not ready yet.', zh: '连接尚未就绪。' },
  'error.already_welcome': { en: 'The connection is already in use.', zh: '连接已在使用中。' },
  'error.bad_id': { en: 'The server did not accept the message id.', zh: '服务器不接受此消息标识。' },
  'error.bad_token': { en: 'The server no longer knows this browser.', zh: '服务器无法识别此浏览器。' },
  'error.bad_name': {
    en: 'A name has 1 to {nameChars} visible characters.',
    zh: '名字需为 1 到 {nameChars} 个可见字符。',
  },
  'error.name_taken': {
    en: 'Somebody else has this name, or one that looks like it.',
    zh: '这个名字或相似的名字已有人使用。',
  },
  'error.bad_room': {
    en: 'A room name has 1 to {roomNameChars} letters, digits, “-” or “_”, and no spaces.',
    zh: '房间名需为 1 到 {roomNameChars} 个文字、数字、“-”或“_”，不含空格。',
  },
  'error.no_such_room': { en: 'There is no such room here.', zh: '没有这个房间。' },
  'error.too_many_rooms': {
    en: 'You are in too many rooms. Leave one first.',
    zh: '你加入的房间太多了，请先退出一个。',
  },
  'error.not_joined': { en: 'You are not in this room any more.', zh: '你已不在这个房间里。' },
  'error.empty_text': { en: 'The message has no visible text.', zh: '消息中没有可见的内容。' },
  'error.too_long': { en: 'The message is too long.', zh: '消息太长。' },
  'error.rate_limited': { en: 'That was too fast. Try again in a moment.', zh: '操作太快，请稍后再试。' },
  'error.not_saved': { en: 'The server could not save it. Try again later.', zh: '服务器无法保存，请稍后再试。' },
  'error.unavailable': { en: 'The server could not read it. Try again later.', zh: '服务器暂时无法读取，请稍后再试。' },
  'error.other_person': { en: 'You wrote this as somebody else.', zh: '这是你以另一个身份写的。' },
  'error.lost': { en: 'There is no connection. Try again later.', zh: '当前没有连接，请稍后再试。' },
  'error.timeout': { en: 'The server did not answer. Try again.', zh: '服务器没有响应，请重试。' },
  'error.other': { en: 'Something went wrong ({code}).', zh: '出了点问题（{code}）。' },
};

/** The languages there are: how each is tagged for the browser, and what it calls itself. */
const LANGUAGES = {
  en: { tag: 'en', ownName: 'English' },
  zh: { tag: 'zh-CN', ownName: '中文' },
};

/** Letters of scripts that run from right to left. */
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/** Codes of the languages, and what each calls itself. @type {[string, string][]} */
export const LANGUAGE_NAMES = Object.entries(LANGUAGES).map(([code, { ownName }]) => [code, ownName]);

let current = 'en';

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

/** Changes the language of everything that has its text by data-i18n; the rest is to be redrawn. */
export function setLanguage(code) {
  current = code in LANGUAGES ? code : 'en';
  document.documentElement.lang = language();
  translate(document);
}

/** A text in the language of the page. */
export function t(key, values = {}) {
  const entry = TEXTS[key]?.[current];
  if (entry === undefined) {
    console.error(`There is no text ${key}`);
    return key;
  }
  const text = typeof entry === 'string' ? entry : entry[form(values)] ?? entry.other;
  return text.replace(/\{(\w+)\}/g, (_, name) => shown(values[name]));
}

/** Takes more texts in: a page has only those that it names, and gets the rest with what is loaded later. */
export function addTexts(texts) {
  Object.assign(TEXTS, texts);
}

/** Whether there is such a text. */
export function hasText(key) {
  return key in TEXTS;
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
