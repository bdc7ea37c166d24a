import { PROJECTOR, socketUrl } from './address.js';
import { fetchAhead } from './ahead.js';
import { Announcer } from './announcer.js';
import { Away } from './away.js';
import { Banner } from './banner.js';
import { Composer } from './composer.js';
import { byId } from './dom.js';
import { Drawer } from './drawer.js';
import { watchDrops } from './file-drop.js';
import { saveFile } from './files.js';
import { HandButton } from './hand-button.js';
import { takeHandover, watchForHandover } from './handover.js';
import { HeaderView } from './header-view.js';
import { bestLanguage, firstLanguage, nextLanguage, setLanguage, t } from './i18n.js';
import { Identity } from './identity.js';
import { JoinForm } from './join-form.js';
import { Late } from './late.js';
import { MessageActions } from './message-actions.js';
import { MessagesView } from './messages-view.js';
import { NameDialog } from './name-dialog.js';
import { Navigation } from './navigation.js';
import { Notice } from './notice.js';
import { Outbox } from './outbox.js';
import { Passwords } from './passwords.js';
import { PeopleView } from './people-view.js';
import { Pictures } from './pictures.js';
import { Preferences } from './preferences.js';
import { Questions } from './questions.js';
import { ReadMarks } from './read-marks.js';
import { refusalOf } from './refusal.js';
import { Requests } from './requests.js';
import { nextRoom } from './room-order.js';
import { RoomsView } from './rooms-view.js';
import { Screen } from './screen.js';
import { Session } from './session.js';
import { watchShortcuts } from './shortcuts.js';
import { SilenceView } from './silence-view.js';
import { Sound } from './sound.js';
import { BrowserStorage } from './storage.js';
import { Store } from './store.js';
import { Typing } from './typing.js';
import { followViewport } from './viewport.js';
import { reasonOf, explain } from './wording.js';

/** How often the list of rooms is asked for while somebody looks at it, in milliseconds. */
const DIRECTORY_MS = 30_000;

/** What is drawn when it changes; see store.js. */
const TOPICS = ['me', 'directory', 'rooms', 'active', 'messages', 'people', 'called', 'typing', 'connection', 'banned', 'opening'];

const storage = new BrowserStorage();
const preferences = new Preferences(storage);
await firstLanguage(languageWanted());

const identity = new Identity(storage);
// Everything else begins with who this browser is.
const handover = await takeHandover(identity, storage);

const screen = new Screen();
const store = new Store(storage);
const sound = new Sound(storage);
let isProjected = location.hash === PROJECTOR;
const outbox = new Outbox(storage, () => screen.changed('messages'));
const pictures = new Pictures(() => identity.token);
const uploads = new Late(
  () => import('./uploads.js'),
  ({ Uploads }) => new Uploads(() => identity.token, keepPictures, () => screen.changed('messages')));
