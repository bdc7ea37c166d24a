import { Refusal } from './refusal.js';

/**
 * Sends files as one message; XMLHttpRequest tells how far it is, which fetch can't.
 * @param {string} path where messages are published
 * @param {object} what
 * @param {string} what.id the client's own, which makes a repeat safe
 * @param {File[]} what.files
 * @param {string} [what.text]
 * @param {number} [what.reply] the `seq` of what it answers
 * @param {string} what.secret the token or key of who sends
 * @param {(part: number) => void} progress from 0 to 1
 * @returns {{done: Promise<object>, abort: () => void}} the event; `done` throws a Refusal
 */
export function upload(path, { id, files, text, reply, secret }, progress) {
  const form = new FormData();
  form.append('id', id);
  if (text) form.append('text', text);
  if (reply) form.append('reply', String(reply));
  for (const file of files) form.append('file', file, file.name);
  const request = new XMLHttpRequest();
  const done = new Promise((resolve, reject) => {
    request.upload.addEventListener('progress', ({ loaded, total }) => progress(total > 0 ? loaded / total : 0));
    request.addEventListener('load', () => {
      const isOk = request.status >= 200 && request.status < 300;
      if (isOk) resolve(answerOf(request));
      else reject(new Refusal({ code: String(request.status), ...answerOf(request) }));
    });
    request.addEventListener('error', () => reject(new Refusal({ code: 'lost' })));
    request.addEventListener('abort', () => reject(new Refusal({ code: 'aborted' })));
  });
  request.open('POST', path);
  request.setRequestHeader('Authorization', `Bearer ${secret}`);
  request.setRequestHeader('Accept', 'application/json');
  request.send(form);
  return { done, abort: () => request.abort() };
}

/** What stands between may answer with a page of its own. */
function answerOf({ responseText }) {
  try {
    return JSON.parse(responseText);
  } catch {
    return null;
  }
}
