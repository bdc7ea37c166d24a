/** Texts of what makes the page comfortable: keys, going to rooms, invitations, the large view, alerts, preferences. */
export const COMFORT_TEXTS = {
  'me.preferences': { en: 'Settings', zh: '设置' },
  'me.help': { en: 'Keys and commands', zh: '快捷键与命令' },

  'room.menu': { en: 'More about this room', zh: '房间菜单' },
  'room.invite': { en: 'Invite people', zh: '邀请他人' },
  'room.project': { en: 'Projector view', zh: '投影模式' },
  'room.mute': { en: 'Mute alerts', zh: '关闭此处的提醒' },
  'room.unmute': { en: 'Unmute alerts', zh: '恢复此处的提醒' },
  'room.switch': { en: 'Go to…', zh: '跳转到…' },
  'rooms.all': { en: 'All {count} other rooms', zh: '全部 {count} 个其他房间' },

  'switcher.title': { en: 'Go to a room or a person', zh: '跳转到房间或成员' },
  'switcher.label': { en: 'Name of a room or a person', zh: '输入房间名或成员名' },
  'switcher.new': { en: 'Join or create “{room}”', zh: '加入或创建“{room}”' },
  'switcher.here': { en: 'You are here', zh: '当前所在' },
  'switcher.person': { en: 'Direct message', zh: '私信' },
  'switcher.none': { en: 'Nothing has this name.', zh: '没有找到匹配的名称。' },
  'switcher.more': { en: '{count} more. Type on to find them.', zh: '还有 {count} 个，继续输入即可找到。' },

  'invite.title': { en: 'Invite to {room}', zh: '邀请加入“{room}”' },
  'invite.text': {
    en: 'Whoever is on this network and opens this address is in the room.',
    zh: '同一网络中的任何人打开此地址即可进入房间。',
  },
  'invite.code': { en: 'QR code of the room’s address', zh: '房间地址的二维码' },
  'invite.link': { en: 'Address of the room', zh: '房间地址' },
  'invite.password': {
    en: 'They are asked for the room’s password, which is not in the address.',
    zh: '进入时需输入房间密码，地址中不含密码。',
  },
  'invite.locked': { en: 'The room is locked: for now, nobody new comes in.', zh: '房间已锁定，暂时无法加入新成员。' },

  'projector.close': { en: 'Leave (Esc)', zh: '退出（Esc）' },

  'alerts.from': { en: '{name} in {room}', zh: '{name} 在“{room}”' },

  'preferences.title': { en: 'Settings', zh: '设置' },
  'preferences.text': { en: 'They hold in this browser.', zh: '仅对此浏览器生效。' },
  'preferences.theme': { en: 'Colours', zh: '外观' },
  'preferences.theme.system': { en: 'As the system', zh: '跟随系统' },
  'preferences.theme.light': { en: 'Light', zh: '浅色' },
  'preferences.theme.dark': { en: 'Dark', zh: '深色' },
  'preferences.density': { en: 'Density', zh: '显示密度' },
  'preferences.density.comfortable': { en: 'Comfortable', zh: '宽松' },
  'preferences.density.compact': { en: 'Compact', zh: '紧凑' },
  'preferences.language': { en: 'Language', zh: '界面语言' },
  'preferences.alerts': { en: 'While this page is out of sight, tell me about', zh: '页面不在前台时提醒我' },
  'preferences.alerts.mentions': { en: 'Mentions and direct messages', zh: '提及我的消息和私信' },
  'preferences.alerts.all': { en: 'Every message', zh: '所有消息' },
  'preferences.alerts.none': { en: 'Nothing', zh: '不提醒' },
  'preferences.sound': { en: 'A soft sound with it', zh: '同时播放轻柔提示音' },
  'preferences.ask': {
    en: 'The browser may show them as notifications, if you allow it.',
    zh: '经你允许后，浏览器可以弹出通知。',
  },
  'preferences.allow': { en: 'Allow notifications', zh: '允许通知' },
  'preferences.denied': {
    en: 'This browser was told to show no notifications of this page. The settings next to the address change that.',
    zh: '浏览器已禁止此页面弹出通知，可在地址栏旁的网站设置中更改。',
  },
  'preferences.insecure': {
    en: 'Browsers show notifications only of pages that come over HTTPS, and this one did not. Ask whoever runs the server to put it behind HTTPS, or, on the server’s own machine, open it at localhost.',
    zh: '浏览器只允许通过 HTTPS 打开的页面弹出通知，而当前页面不是。请让管理员为服务器配置 HTTPS；如果就在服务器本机上，也可通过 localhost 打开。',
  },
  'preferences.unsupported': { en: 'This browser shows no notifications.', zh: '此浏览器不支持通知。' },
  'preferences.still': {
    en: 'The number in the tab’s title and the sound work all the same.',
    zh: '标签页标题中的数字和提示音不受影响。',
  },

  'keys.shortcuts': { en: 'Keys', zh: '快捷键' },
  'shortcut.switch': { en: 'go to a room or a person (⌘K on a Mac)', zh: '跳转到房间或成员（Mac 上为 ⌘K）' },
  'shortcut.search': { en: 'search messages (⌘⇧F on a Mac)', zh: '搜索消息（Mac 上为 ⌘⇧F）' },
  'shortcut.previous': { en: 'previous room', zh: '上一个房间' },
  'shortcut.next': { en: 'next room', zh: '下一个房间' },
  'shortcut.unread': {
    en: 'next room with unread messages; with ↑ the previous',
    zh: '下一个有未读消息的房间；按 ↑ 则为上一个',
  },
  'shortcut.escape': { en: 'close what is open, else to the newest message', zh: '关闭当前打开的内容，否则跳到最新消息' },
  'shortcut.project': { en: 'projector view', zh: '投影模式' },
  'shortcut.help': { en: 'this help, where nothing is being written', zh: '显示此帮助（不在输入框中时）' },
  'shortcut.send': { en: 'send', zh: '发送' },
  'shortcut.line': { en: 'break the line', zh: '换行' },
  'shortcut.edit': {
    en: 'in an empty box, edit your last message; from the messages, go through them',
    zh: '在空输入框中编辑上一条消息；在消息列表中逐条移动',
  },
  'shortcut.complete': { en: 'complete a name, an emoji or a command', zh: '补全名字、表情或命令' },
};
