/**
 * Whether a text asks for something, and isn't to be said as it is: see commands.js. A path such as /usr/bin is no
 * command, and two slashes are one that is meant.
 */
export function isCommand(typed) {
  return /^\/[a-z]+(?=\s|$)/i.test(typed);
}

/** What is said by a text that is no command. */
export function saidBy(typed) {
  return typed.replace(/^\/(?=\/[a-z])/i, typed.startsWith('//me ') ? ' ' : '');
}

/** Whether a text must not be stored, not even as a draft: the admin key. */
export function isSecret(typed) {
  return /^\s*\/admin(\s|$)/i.test(typed);
}
