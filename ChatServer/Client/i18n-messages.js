/** What is said of single messages and of commands; see i18n.js, which takes it in. */
export const MESSAGE_TEXTS = {
  'error.no_such_message': { en: 'That message is not there any more.', zh: '那条消息已不存在。' },
  'error.not_yours': { en: 'It is somebody else’s message.', zh: '这是别人的消息。' },
  'error.not_allowed': { en: 'Only hosts may do this, and not to each other.', zh: '只有主持人可以这样做，且不能针对其他主持人。' },
  'error.no_such_person': { en: 'Nobody here has this name.', zh: '这里没有叫这个名字的人。' },
  'error.bad_reaction': { en: 'A reaction is one emoji.', zh: '回应只能是一个表情。' },
  'error.too_many_reactions': { en: 'This message has all the reactions it can take.', zh: '这条消息的回应已达上限。' },
  'error.hosts_only': { en: 'Only hosts may write here now.', zh: '目前只有主持人可以发言。' },
  'error.muted': { en: 'A host has muted you here.', zh: '主持人已将你禁言。' },
  'error.archived': { en: 'This room is archived and can only be read.', zh: '此房间已归档，只能阅读。' },
  'error.slow_mode': { en: 'Slow mode: wait a moment between two messages.', zh: '慢速模式：两条消息之间请稍等片刻。' },
  'error.bad_key': { en: 'This is not the admin key.', zh: '管理员密钥不正确。' },
};
