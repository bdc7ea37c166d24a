import { actForVisitor } from './act-line.js';
import { socketUrl } from './address.js';
import { Banner } from './banner.js';
import { DeskSession } from './desk-session.js';
import { byId } from './dom.js';
import { bestLanguage, firstLanguage, nextLanguage, setLanguage, t } from './i18n.js';
import { Identity } from './identity.js';
import { Notice } from './notice.js';
import { refusalOf } from './refusal.js';
import { Screen } from './screen.js';
import { BrowserStorage } from './storage.js';
import { followAccent } from './support-colour.js';
import { Farewell } from './support-farewell.js';
import { AskForm } from './support-form.js';
import { SupportHead } from './support-head.js';
import { HostPage } from './support-host.js';
import { QueueView } from './support-queue.js';
import { Visit } from './support-visit.js';
import { TicketView } from './ticket-view.js';
import { followViewport } from './viewport.js';
import { badge, explain } from './wording.js';

const SCREENS = ['loading', 'no-desk', 'ask', 'talk'];

const storage = new BrowserStorage(undefined, 'chatserver-support.');
const identity = new Identity(storage);
let isShown = true;
const host = new HostPage(shown);

// Everything else begins with what the page around wants, and who the visitor is to it.
const wishes = { ...wishesOfAddress(), ...await host.started };
const chosen = wishes.language ? bestLanguage([wishes.language]) : storage.get('language');
await firstLanguage(chosen ?? bestLanguage(navigator.languages));
if (wishes.colour) followAccent(wishes.colour);
if (wishes.token) identity.welcomed(wishes.token, identity.name);

const screen = new Screen();
const notice = new Notice();
const session = new DeskSession(socketUrl(location), hello, storage);
const visit = new Visit(session, identity, storage);
const secret = () => identity.token;
const say = text => notice.show(text);
const limits = () => session.limits;
const head = new SupportHead();
const form = new AskForm(visit, storage, wishes, limits);
const queue = new QueueView();
const farewell = new Farewell(visit, { secret, notice: say, limits });
const banner = new Banner(session, () => session.connectNow());
const conversation = new TicketView(session, {
  storage, secret,
  notice: say,
  tell: actForVisitor,
  label: () => t('support.log'),
  placeholder: () => t('support.write'),
  canAttach: true,
  tellsText: () => Boolean(visit.desk?.preview),
});
byId('conversation').append(conversation.element);

screen.add(['visit'], drawVisit);
screen.add(['connection'], () => banner.draw());
screen.add(['unread'], drawUnread);
visit.on('changed', () => screen.changed('visit', 'unread'));
session.on('welcome', () => host.tell('token', { token: identity.token }));
session.on('connection', () => screen.changed('connection'));
for (const topic of ['room', 'read', 'left']) session.on(topic, () => screen.changed('unread'));

byId('language').addEventListener('click', async () => {
  const next = nextLanguage().code;
  storage.set('language', next);
  await setLanguage(next);
  conversation.changed();
  screen.allChanged();
});
byId('end').addEventListener('click', () => byId('end-dialog').showModal());
byId('end-dialog').addEventListener('close', ({ target }) => {
  if (target.returnValue === 'end') end();
  target.returnValue = '';
});
byId('minimise').hidden = !host.isThere;
byId('minimise').addEventListener('click', () => host.tell('close'));
document.addEventListener('keydown', event => {
  const isFree = !event.defaultPrevented && !document.querySelector('dialog[open]');
  if (event.key === 'Escape' && isFree) host.tell('close');
});
document.body.toggleAttribute('data-framed', host.isThere);
conversation.setVisible(isShown);
followViewport();
screen.allChanged();
session.start();

function hello() {
  const { token, name } = identity;
  return { as: 'visitor', ...(token && { token }), ...(name && { name }) };
}

/** Without a page around, the address says what is wanted, and where somebody comes from. */
function wishesOfAddress() {
  const { language, department } = Object.fromEntries(new URLSearchParams(location.search));
  return { ...(language && { language }), ...(department && { department }) };
}

function drawVisit() {
  const now = visit.screen;
  const main = byId('support');
  const before = main.dataset.screen;
  const isOver = visit.ticket?.state === 'closed';
  const wasOver = main.hasAttribute('data-over');
  main.dataset.screen = now;
  main.toggleAttribute('data-over', now === 'talk' && isOver);
  for (const name of SCREENS) byId(name).hidden = name !== now;
  head.draw(visit);
  form.draw();
  queue.draw(visit);
  farewell.draw();
  const talk = now === 'talk' ? visit.ticket : null;
  conversation.show(talk?.room ?? null, talk, Boolean(talk) && !isOver);
  byId('preview-hint').hidden = !talk || isOver || !visit.desk.preview;
  drawLanguageButton();
  if (!isShown || now === before && isOver === wasOver) return;
  if (now === 'ask') form.focus();
  else if (talk && isOver && before === 'talk') farewell.focus();
  else if (talk && !isOver) focusConversation();
}

/** On a touch screen the focus would open the keyboard over the messages. */
function focusConversation() {
  if (window.matchMedia('(hover: hover)').matches) requestAnimationFrame(() => conversation.focus());
}

function drawLanguageButton() {
  const { tag, ownName } = nextLanguage();
  const button = byId('language');
  button.textContent = ownName;
  button.lang = tag;
  button.title = t('page.language');
}

function drawUnread() {
  const room = session.rooms.get(visit.ticket?.room);
  const count = room ? session.unreadOf(room) : 0;
  document.title = count > 0 ? `(${badge(count)}) ${t('support.title')}` : t('support.title');
  host.tell('state', { unread: count, waits: Boolean(visit.ticket && visit.ticket.state !== 'closed') });
}

/** The frame was shown or put away by the page around. */
function shown(on) {
  isShown = on;
  // The first time comes before there is anything to show.
  if (document.body.dataset.framed === undefined) return;
  conversation.setVisible(on);
  if (!on) return;
  if (visit.screen === 'ask') form.focus();
  else if (visit.screen === 'talk') focusConversation();
}

async function end() {
  try {
    await visit.end();
  } catch (caught) {
    say(explain(refusalOf(caught), session.limits));
  }
}
