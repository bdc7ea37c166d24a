import { nextLanguage, t } from './i18n.js';
import { Menu } from './menu.js';

/** What this person can do about themself, next to their own name. */
export class OwnMenu {
  #store;
  #actions;
  #menu = new Menu('own-menu');

  /**
   * @param actions rename(), handOver(), becomeAdmin(), giveUpAdmin(), openKeys(), changeLanguage(),
   *   openPreferences(), help(), openDoctor()
   */
  constructor(store, actions) {
    this.#store = store;
    this.#actions = actions;
  }

  open(anchor) {
    const { rename, handOver, becomeAdmin, giveUpAdmin, openKeys } = this.#actions;
    const { changeLanguage, openPreferences, help, openDoctor } = this.#actions;
    const { me } = this.#store;
    const admin = me.role === 'admin'
      ? { key: 'give-up-admin', text: t('me.giveUpAdmin'), act: giveUpAdmin }
      : { key: 'admin', text: t('me.admin'), act: becomeAdmin };
    this.#menu.open(anchor, me.name, [
      { key: 'rename', text: t('me.rename'), act: rename },
      { key: 'preferences', text: t('me.preferences'), act: openPreferences },
      { key: 'handover', text: t('me.handover'), act: handOver },
      ...(me.role === 'admin' ? [{ key: 'keys', text: t('me.keys'), act: openKeys }] : []),
      admin,
      { key: 'help', text: t('me.help'), act: help },
      { key: 'no-way-in', text: t('reach.open'), act: openDoctor },
      { key: 'language', text: nextLanguage().ownName, act: changeLanguage },
    ]);
  }
}
