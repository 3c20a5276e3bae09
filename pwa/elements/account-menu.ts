/** Who is here, the lights, the ways to what is set and kept, and the way out. Signing out with unsent changes asks first: that can't be undone. */

import { LitElement, css, html, nothing } from 'lit'
import { Live, signOut } from '../house.ts'
import { library } from '../library.ts'
import { t as ofTheDoor } from '../strings/door.ts'
import { t } from '../strings/shell.ts'
import { controls, dialogFrame } from '../styles/controls.ts'
import type { IconName } from './icon.ts'
import { icon } from './icon.ts'
import { THEMES, chooseTheme, chosenTheme } from './theme.ts'

const adminScreens = [['people', 'people'], ['events', 'table'], ['projections', 'sync'], ['catalogue', 'downloads'], ['quality', 'check'], ['connections', 'link'], ['webhooks', 'speech'], ['storage', 'bin'], ['health', 'heart']] as const satisfies readonly (readonly [string, IconName])[]

export class AccountMenu extends LitElement {
  protected live = new Live(this)
  /** Somebody wants to go. Before this device has been read, nobody knows whether something is unsent. */
  #leaves = false

  static override styles = [controls, dialogFrame, css`
    :host { display: inline-block; }
    [popover] {
      inset: auto; position-area: block-end span-inline-start; margin: var(--space-2) 0; inline-size: 17rem; padding: var(--space-3);
      border: 1px solid var(--line); border-radius: var(--round-3); background: var(--raise); color: var(--ink); box-shadow: var(--shadow);
    }
    @supports not (position-area: block-end) { [popover] { inset: auto; inset-block-start: var(--space-4); inset-inline-end: var(--space-4); } }
    .who { padding: var(--space-2) var(--space-3) var(--space-3); font: 400 var(--size-4) / 1.2 var(--display); overflow-wrap: anywhere; }
    .who a { text-decoration: none; }
    .who a:hover { text-decoration: underline; text-decoration-thickness: 1px; }
    fieldset { margin: 0 0 var(--space-2); padding: var(--space-3); border: 0; border-block: 1px solid var(--line); }
    legend { float: inline-start; inline-size: 100%; padding: 0 0 var(--space-2); font-size: var(--size-1); color: var(--ink-faint); }
    .lights { clear: both; display: flex; gap: 2px; padding: 3px; border-radius: var(--pill); background: var(--raise-2); }
    .lights label { flex: 1; display: grid; place-content: center; min-block-size: 2.4rem; border-radius: var(--pill); font-size: var(--size-2); font-weight: 600; cursor: pointer; }
    .lights label:has(:checked) { background: var(--now-tint); }
    .lights label:has(:focus-visible) { outline: 3px solid var(--then); outline-offset: 1px; }
    .lights input { position: absolute; opacity: 0; pointer-events: none; }
    .item { display: flex; align-items: center; gap: var(--space-3); inline-size: 100%; min-block-size: var(--target); padding-inline: var(--space-3); border: 0; border-radius: var(--round-2); background: none; font-size: var(--size-2); text-align: start; text-decoration: none; cursor: pointer; }
    .item:hover { background: var(--raise-2); }
    @media (forced-colors: active) { .lights label:has(:checked) { forced-color-adjust: none; background: Highlight; color: HighlightText; } }
  `]

  private choose(run: () => void): void {
    this.renderRoot.querySelector<HTMLElement>('[popover]')?.hidePopover()
    run()
  }

  private leave(): void {
    this.#leaves = true
    this.requestUpdate()
  }

  protected override updated(): void {
    if (!this.#leaves || !this.live.ready) return
    this.#leaves = false
    if (library.link().unsent === 0) void signOut()
    else this.renderRoot.querySelector('dialog')?.showModal()
  }

  private themeChoice(theme: (typeof THEMES)[number]) {
    return html`<label><input type="radio" name="theme" value=${theme} .checked=${theme === chosenTheme()}
      @change=${() => { chooseTheme(theme); this.requestUpdate() }}>${t(`account.theme.${theme}`)}</label>`
  }

  private way(name: (typeof adminScreens)[number][0] | 'settings' | 'offline' | 'stats', shown: IconName, path: string) {
    return html`<a class="item" href=${path} @click=${() => this.choose(() => {})}>${icon(shown, 20)}${t(`nav.${name}`)}</a>`
  }

  override render() {
    const { unsent } = library.link()
    return html`<button class="button round plain" popovertarget="menu" aria-label=${t('account.title')}>${icon('person', 24)}</button>
      <div id="menu" popover role="group" aria-label=${t('account.title')}>
        <p class="who"><a href=${`/people/${encodeURIComponent(library.username())}`} @click=${() => this.choose(() => {})}>${library.username()}</a></p>
        <fieldset><legend>${t('account.theme')}</legend><div class="lights">${THEMES.map((theme) => this.themeChoice(theme))}</div></fieldset>
        ${this.way('stats', 'chart', '/stats')}${this.way('settings', 'settings', '/settings')}${this.way('offline', 'offline', '/offline')}
        ${library.mayApprove() ? adminScreens.map(([name, shown]) => this.way(name, shown, `/admin/${name}`)) : nothing}
        <button class="item" @click=${() => this.choose(() => this.leave())}>${icon('out', 20)}${t('account.signOut')}</button>
      </div>
      <dialog aria-labelledby="leaving">${unsent === 0 ? nothing : html`<h2 id="leaving">${t('account.signOut')}</h2><p>${ofTheDoor('account.unsent', { count: unsent })}</p>
        <form method="dialog" class="row"><button class="button">${ofTheDoor('account.stay')}</button><button class="button now" @click=${() => void signOut()}>${ofTheDoor('account.signOutAnyway')}</button></form>`}</dialog>`
  }
}

customElements.define('account-menu', AccountMenu)
declare global { interface HTMLElementTagNameMap { 'account-menu': AccountMenu } }
