/** What people read while they look for something; i18n.js takes it in. */
export const SEARCH_TEXTS = {
  'search.open': { en: 'Search messages', zh: '搜索消息' },
  'search.title': { en: 'Search', zh: '搜索' },
  'search.field': { en: 'Search messages and file names', zh: '搜索消息和文件名' },
  'search.where': { en: 'Where to search', zh: '搜索范围' },
  'search.here': { en: 'In {room}', zh: '“{room}”内' },
  'search.everywhere': { en: 'Everywhere', zh: '全部' },
  'search.results': { en: 'Results', zh: '搜索结果' },
  'search.hint': {
    en: 'Every word counts, in any order. Put "double quotes" around words that belong together.',
    zh: '多个词用空格分开，顺序不限；需要连在一起的词请加英文双引号。',
  },
  'search.looking': { en: 'Searching…', zh: '正在搜索…' },
  'search.none': { en: 'Nothing found.', zh: '没有找到相关消息。' },
  'search.noneHere': { en: 'Nothing found here.', zh: '这里没有找到相关消息。' },
  'search.tryAll': { en: 'Search everywhere', zh: '搜索全部房间' },
  'search.older': { en: 'Older results', zh: '更早的结果' },
  'search.end': { en: 'No more results.', zh: '没有更多结果了。' },
  'search.tooMuch': { en: 'Ten words at most.', zh: '最多可输入 10 个词。' },
  'search.direct': { en: 'with {name}', zh: '与 {name} 的私信' },
};
