/** What admins read of keys and webhooks of bots, and what they copy; i18n.js takes it in. */
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

  'webhooks.open': { en: 'Webhooks', zh: '管理 webhook' },
  'webhooks.title': { en: 'Webhooks of {room}', zh: '“{room}”的 webhook' },
  'webhooks.text': {
    en: 'What people say here is posted to an address, and a bot says what that answers.',
    zh: '成员的发言会推送到指定地址，对方返回的内容由机器人发到这里。',
  },
  'webhooks.url': { en: 'Address', zh: '地址' },
  'webhooks.match': { en: 'What is posted', zh: '推送内容' },
  'webhooks.all': { en: 'Everything people say', zh: '所有发言' },
  'webhooks.mention': { en: 'Only what mentions the bot', zh: '仅提及机器人的发言' },
  'webhooks.name': { en: 'Name of the bot that answers', zh: '回复机器人的名字' },
  'webhooks.make': { en: 'Connect', zh: '连接' },
  'webhooks.made': {
    en: 'The secret of {name}. Copy it now: it is not shown again.',
    zh: '“{name}”的签名密钥，请立即复制：之后不再显示。',
  },
  'webhooks.secret': { en: 'Secret', zh: '签名密钥' },
  'webhooks.use': { en: 'It signs every delivery, in a header:', zh: '每次推送都用它签名，见请求头：' },
  'webhooks.remove': { en: 'Disconnect', zh: '断开' },
  'webhooks.removeOne': { en: 'Disconnect {name}', zh: '断开“{name}”' },
  'webhooks.removed': { en: '{name} is disconnected.', zh: '“{name}”已断开。' },
  'webhooks.none': { en: 'This room has no webhooks yet.', zh: '此房间还没有 webhook。' },
  'webhooks.error.not_allowed': {
    en: 'There are too many: a room has 10 webhooks at most, the server 200. Disconnect one first.',
    zh: 'webhook 数量已达上限：每个房间最多 10 个，服务器最多 200 个。请先断开一个。',
  },
  'webhooks.error.not_found': { en: 'This webhook was disconnected already.', zh: '这个 webhook 已断开。' },

  'error.not_admin': { en: 'Only admins can do this.', zh: '只有管理员可以执行此操作。' },
  'error.bad_url': {
    en: 'Give a full http:// or https:// address without a user name. It may not point inside, such as at the server itself, '
      + 'unless that runs with --allow-internal-webhooks.',
    zh: '请填写完整的 http:// 或 https:// 地址，不含用户名。地址不能指向内部，例如服务器本机，'
      + '除非启动时使用了 --allow-internal-webhooks。',
  },
};
