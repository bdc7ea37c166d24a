/** What admins read of the keys of bots, and what they copy; i18n.js takes it in. */
export const BOT_TEXTS = {
  'copy.copy': { en: 'Copy', zh: '复制' },
  'copy.copied': { en: 'Copied', zh: '已复制' },
  'copy.byHand': { en: 'Copy it by hand', zh: '请手动复制' },

  'secrets.by': { en: 'by {name}, {time}', zh: '由 {name} 创建，{time}' },
  'secrets.given': { en: 'from the command line', zh: '来自命令行' },

  'keys.title': { en: 'Keys for scripts', zh: '脚本密钥' },
  'keys.text': {
    en: 'A script that shows a key may publish from other machines, under the name of its bot.',
    zh: '出示密钥的脚本可以从其他机器上发布消息，并以机器人的名字显示。',
  },
  'keys.name': { en: 'Name of the bot', zh: '机器人的名字' },
  'keys.make': { en: 'Make a key', zh: '生成密钥' },
  'keys.made': {
    en: 'The key of {name}. Copy it now: it is not shown again.',
    zh: '“{name}”的密钥，请立即复制：之后不再显示。',
  },
  'keys.secret': { en: 'Key', zh: '密钥' },
  'keys.use': { en: 'To publish with it:', zh: '使用方法：' },
  'keys.remove': { en: 'Revoke', zh: '撤销' },
  'keys.removeOne': { en: 'Revoke the key of {name}', zh: '撤销“{name}”的密钥' },
  'keys.removed': { en: 'The key of {name} is revoked.', zh: '“{name}”的密钥已撤销。' },
  'keys.none': { en: 'There are no keys yet.', zh: '还没有密钥。' },
  'keys.error.not_allowed': { en: 'There are too many keys. Revoke one first.', zh: '密钥数量已达上限，请先撤销一个。' },
  'keys.error.no_such_person': { en: 'This key was revoked already.', zh: '这个密钥已被撤销。' },

  'error.not_admin': { en: 'Only admins can do this.', zh: '只有管理员可以执行此操作。' },
};
