const MARK = '/me ';

/** What somebody does, where a message says that: «/me waves»; else null. */
export function actionOf(text) {
  return text.startsWith(MARK) ? text.slice(MARK.length) : null;
}