const notice = new Notice();
const nameDialog = new NameDialog(store);
const questions = new Questions(store);
const passwords = new Passwords(storage, question => questions.ofRoom(question));
const session = new Session(socketUrl(location), { store, identity, outbox, uploads, passwords }, {
  welcomed: wasWelcomed,
  nameRefused: () => nameDialog.askFirst(choseAnother, 'bad_name'),
  passwordWanted: refusal => questions.ofServer(refusal, password => session.helloWith(password)),
  roomRefused: (room, title, refusal) => navigation.refused(room, title, refusal),
  handedOver: () => {
    dialogs.now?.endHandover();
    notice.show(t('handover.done'));
  },
});
const signal = message => session.signal(message);
const navigation = new Navigation({ store, session, storage, notice });
const requests = new Requests(session, store);
const dialogs = new Late(() => import('./rare-dialogs.js'), ({ RareDialogs }) => new RareDialogs({
  store, requests, identity, preferences, sound, pictures, openFile, save, going: {
    visit: name => enter(navigation.visit(name)),
    openDirect: person => enter(navigation.openDirect(person)),
    toMessage: goTo,
  },
}));
const emojiPicker = new Late(() => import('./emoji-picker.js'), ({ EmojiPicker }) => new EmojiPicker(), 'emoji-picker');
const pick = async (anchor, chosen) => (await emojiPicker.made()).open(anchor, chosen);
const messageActions = new MessageActions({
  store, session, requests, notice, navigation, pick, help: () => rare('openHelp', 'commands'),
});
const want = (room, seq) => requests.want(room, seq);
const onTheWay = { of: room => [...outbox.of(room), ...uploads.now?.of(room) ?? []].sort((a, b) => a.at - b.at) };
const messages = new MessagesView(store, onTheWay, {
  pictures,
  loadOlder: room => session.loadOlder(room),
  loadNewer: room => session.loadNewer(room),
  want,
  retry: (room, id) => uploads.now?.has(id) ? uploads.now.retry(id) : session.retry(room, id),
  discard: id => uploads.now?.has(id) ? uploads.now.discard(id) : outbox.remove(id),
  changed: () => screen.changed('messages'),
  jump,
  react: (room, message, emoji) => messageActions.react(room, message, emoji),
  openFile,
  pick: (message, anchor) => messageActions.pick(store.active, message, anchor),
  remove: message => messageActions.remove(store.active, message),
  reply: message => composer.reply(message),
  edit: message => composer.edit(message),
  away: () => composer.focus(),
});
const composer = new Composer(store, storage, {
  send: async (room, what) => {
    if (!what.target) messages.follow();
    if (what.files) (await uploads.made()).add(room, what, store.me?.id ?? null);
    else session.say(room, what);
  },
  run: (command, text) => messageActions.run(command, text),
  want,
  pick,
}, requests);
watchDrops({
  room: () => composer.isOpen ? store.active.title : null,
  take: files => composer.attach(files),
});
const rooms = new RoomsView(store, {
  open: name => enter(navigation.visit(name)),
  leave: name => navigation.leave(name),
  all: () => rare('openSwitcher'),
});
const joinForm = new JoinForm(store, name => enter(navigation.open(name)));
const banner = new Banner(store, () => session.connectNow());
const banned = new Late(
  () => import('./banned-view.js'), ({ BannedView }) => new BannedView(store, () => session.connectNow()), 'banned');
const silence = new SilenceView(store, () => screen.changed('active'));
const hands = new HandButton(
  store, (action, person) => attempt(requests.hand(store.active.name, action, person)), () => composer.focus());
const typing = new Typing(store, signal);
const away = new Away(isAway => signal({ type: 'away', on: isAway }));
const people = new PeopleView(store, {
  page: (room, page) => requests.people(room, page),
  open: (button, person) => open(menus, 'openPerson', button, person),
});
const header = new HeaderView(store, preferences);
const menus = new Late(() => import('./menus.js'), ({ Menus }) => new Menus({ store, preferences }, {
  own: {
    rename: askName,
    handOver: () => rare('openHandover'),
    becomeAdmin,
    openKeys: () => rare('openKeys'),
    openDoctor: () => rare('openDoctor'),
    giveUpAdmin: () => attempt(requests.giveUpAdmin(), 'me.isGuest'),
    changeLanguage,
    openPreferences: () => rare('openPreferences'),
    help: () => rare('openHelp'),
  },
  room: {
    invite: () => rare('openInvite'),
    project: () => rare('project', true),
    switchRoom: () => rare('openSwitcher'),
  },
  person: {
    message: person => enter(navigation.openDirect(person)),
    mention: person => {
      peopleDrawer.close();
      composer.insert(`@${person.name} `);
    },
    act: actOn,
    setHost: (person, on) => moderate('host', { person: person.id, on }),
  },
}));

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

