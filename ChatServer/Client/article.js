// The article's test page: a button that connects, sends, and shows what came.

const log = document.getElementById('log');

/** Adds a line of what happened. */
function show(what, text = '') {
  const line = document.createElement('li');
  const name = document.createElement('b');
  name.textContent = what;
  line.append(name, ' ', text);
  log.append(line);
}

document.getElementById('article').addEventListener('submit', (submitted) => {
  submitted.preventDefault();
  log.replaceChildren();
  const scheme = location.protocol === 'https:' ? 'wss:' : 'ws:';
  const socket = new WebSocket(`${scheme}//${location.host}/path/`);
  socket.onopen = () => {
    show('open');
    const text = document.getElementById('message').value;
    socket.send(text);
    show('sent', text);
  };
  socket.onmessage = (event) => show('message', event.data);
  socket.onerror = () => show('error');
  socket.onclose = (event) => show('close', String(event.code));
});
