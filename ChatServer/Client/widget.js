/*
 * The support desk in a page of somebody else: a bubble, and behind it /support in a frame.
 *
 *   <script src="http://host:8000/widget.js" async></script>
 *
 * data-color, data-greeting, data-language, data-position (left or right) and data-department say how. The page gets
 * one global, ChatServer.open() and close(); nothing of its style reaches in here, and nothing from here reaches out.
 */
(() => {
  const script = document.currentScript;
  if (!script || window.ChatServer) return;
  const { color, greeting, language, position, department } = script.dataset;
  const server = new URL(script.src).origin;
  const key = `chatserver ${server}`;
  const spoken = language || document.documentElement.lang || navigator.language;
  const isChinese = /^zh/i.test(spoken);

  /** How long the frame may take to answer before it counts as blocked, in milliseconds. */
  const READY_MS = 10_000;
  const MOST_PAGE = 1_024;

  const words = isChinese ? {
    open: '在线咨询', close: '收起聊天', unread: '条新消息',
    failed: '无法在此显示客服聊天。', link: '在新窗口中打开',
  } : {
    open: 'Chat with us', close: 'Close the chat', unread: 'new',
    failed: 'The chat can’t be shown here.', link: 'Open it in a new window',
  };

  const style = `
    :host { all: initial }
    * { box-sizing: border-box }
    [hidden] { display: none !important }
    .box { position: fixed; z-index: 2147483000; right: 20px; bottom: 20px; font: 15px/1.5 system-ui, sans-serif }
    .box[data-side=left] { right: auto; left: 20px }
    button { position: relative; display: grid; place-items: center; width: 56px; height: 56px; margin: 0 0 0 auto;
      padding: 0; border: 0; border-radius: 50%; background: var(--colour); color: var(--on); cursor: pointer;
      box-shadow: 0 2px 6px rgb(0 0 0 / 18%), 0 8px 24px rgb(0 0 0 / 18%); transition: transform .15s ease-out }
    [data-side=left] button { margin: 0 }
    button:hover { transform: scale(1.05) }
    button:focus-visible { outline: 3px solid var(--colour); outline-offset: 3px }
    svg { width: 28px; height: 28px; fill: none; stroke: currentcolor; stroke-width: 1.6;
      stroke-linecap: round; stroke-linejoin: round }
    .count { position: absolute; top: -4px; right: -4px; min-width: 22px; padding: 0 6px; border: 2px solid #fff;
      border-radius: 13px; background: #c0352b; color: #fff; font: 600 12px/18px system-ui, sans-serif }
    .panel { position: absolute; right: 0; bottom: 72px; overflow: hidden; width: 380px; max-width: calc(100vw - 40px);
      height: 600px; max-height: calc(100vh - 112px); max-height: calc(100dvh - 112px); border-radius: 16px;
      background: #fff; color: #24221f; box-shadow: 0 0 0 1px rgb(0 0 0 / 8%), 0 12px 40px rgb(0 0 0 / 24%);
      animation: rise .18s ease-out }
    [data-side=left] .panel { right: auto; left: 0 }
    @keyframes rise { from { opacity: 0; transform: translateY(8px) } }
    iframe { display: block; width: 100%; height: 100%; border: 0 }
    .note { position: absolute; inset: 0; display: grid; align-content: center; justify-items: center; gap: 8px;
      margin: 0; padding: 24px; background: #fff; text-align: center }
    a { color: inherit }
    @media (max-width: 480px) {
      .box[data-open] { inset: 0 }
      .box[data-open] button { position: absolute; top: 12px; right: 12px }
      .box[data-ready] button { display: none }
      .panel, [data-side=left] .panel { position: static; width: 100%; max-width: none; height: 100%;
        max-height: none; border-radius: 0 }
    }
    @media (prefers-color-scheme: dark) { .panel, .note { background: #1b1d1f; color: #e3e1dc } }
    @media (prefers-reduced-motion: reduce) { .panel { animation: none } button { transition: none } }
    @media print { .box { display: none } }`;

  /** What this page's storage keeps for us: the visitor's token, and whether a conversation is under way. */
  const kept = { ...read() };

  const icon = draw('M5 4h10a2 2 0 0 1 2 2v6a2 2 0 0 1-2 2H9.5L6 17v-3H5a2 2 0 0 1-2-2V6c0-1 1-2 2-2M7 8h6M7 11h4');
  const cross = draw('m5.5 5.5 9 9m0-9-9 9');
  const count = make('span', { class: 'count', hidden: '' });
  const bubble = make('button', { type: 'button' }, icon, cross, count);
  const link = make('a', { href: `${server}/support`, target: '_blank', rel: 'noopener' }, words.link);
  const note = make('p', { class: 'note', hidden: '' }, make('span', {}, words.failed), link);
  const panel = make('div', { class: 'panel', role: 'dialog', 'aria-label': words.open, hidden: '' }, note);
  const box = make('div', { class: 'box', 'data-side': position === 'left' ? 'left' : 'right' }, panel, bubble);
  const host = make('chatserver-widget', {});
  let frame = null;
  let isOpen = false;
  let isReady = false;
  let unread = 0;

  Object.defineProperty(window, 'ChatServer', { value: Object.freeze({ open, close }) });
  bubble.addEventListener('click', () => isOpen ? close() : open());
  box.addEventListener('keydown', event => {
    if (event.key === 'Escape' && isOpen) close();
  });
  window.addEventListener('message', heard);
  if (document.body) appear();
  else document.addEventListener('DOMContentLoaded', appear);

  function appear() {
    const accent = plain(color) || '#0f665c';
    box.style.setProperty('--colour', accent);
    box.style.setProperty('--on', luminance(accent) < 0.18 ? '#fff' : '#111');
    for (const [name, value] of [['all', 'initial'], ['direction', 'ltr'], ['display', 'block']]) {
      host.style.setProperty(name, value, 'important');
    }
    const root = host.attachShadow({ mode: 'open' });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(style);
    root.adoptedStyleSheets = [sheet];
    root.append(box);
    document.body.append(host);
    update();
    // Somebody may be answering: the frame listens for it.
    if (kept.waits) load();
  }

  function open() {
    if (isOpen) return;
    isOpen = true;
    load();
    update();
    frame.focus();
    tellShown();
  }

  function close() {
    if (!isOpen) return;
    isOpen = false;
    update();
    bubble.focus();
    tellShown();
  }

  function update() {
    panel.hidden = !isOpen;
    box.toggleAttribute('data-open', isOpen);
    // From here on the frame has a way to close it.
    box.toggleAttribute('data-ready', isOpen && isReady);
    icon.toggleAttribute('hidden', isOpen);
    cross.toggleAttribute('hidden', !isOpen);
    count.hidden = isOpen || unread === 0;
    count.textContent = unread > 99 ? '99+' : unread;
    const label = isOpen ? words.close : words.open + (unread ? ` (${unread} ${words.unread})` : '');
    bubble.setAttribute('aria-label', label);
    bubble.setAttribute('aria-expanded', isOpen);
  }

  function load() {
    if (frame) return;
    // Another tab may have begun since.
    Object.assign(kept, read());
    frame = make('iframe', { src: `${server}/support`, title: words.open });
    frame.addEventListener('load', () => {
      const { href, origin, pathname } = location;
      tell('start', {
        token: kept.token, language, colour: plain(color), greeting, department,
        page: href.length > MOST_PAGE ? origin + pathname : href,
      });
      setTimeout(() => { note.hidden = isReady; }, READY_MS);
    });
    panel.prepend(frame);
  }

  function tellShown() {
    if (isReady) tell('shown', { on: isOpen });
  }

  function tell(what, details) {
    frame.contentWindow?.postMessage({ chatserver: what, ...details }, server);
  }

  /** Only the frame's own window is listened to, and only while the server's page is in it. */
  function heard({ source, origin, data }) {
    if (!frame || source !== frame.contentWindow || origin !== server || !data) return;
    switch (data.chatserver) {
      case 'ready':
        isReady = true;
        note.hidden = true;
        update();
        tellShown();
        break;
      case 'token':
        keep({ token: String(data.token) });
        break;
      case 'state':
        unread = Number(data.unread) || 0;
        keep({ waits: data.waits === true });
        update();
        break;
      case 'close':
        close();
    }
  }

  function read() {
    return attempt(() => JSON.parse(localStorage.getItem(key)));
  }

  function keep(more) {
    Object.assign(kept, more);
    attempt(() => localStorage.setItem(key, JSON.stringify(kept)));
  }

  /** Storage may be blocked, or full: the frame then keeps the token itself. */
  function attempt(action) {
    try {
      return action();
    } catch {
      return null;
    }
  }

  /** A colour in any notation as `#rrggbb`; undefined where it is none, or can be seen through. */
  function plain(colour) {
    const pen = document.createElement('canvas').getContext('2d');
    if (!pen || !colour) return undefined;
    pen.fillStyle = colour;
    return /^#......$/.test(pen.fillStyle) && CSS.supports('color', colour) ? pen.fillStyle : undefined;
  }

  /** WCAG 2.2, «relative luminance». */
  function luminance(colour) {
    return [1, 3, 5].map(at => parseInt(colour.slice(at, at + 2), 16) / 255)
      .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
      .reduce((sum, v, at) => sum + v * [0.2126, 0.7152, 0.0722][at], 0);
  }

  function make(tag, attributes, ...children) {
    const made = document.createElement(tag);
    for (const name in attributes) made.setAttribute(name, attributes[name]);
    made.append(...children);
    return made;
  }

  function draw(path) {
    const [svg, line] = ['svg', 'path'].map(name => document.createElementNS('http://www.w3.org/2000/svg', name));
    svg.setAttribute('viewBox', '0 0 20 20');
    svg.setAttribute('aria-hidden', 'true');
    line.setAttribute('d', path);
    svg.append(line);
    return svg;
  }
})();
