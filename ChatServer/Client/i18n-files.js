/** What is said of files that are sent and of pictures that are seen; i18n.js takes it in. */
export const FILE_TEXTS = {
  'upload.attach': { en: 'Attach files, up to {most} each', zh: '添加文件，每个不超过 {most}' },
  'upload.chosen': { en: 'Files to send', zh: '待发送的文件' },
  'upload.remove': { en: 'Remove {name}', zh: '移除“{name}”' },
  'upload.drop': { en: 'Drop files here to send them to {room}', zh: '松开鼠标，将文件发送到“{room}”' },
  'upload.tooLong': {
    en: '“{name}” is too large ({size}). A file may have {most} at most.',
    zh: '“{name}”太大（{size}），单个文件不能超过 {most}。',
  },
  'upload.tooMany': {
    en: 'A message can have {count} files at most.',
    zh: '一条消息最多可以添加 {count} 个文件。',
  },
  'upload.progress': { en: 'Sending {name}', zh: '正在发送“{name}”' },
  'upload.cancel': { en: 'Cancel', zh: '取消' },
  'error.unreadable': {
    en: 'A file is not there any more, or has changed.', zh: '有文件已不存在或已被修改。',
  },
  'picture.open': { en: 'View {name}, {size}', zh: '查看“{name}”，{size}' },
  'picture.before': { en: 'Previous picture', zh: '上一张图片' },
  'picture.after': { en: 'Next picture', zh: '下一张图片' },
  'picture.save': { en: 'Save picture', zh: '保存图片' },
};
