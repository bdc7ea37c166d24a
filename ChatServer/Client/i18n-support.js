/** What visitors of the support desk read, and what happened to a ticket, for both sides; i18n.js takes it in. */
export const SUPPORT_TEXTS = {
  'ticket.seen': { en: 'Seen', zh: '已读' },
  'ticket.attach': { en: 'Send a file', zh: '发送文件' },
  'ticket.uploading': { en: 'Sending {name}', zh: '正在发送“{name}”' },
  'ticket.cancelUpload': { en: 'Don’t send {name}', zh: '取消发送“{name}”' },
  'ticket.notUploaded': { en: 'Not sent. {reason}', zh: '未发送。{reason}' },

  'told.why': { en: ': {text}', zh: '：{text}' },
  'told.agent.ticket_claim': { en: '{who} took this ticket', zh: '{who} 接待了此工单' },
  'told.agent.ticket_take_over': { en: '{who} took over', zh: '{who} 接管了会话' },
  'told.agent.ticket_return': { en: '{who} put it back in the queue', zh: '{who} 将会话退回队列' },
  'told.agent.return.silence': { en: 'Back in the queue: the agent was silent', zh: '已回到队列：客服长时间未回复' },
  'told.agent.return.gone': { en: 'Back in the queue: the agent was gone', zh: '已回到队列：客服已离线' },
  'told.agent.ticket_transfer': { en: '{who} handed over to {to}', zh: '{who} 将会话转给 {to}' },
  'told.agent.ticket_close': { en: '{who} ended the conversation', zh: '{who} 结束了会话' },
  'told.agent.ticket_rate': { en: '{who} gave a rating', zh: '{who} 作出了评价' },
  'told.agent.ticket_priority': { en: '{who} changed the priority', zh: '{who} 更改了优先级' },
  'told.visitor.ticket_claim': { en: '{who} is here for you', zh: '{who} 正在为您服务' },
  'told.visitor.ticket_take_over': { en: '{who} is now here for you', zh: '现在由 {who} 为您服务' },
  'told.visitor.return.agent': {
    en: 'You are first in the queue again: somebody else will help you',
    zh: '您已回到队列最前面，将由其他客服为您服务',
  },
  'told.visitor.return.silence': {
    en: 'We kept you waiting, sorry. You are first in the queue again',
    zh: '抱歉让您久等，您已回到队列最前面',
  },
  'told.visitor.return.gone': {
    en: 'Your agent lost the connection. You are first in the queue again',
    zh: '客服的连接已断开，您已回到队列最前面',
  },
  'told.visitor.ticket_transfer': { en: '{who} handed you over to {to}', zh: '{who} 已将您转接给 {to}' },
  'told.visitor.ticket_transfer.department': {
    en: '{who} handed you over to {to}. You are first in the queue there',
    zh: '{who} 已将您转接到{to}，您排在最前面',
  },
  'told.visitor.ticket_close': { en: '{who} ended the conversation', zh: '{who} 结束了会话' },
  'told.visitor.closedByYou': { en: 'You ended the conversation', zh: '您结束了会话' },

  'error.no_desk': { en: 'There is no support desk here yet.', zh: '此处尚未开通客服。' },
  'error.bad_department': { en: 'Choose a department.', zh: '请选择部门。' },
  'error.contact_needed': {
    en: 'Leave a mail address or a telephone number, so that we can answer.',
    zh: '请留下邮箱或电话，以便我们回复。',
  },
  'error.already_open': { en: 'You have a conversation already.', zh: '您已有一个进行中的会话。' },
  'error.no_such_ticket': { en: 'There is no such ticket.', zh: '没有这个工单。' },
  'error.ticket_closed': { en: 'This conversation has ended.', zh: '会话已结束。' },
  'error.not_closed': { en: 'This conversation hasn’t ended yet.', zh: '会话尚未结束。' },
  'error.taken': { en: 'Somebody else has this ticket.', zh: '此工单已由他人接待。' },
  'error.at_limit': { en: 'You have as many tickets as you may.', zh: '您接待的工单已达上限。' },
  'error.stale': { en: 'Something has changed in between.', zh: '情况已有变化。' },
};
