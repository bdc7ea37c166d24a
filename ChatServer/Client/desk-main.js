import { socketUrl } from './address.js';
import { Banner } from './banner.js';
import { Acts } from './desk-acts.js';
import { DeskApi } from './desk-api.js';
import { Column } from './desk-column.js';
import { Columns } from './desk-columns.js';
import { ColumnsView } from './desk-columns-view.js';
import { Header } from './desk-header.js';
import { showHelp } from './desk-help.js';
import { watchKeys } from './desk-keys.js';
import { QueueView } from './desk-queue.js';
import { SearchDialog } from './desk-search.js';
import { DeskSession } from './desk-session.js';
import { SignIn } from './desk-sign-in.js';
import { Sound } from './sound.js';
import { DeskStore } from './desk-store.js';
import { Unread } from './desk-unread.js';
import { Views } from './desk-views.js';
import { deskRefusal } from './desk-wording.js';
import { byId } from './dom.js';
import { bestLanguage, firstLanguage, nextLanguage, setLanguage, t } from './i18n.js';
import { Notice } from './notice.js';
import { refusalOf } from './refusal.js';
import { Screen } from './screen.js';
import { BrowserStorage } from './storage.js';
import { followViewport } from './viewport.js';

const SECOND_MS = 1_000;

const storage = new BrowserStorage(undefined, 'chatserver-desk.');
await firstLanguage(storage.get('language') ?? bestLanguage(navigator.languages));

const screen = new Screen();
const store = new DeskStore();
const notice = new Notice();
const sound = new Sound(storage);
const signIn = new SignIn(storage, enter, () => window.location.reload());
let key = signIn.key ?? '';
/**
 * Who is signed in: somebody, before the server has said who has the key; null for nobody.
 * @type {'agent' | 'admin' | 'somebody' | null}
 */
let role = key === '' ? null : 'somebody';
let isStarted = false;

const worded = refusal => deskRefusal(refusal, store.limits);
const api = new DeskApi(() => key);
const session = new DeskSession(socketUrl(window.location), () => ({ as: 'agent', key }), storage);
const columns = new Columns(storage, () => screen.changed('columns'));
const unread = new Unread(store, session, columns, sound);
const columnsView = new ColumnsView(store, columns, {
  unreadOf: number => unread.of(number),
  create: () => new Column({
    store, session, storage, secret: () => key,
    actions: {
      act: (action, number, button) => acts.do(action, number, button),
      leave: () => columns.leave(),
      putAway: number => columns.close(number),
      notice: text => notice.show(text),
    },
  }),
});
const queue = new QueueView(store, columns, {
  open,
  claim: number => acts.do('claim', number),
  unreadOf: number => unread.of(number),
});
const acts = new Acts({
  store,
  storage,
  request: message => session.request(message),
  worded,
  said: (number, text) => {
    columnsView.of(number)?.say(text);
    notice.show(`#${number} · ${text}`);
  },
  claimed: open,
  find: async () => (await api.find('')).tickets,
});
const search = new SearchDialog(api, worded, ticket => {
  if (!store.tickets.has(ticket.number)) store.ticketChanged(ticket);
  open(ticket.number);
});
const views = new Views(api, worded);
const header = new Header(store, sound, {
  setAway, signOut, changeLanguage, search: () => search.show(), help: showHelp, openAgents,
});
const banner = new Banner(store, () => session.connectNow());

session.on('connection', state => store.connectionChanged(state));
session.on('welcome', welcomed);
session.on('refused', refused);
session.on('message', heard);
session.on('room', () => screen.changed('unread'));
session.on('read', () => screen.changed('unread'));
store.on('assigned', arrived);
store.on('waiting', () => sound.play('waiting'));
store.on('settings', () => views.settingsChanged(store.settings));
for (const topic of ['me', 'tickets', 'agents', 'settings', 'connection']) {
  store.on(topic, () => screen.changed(topic));
}

screen.add(['me', 'agents', 'role', 'language'], () => {
  header.draw(role);
  views.allow(role, store.isSupervisor);
});
screen.add(['tickets', 'columns', 'me', 'language', 'settings'], () => {
  unread.enterRooms();
  columnsView.draw();
  queue.draw();
});
screen.add(['unread', 'tickets', 'columns', 'language'], () => {
  columnsView.drawUnread();
  queue.draw();
  document.title = unread.all > 0 ? t('desk.titleUnread', { count: unread.all }) : t('desk.title');
});
screen.add(['columns'], () => notice.seen(columns.current));
screen.add(['connection', 'language', 'role'], () => {
  if (role === 'agent' || role === 'somebody') banner.draw();
  else banner.hide();
});
setInterval(() => columnsView.tick(), SECOND_MS);
followViewport();

