import { Late } from './late.js';

/** What opens beside a button: what one can do about oneself, the room, and others. */
export class Menus {
  #own;
  #room;
  #person;

  /** @param {object} parts store, preferences @param {object} acts own, room, person: of OwnMenu, RoomMenu, PersonMenu */
  constructor({ store, preferences }, { own, room, person }) {
    this.#own = new Late(() => import('./own-menu.js'), ({ OwnMenu }) => new OwnMenu(store, own), 'menu');
    this.#room = new Late(() => import('./room-menu.js'), ({ RoomMenu }) => new RoomMenu(store, preferences, room), 'menu');
    this.#person = new Late(() => import('./person-menu.js'), ({ PersonMenu }) => new PersonMenu(store, person), 'menu');
  }

  async openOwn(anchor) {
    (await this.#own.made()).open(anchor);
  }

  async openRoom(anchor) {
    (await this.#room.made()).open(anchor);
  }

  /** @param {{id: string, name: string, role?: string}} person */
  async openPerson(anchor, person) {
    (await this.#person.made()).open(anchor, person);
  }
}