screen.add(['rooms', 'directory', 'people', 'active', 'opening', 'me', 'language'], () => rooms.draw());
screen.add(['me', 'language'], () => joinForm.draw());
screen.add(['people', 'active', 'me', 'language'], () => people.draw());
screen.add(['rooms', 'people', 'called', 'active', 'me', 'language'], () => header.draw());
screen.add(['messages', 'active', 'me', 'language'], () => messages.draw());
screen.add(['messages', 'people', 'active', 'me', 'language'], () => composer.draw());
screen.add(['people', 'active', 'me', 'language'], () => silence.draw());
screen.add(['people', 'called', 'active', 'me', 'connection', 'language'], () => hands.draw());
screen.add(['typing', 'active', 'language'], () => typing.draw());
screen.add(['people', 'active', 'me'], () => dialogs.now?.refresh());
screen.add(['language', 'me', 'active'], () => dialogs.now?.reword());
screen.add(['messages', 'people', 'active', 'connection', 'language'], () => dialogs.now?.drawProjector());
screen.add(['connection', 'opening', 'language'], () => banner.draw());
screen.add(['banned', 'language'], () => drawBanned());
screen.add(['language'], () => nameDialog.draw());
screen.add(['language'], () => questions.draw());
screen.add(['language'], () => drawLanguageButton());
screen.add(['messages'], () => announceReady());
store.on('called', room => {
  const { calledBy, title } = room;
  if (calledBy && room !== store.active) notice.show(t('hands.calledIn', { who: calledBy.name, room: title }));
});
for (const topic of TOPICS) store.on(topic, () => screen.changed(topic));

new ReadMarks(store, signal);
new Announcer(store);
const alerts = new Late(
  () => import('./alerts.js'),
  ({ Alerts }) => new Alerts({ store, preferences, sound, open: room => enter(navigation.visit(room)) }));
watchShortcuts({
  switchRoom: () => rare('openSwitcher'),
  search: () => rare('openSearch'),
  project: () => store.active && rare('project', true),
  help: () => rare('openHelp'),
  step: stepRoom,
  cancelReply: () => byId('reply-cancel').click(),
  toNewest: () => messages.toNewest(),
});
preferences.on('language', async () => {
  await setLanguage(languageWanted());
  screen.allChanged();
});
preferences.on('alerts', () => screen.changed('rooms'));
window.addEventListener('hashchange', () => {
  if (location.hash === PROJECTOR) rare('project', false);
  else dialogs.now?.endProjection();
});
// What is fetched when it is needed isn't to be had without the server.
window.addEventListener('unhandledrejection', event => {
  const { reason } = event;
  const isLost = reason instanceof TypeError && store.connection.kind !== 'connected';
  if (reason?.code !== 'lost' && !isLost) return;
  event.preventDefault();
  notice.show(t('error.lost'));
});
byId('language').addEventListener('click', changeLanguage);
byId('my-name').addEventListener('click', askName);
byId('search-open').addEventListener('click', () => rare('openSearch'));
byId('room-settings').addEventListener('click', () => rare('openSettings'));
byId('my-menu').addEventListener('click', ({ currentTarget }) => open(menus, 'openOwn', currentTarget));
byId('room-menu').addEventListener('click', ({ currentTarget }) => open(menus, 'openRoom', currentTarget));
document.addEventListener('visibilitychange', lookedAt);
setInterval(lookedAt, DIRECTORY_MS);
lookedAt();
followViewport();
watchForHandover();

navigation.start();
screen.allChanged();
if (identity.isNew) nameDialog.askFirst(start);
else start(identity.name);
sayWhatCameOfCode();

/** Does what is seldom done: see RareDialogs. */
function rare(action, ...given) {
  return open(dialogs, action, ...given);
}

async function open(late, action, ...given) {
  return (await late.made())[action](...given);
}

/** A picture is shown as large as the window, all else is saved. @param {HTMLElement} list where it is one of several */
function openFile(link, list) {
  if (link.querySelector('.picture[data-state="shown"]')) rare('openPicture', link, list);
  else save(link);
}

function save(link) {
  attempt(saveFile(link, identity.token));
}