watchKeys({
  isWorking: () => views.shown === 'desk' && store.me !== null,
  move: step => queue.move(step),
  switchTo: at => columns.open[at] !== undefined && open(columns.open[at]),
  act: action => act(action),
  write: () => columnsView.current?.focus(),
  notes: () => {
    columnsView.current?.turn();
    columnsView.current?.drawUnread();
    columnsView.current?.focus();
  },
  putAway: () => columns.close(columns.current),
  search: () => search.show(),
  away: () => header.toggleAway(),
  sound: () => header.toggleSound(),
  help: showHelp,
  leaveField: () => columnsView.current?.leaveField(),
});

screen.allChanged();
if (key === '') signIn.ask();
else connect();

function connect() {
  if (isStarted) session.connectNow();
  else session.start();
  isStarted = true;
}

/** Somebody has typed a key. Once this page had a welcome, another key is for another page. */
function enter(entered) {
  key = entered;
  if (store.me) {
    signIn.keep(entered);
    window.location.reload();
  } else {
    connect();
  }
}

function welcomed(welcome) {
  const isFirst = store.me === null;
  role = 'agent';
  signIn.keep(key);
  store.welcomed(welcome);
  if (isFirst) columns.keep(number => store.tickets.has(number));
  screen.changed('role');
}

/** What isn't an agent's key may be an admin's, who needs no connection. */
async function refused(refusal) {
  if (refusal.code !== 'bad_key') {
    signIn.ask(worded(refusal));
    return;
  }
  session.stop();
  if (await isAdmin()) {
    role = 'admin';
    signIn.keep(key);
    screen.changed('role');
  } else {
    leave(worded(refusal));
  }
}

async function isAdmin() {
  try {
    await api.settings();
    return true;
  } catch (caught) {
    refusalOf(caught);
    return false;
  }
}

/** The key is of no use, or no longer. */
function leave(why) {
  role = null;
  signIn.forget();
  screen.changed('role');
  signIn.ask(why);
}

function heard(message) {
  switch (message.type) {
    case 'ticket':
      store.ticketChanged(message.ticket);
      break;
    case 'agents':
      store.agentsChanged(message.agents);
      break;
    case 'settings':
      store.settingsChanged(message.settings);
      break;
    case 'error':
      if (message.code === 'bad_key' && !message.re) leave(t('desk.signIn.revoked'));
  }
}

function signOut() {
  signIn.forget();
  window.location.assign(window.location.pathname);
}

/** A ticket has come to this agent: by their own claim, by the desk, or by somebody who says why. */
function arrived(ticket, before) {
  const last = ticket.acts?.at(-1);
  if (!last || last.by.id === store.me.id) return;
  unread.arrived(ticket.number);
  sound.play('waiting');
  const by = last.kind === 'ticket_transfer' && last.by.id !== '' ? last.by.name : null;
  const told = by
    ? t('desk.arrivedBy', { name: by, visitor: ticket.visitor.name })
    : t('desk.arrived', { visitor: ticket.visitor.name });
  if (before) notice.show(told + (by && last.text ? t('desk.arrivedWhy', { text: last.text }) : ''), ticket.number);
}

function open(number) {
  columns.show(number);
  columnsView.focus();
}

/** With the ticket whose line has the focus, or with the conversation of now. */
function act(action) {
  const number = queue.current ?? columns.current;
  if (number === null || number === undefined) return;
  if (action === 'priority' && !columns.isOpen(number)) open(number);
  acts.do(action, number, columnsView.of(number)?.buttonOf(action));
}

function setAway(isAway) {
  if (session.signal({ type: 'away', on: isAway })) store.awayChanged(isAway);
}

async function openAgents() {
  const [{ AdminApi }, { Agents }, { SecretsDialog }] = await Promise.all(
    [import('./admin-api.js'), import('./agents.js'), import('./secrets-dialog.js')]);
  try {
    const { departments } = await api.settings();
    await new SecretsDialog(new Agents(new AdminApi({ token: key }), departments), store).open();
  } catch (caught) {
    notice.show(worded(refusalOf(caught)));
  }
}

async function changeLanguage() {
  const next = nextLanguage().code;
  storage.set('language', next);
  await setLanguage(next);
  screen.allChanged();
  views.redraw();
}
