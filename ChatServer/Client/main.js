import { socketUrl } from './address.js';
import { Banner } from './banner.js';
import { completionSources } from './completion-sources.js';
import { Composer } from './composer.js';
import { byId } from './dom.js';
import { Drawer } from './drawer.js';
import { EmojiPicker } from './emoji-picker.js';
import { HeaderView } from './header-view.js';
import { HelpDialog } from './help-dialog.js';
import { bestLanguage, nextLanguage, setLanguage, t } from './i18n.js';
import { Identity } from './identity.js';
import { JoinForm } from './join-form.js';
import { MessageActions } from './message-actions.js';
import { MessagesView } from './messages-view.js';
import { NameDialog } from './name-dialog.js';
import { Navigation } from './navigation.js';
import { Notice } from './notice.js';
import { Outbox } from './outbox.js';
import { PeopleView } from './people-view.js';
import { Requests } from './requests.js';
import { RoomsView } from './rooms-view.js';
import { Screen } from './screen.js';
import { Session } from './session.js';
import { BrowserStorage } from './storage.js';
import { Store } from './store.js';
import { followViewport } from './viewport.js';

/** How often the list of rooms is asked for while somebody looks at it, in milliseconds. */
const DIRECTORY_MS = 30_000;

const storage = new BrowserStorage();
setLanguage(storage.get('language') ?? bestLanguage(navigator.languages));

const screen = new Screen();
const store = new Store(storage);
const outbox = new Outbox(storage, () => screen.changed('messages'));
const identity = new Identity(storage);
const notice = new Notice();
const nameDialog = new NameDialog(store);
const session = new Session(socketUrl(location), { store, identity, outbox }, {
  welcomed: sayIfRenamed,
  nameRefused: () => nameDialog.askFirst(choseAnother, 'bad_name'),
  roomRefused: (room, code) => navigation.refused(room, code),
});
const navigation = new Navigation({ store, session, storage, notice });

const requests = new Requests(session, store);
const help = new HelpDialog(store);
const picker = new EmojiPicker();
const actions = new MessageActions({ store, session, requests, notice, picker, help, navigation });
const want = (room, seq) => requests.want(room, seq);
const messages = new MessagesView(store, outbox, {
  loadOlder: room => session.loadOlder(room),
  want,
  retry: (room, id) => session.retry(room, id),
  discard: id => outbox.remove(id),
  changed: () => screen.changed('messages'),
  jump: async (room, seq) => {
    if (await actions.reach(room, seq) && room === store.active) messages.show(seq);
  },
  react: (room, message, emoji) => actions.react(room, message, emoji),
  pick: (message, anchor) => actions.pick(store.active, message, anchor),
  remove: message => actions.remove(store.active, message),
  reply: message => composer.reply(message),
  edit: message => composer.edit(message),
  away: () => composer.focus(),
});
const composer = new Composer(store, storage, {
  send: (room, what) => {
    if (!what.target) messages.follow();
    session.say(room, what);
  },
  run: (command, text) => actions.run(command, text),
  want,
  pick: (anchor, chosen) => picker.open(anchor, chosen),
}, completionSources(store, requests));
const rooms = new RoomsView(store, {
  open: name => enter(navigation.visit(name)),
  leave: name => navigation.leave(name),
});
const joinForm = new JoinForm(store, name => enter(navigation.open(name)));
const banner = new Banner(store, () => session.connectNow());
const people = new PeopleView(store);
const header = new HeaderView(store);

const roomsDrawer = new Drawer({
  panel: byId('rooms-panel'),
  toggle: byId('rooms-toggle'),
  narrow: '(max-width: 720px)',
  rest: [byId('skip-link'), byId('main'), byId('people-panel')],
  opened: () => session.refreshDirectory(),
});
const peopleDrawer = new Drawer({
  panel: byId('people-panel'),
  toggle: byId('people-toggle'),
  narrow: '(max-width: 1000px)',
  rest: [byId('skip-link'), byId('main'), byId('rooms-panel')],
});

screen.add(['rooms', 'directory', 'active', 'me', 'language'], () => rooms.draw());
screen.add(['me', 'language'], () => joinForm.draw());
screen.add(['people', 'active', 'me', 'language'], () => people.draw());
screen.add(['rooms', 'active', 'me', 'language'], () => header.draw());
screen.add(['messages', 'active', 'me', 'language'], () => messages.draw());
screen.add(['active', 'me', 'messages', 'language'], () => composer.draw());
screen.add(['connection', 'language'], () => banner.draw());
screen.add(['language'], () => nameDialog.draw());
screen.add(['language', 'me', 'active'], () => help.draw());
screen.add(['language'], () => drawLanguageButton());
screen.add(['messages'], () => announceReady());
for (const topic of ['me', 'directory', 'rooms', 'active', 'messages', 'people', 'connection']) {
  store.on(topic, () => screen.changed(topic));
}

byId('language').addEventListener('click', () => {
  const { code } = nextLanguage();
  storage.set('language', code);
  setLanguage(code);
  screen.allChanged();
});
byId('my-name').addEventListener('click', () => nameDialog.askAgain(name => session.rename(name)));
document.addEventListener('visibilitychange', refreshIfVisible);
setInterval(refreshIfVisible, DIRECTORY_MS);
followViewport();

navigation.start();
screen.allChanged();
if (identity.isNew) nameDialog.askFirst(start);
else start(identity.name);

function start(name) {
  identity.name = name;
  session.start();
}

/** Once a room is there to write in. Says so to browser tests, too. */
function announceReady() {
  if (!store.active?.live || document.body.dataset.ready) return;
  document.body.dataset.ready = 'true';
  if (document.activeElement === document.body) focusComposer();
}

/** After a name that the server refused: the connection is open, and waits for a hello. */
function choseAnother(name) {
  identity.name = name;
  session.helloAgain();
}

function sayIfRenamed({ wanted }) {
  const { name } = store.me;
  if (wanted && wanted.normalize() !== name) notice.show(t('name.given', { wanted, name }));
  navigation.settle();
}

/** Once a room is chosen, the way is free to write in it. */
async function enter(opening) {
  await opening;
  roomsDrawer.close();
  peopleDrawer.close();
  focusComposer();
}

/** On a touch screen the focus would open the keyboard over the messages. */
function focusComposer() {
  if (window.matchMedia('(hover: hover)').matches) composer.focus();
}

function refreshIfVisible() {
  if (document.visibilityState === 'visible' && store.me) session.refreshDirectory();
}

function drawLanguageButton() {
  const { tag, ownName } = nextLanguage();
  const button = byId('language');
  button.textContent = ownName;
  button.lang = tag;
  button.title = t('page.language');
}