/** What this page has sent needn't be fetched. */
function keepPictures(event, files) {
  files.forEach((file, index) => pictures.adopt(event.files[index].sha256, file));
}

function start(name) {
  identity.name = name;
  session.start();
}

/** Once a room is there to write in. Says so to browser tests, too. */
function announceReady() {
  if (!store.active?.live || document.body.dataset.ready) return;
  document.body.dataset.ready = 'true';
  fetchAhead(alerts);
  if (isProjected) rare('project', false);
  isProjected = false;
  if (document.activeElement === document.body) focusComposer();
}

function drawBanned() {
  if (store.banned || banned.now) banned.use(view => view.draw());
}

/** After a name that the server refused: the connection is open, and waits for a hello. */
function choseAnother(name) {
  identity.name = name;
  session.helloAgain();
}

function wasWelcomed({ wanted }) {
  const { name } = store.me;
  questions.letIn();
  away.welcomed();
  if (wanted && wanted.normalize() !== name) notice.show(t('name.given', { wanted, name }));
  navigation.settle();
}

function askName() {
  nameDialog.askAgain(name => session.rename(name));
}

async function becomeAdmin() {
  if (await questions.ofAdmin(key => requests.becomeAdmin(key))) notice.show(t('me.isAdmin'));
}

/** What came of the code that the page was opened with. */
function sayWhatCameOfCode() {
  if (handover.isDone) notice.show(t('become.done', { name: identity.name }));
  if (handover.problem) notice.show(t('become.failed', { reason: reasonOf(handover.problem, store.limits) }));
}

function actOn(action, person) {
  if (action === 'unmute') moderate('mute', { person: person.id, on: false });
  else rare('openAct', action, person);
}

function moderate(action, details) {
  attempt(requests.moderate(store.active.name, action, details));
}

/** Says in a notice what went wrong, or else that it was done. @param {string} [done] a text */
async function attempt(request, done) {
  try {
    await request;
    if (done) notice.show(t(done));
  } catch (caught) {
    notice.show(explain(refusalOf(caught), store.limits));
  }
}

function changeLanguage() {
  preferences.language = nextLanguage().code;
}

function languageWanted() {
  return preferences.language ?? bestLanguage(navigator.languages);
}

/** @param {1 | -1} way @param {boolean} isUnread whether it is to have something unread */
function stepRoom(way, isUnread) {
  const fits = room => !isUnread || store.unreadOf(room) > 0 || Boolean(room.calledBy);
  const room = nextRoom(store.inOrder, store.active, way, fits);
  if (room) enter(navigation.visit(room.name));
}

async function jump(room, seq) {
  if (await messageActions.reach(room, seq) && room === store.active) messages.show(seq);
}

/** Brings what was found before the reader's eyes, in its own room. */
async function goTo({ event: { room, seq }, with: other }) {
  notice.hide();
  roomsDrawer.close();
  peopleDrawer.close();
  if (other && !store.rooms.has(room)) await navigation.openDirect(other);
  else if (store.active?.name !== room && !await navigation.visit(room)) return;
  if (store.active?.name === room) await jump(store.active, seq);
}

/** Once a room is chosen, the way is free to write in it. */
async function enter(opening) {
  notice.hide(); // it was about what is left now
  await opening;
  roomsDrawer.close();
  peopleDrawer.close();
  focusComposer();
}

/** On a touch screen the focus would open the keyboard over the messages. */
function focusComposer() {
  if (window.matchMedia('(hover: hover)').matches) composer.focus();
}

/** Who looks at the page sees what there is; who doesn't is told what is for them. */
function lookedAt() {
  if (document.visibilityState === 'hidden') alerts.use(() => {});
  else if (store.me) session.refreshDirectory();
}

function drawLanguageButton() {
  const { tag, ownName } = nextLanguage();
  const button = byId('language');
  button.textContent = ownName;
  button.lang = tag;
  button.title = t('page.language');
}
