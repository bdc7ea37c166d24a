import { byId } from './dom.js';

const VIEWS = ['sign-in', 'desk', 'report', 'settings'];

/**
 * Which part of the console is on the screen: the address says it, so that a reload and the back button find
 * it.
 */
export class Views {
  #api;
  #worded;
  #nav = byId('desk-nav');
  #report = null;
  #settings = null;
  #role;
  #isSupervisor = false;

  /** What is on the screen. @type {'sign-in' | 'desk' | 'report' | 'settings' | null} */
  shown = null;

  /**
   * @param {import('./desk-api.js').DeskApi} api
   * @param {(refusal: import('./refusal.js').Refusal) => string} worded
   */
  constructor(api, worded) {
    this.#api = api;
    this.#worded = worded;
    window.addEventListener('hashchange', () => this.#show());
  }

  /** @param {'agent' | 'admin' | 'somebody' | null} role @param {boolean} isSupervisor */
  allow(role, isSupervisor) {
    if (role === this.#role && isSupervisor === this.#isSupervisor) return;
    [this.#role, this.#isSupervisor] = [role, isSupervisor];
    this.#show();
  }

  /** In another language. */
  async redraw() {
    if (this.shown === 'report') await this.#report?.open();
    this.#settings?.redraw();
  }

  settingsChanged(settings) {
    this.#settings?.changed(settings);
  }

  get #wanted() {
    if (this.#role === null) return 'sign-in';
    if (this.#role === 'somebody') return null;
    const named = window.location.hash.slice(1);
    const isLeading = this.#role === 'admin' || this.#isSupervisor;
    if (isLeading && (named === 'report' || named === 'settings')) return named;
    return this.#role === 'admin' ? 'report' : 'desk';
  }

  #show() {
    const wanted = this.#wanted;
    this.shown = wanted;
    for (const view of VIEWS) byId(view).hidden = view !== wanted;
    for (const link of this.#nav.querySelectorAll('a')) {
      if (link.dataset.view === wanted) link.setAttribute('aria-current', 'page');
      else link.removeAttribute('aria-current');
    }
    if (wanted === 'report') this.#openReport();
    if (wanted === 'settings') this.#openSettings();
  }

  async #openReport() {
    const { ReportPage } = await import('./desk-report.js');
    this.#report ??= new ReportPage(byId('report'), this.#api, this.#worded);
    await this.#report.open();
  }

  async #openSettings() {
    const { SettingsPage } = await import('./desk-settings.js');
    this.#settings ??= new SettingsPage(byId('settings'), this.#api, this.#worded);
    await this.#settings.open();
  }
}
