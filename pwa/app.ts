/** The shell: rail or bar, the screen of the moment, toasts, palette, and the keys that work everywhere. */

import { LitElement, css, html, nothing } from 'lit'
import './elements/app-nav.ts'
import type { AddToListDialog } from './elements/add-to-list-dialog.ts'
import type { AddToListEvent } from './elements/add-to-list-event.ts'
import { drawAfterTexts } from './elements/after-texts.ts'
import type { CommandPalette } from './elements/command-palette.ts'
import { mark } from './elements/icon.ts'
import type { ShortcutsDialog } from './elements/shortcuts-dialog.ts'
import { applyTheme } from './elements/theme.ts'
import type { Film, TitleLink } from './elements/title-link.ts'
import { showToast } from './elements/show-toast.ts'
import { acts } from './acts.ts'
import { Live, openHouse } from './house.ts'
import { isUnderWay, library } from './library.ts'
import { applyLayout } from './remote/layout.ts'
import type { Place } from './routes.ts'
import { goTo, startRouting } from './routes.ts'
import type { TitleShortcut } from './shortcuts.ts'
import { isOfTitle, shortcutOf, worksAlone } from './shortcuts.ts'
import { chosenLanguage, direction, locale } from './strings/language.ts'
import { t, textsComing } from './strings/shell.ts'
import { controls } from './styles/controls.ts'

export class RewindApp extends LitElement {
  static override properties = { place: { state: true }, broken: { state: true }, returning: { state: true } }
  declare place: Place | undefined
  declare broken: boolean
  /** Signing in again, after the session ended. */
  declare returning: boolean
  protected live = new Live(this)
  #scene: typeof import('./scene-change.ts') | undefined
  #turn = 0
  /** What was typed while the palette was still loading. */
  #typed: string | undefined

  constructor() {
    super()
    this.place = undefined
    this.broken = this.returning = false
  }

  static override styles = [controls, css`
    /* In the corner, which may be its containing block: it must grow inwards. */
    .skip { position: fixed; z-index: 30; inset-block-start: var(--space-2); inset-inline-end: var(--space-2); white-space: nowrap; translate: 0 -200%; }
    .skip:focus { translate: 0; }
    main { min-block-size: 100dvh; padding-inline: var(--rail) var(--overscan-x); padding-block-end: calc(var(--bar) + var(--overscan-y)); }
    main:focus { outline: none; }
    .corner { position: absolute; z-index: 11; inset-inline-end: calc(var(--gutter) - var(--space-2)); display: flex; align-items: center; gap: var(--space-1); }
    /* Each has its place before it is there. */
    .corner > :not(:defined) { inline-size: var(--target); block-size: var(--target); }
    .brand { display: none; }
    @media (width >= 44rem) { .corner { inset-block-start: calc(var(--top) + var(--space-5)); } }
    .over { color-scheme: dark; color: var(--ink); }
    @media (width >= 44rem) { .corner.over { border-radius: var(--pill); background: oklch(0.168 0.019 335 / 0.72); backdrop-filter: blur(12px); } }
    @media (width < 44rem) {
      .corner { position: fixed; inset-inline: 0; inset-block-start: 0; block-size: var(--top); padding-block: calc(env(safe-area-inset-top) + var(--title-bar, 0px)) 0; padding-inline: var(--gutter) var(--space-2); background: color-mix(in oklch, var(--ground) 97%, transparent); }
      .corner.over { background: linear-gradient(oklch(0.168 0.019 335 / 0.85), transparent); position: absolute; }
      .brand { display: flex; align-items: center; gap: var(--space-2); margin-inline-end: auto; font: 400 min(1.2rem, 6vw) / 1 var(--display); text-decoration: none; block-size: var(--target); min-inline-size: 0; overflow: hidden; flex-wrap: wrap; row-gap: var(--target); }
      /* As high as the bar: the name goes to the line below, which nobody sees, where it has no room. */
      .brand::before { content: ''; block-size: 100%; margin-inline-end: calc(-1 * var(--space-2)); }
      .corner > :not(.brand, connection-badge) { flex: none; }
      main:not(.bare, .over-main) { padding-block-start: var(--top); }
    }
    main.bare { padding: 0; }
    .ended { position: fixed; z-index: 12; inset-block-end: calc(var(--bar) + var(--space-3)); inset-inline: calc(var(--rail) + var(--gutter)) var(--gutter); max-inline-size: 44rem; box-shadow: var(--shadow); }
    .broken { padding: var(--space-7) var(--gutter); }
  `]

  override connectedCallback(): void {
    super.connectedCallback()
    addEventListener('keydown', (event) => this.pressed(event))
    this.addEventListener('palette', () => void this.openPalette())
    this.addEventListener('shortcuts', () => void this.openShortcuts())
    this.addEventListener('add-to-list', (event) => void this.openAddToList((event as AddToListEvent).film))
    startRouting((place, begin) => this.go(place, begin))
    void openHouse()
    void import('./sync/register-service-worker.ts').then(({ registerServiceWorker }) => registerServiceWorker((changeOver) => showToast({ text: t('update.ready'), action: { label: t('update.reload'), icon: 'retry', run: changeOver }, lasting: 'update' })))
  }

  /** Draws the place; the focus follows only when it is another screen, or the time machine's, not when a filter changed. */
  private async go(place: Place, begin: () => void): Promise<void> {
    const former = this.place
    const turn = ++this.#turn
    this.broken = false
    await place.route.load().catch((error: unknown) => {
      // A chunk that did not load: an update removed it, or there is no network and it was never cached.
      this.broken = true
      throw error
    })
    await textsComing()
    // Somebody has gone on while it loaded.
    if (turn !== this.#turn) return
    const same = former?.route === place.route && former.path === place.path && former.query.has('at') === place.query.has('at')
    const draw = async () => {
      this.place = place
      document.title = place.route.name === 'home' ? t('app.name') : `${t(place.route.title)} · ${t('app.name')}`
      await this.updateComplete
      await this.screen?.updateComplete
      begin()
    }
    if (same || !former || !this.#scene) await draw()
    else await this.#scene.changeScene(draw, () => this.screen?.renderRoot.querySelector('header rewind-poster'))
    // Where even the files cannot be had: at the next start.
    if (!former) void this.loadRest().catch(() => undefined)
    if (!same && former) this.focusHeading()
  }

  /** What the first picture does without. */
  private async loadRest(): Promise<void> {
    await Promise.all([import('./elements/corner.ts'), import('./elements/toast-stack.ts'), import('./saying.ts')])
    const [scene, { rememberScroll }] = await Promise.all([import('./scene-change.ts'), import('./scroll-memory.ts')])
    this.#scene = scene
    rememberScroll()
  }

  private get screen(): LitElement | undefined {
    const screen = this.renderRoot.querySelector('main > *') ?? this.renderRoot.firstElementChild
    return screen instanceof LitElement ? screen : undefined
  }

  private focusHeading(): void {
    const { screen } = this
    if (screen?.shadowRoot?.activeElement) return
    const heading = screen?.shadowRoot?.querySelector<HTMLElement>('h1') ?? this.renderRoot.querySelector('main')
    heading?.focus({ preventScroll: true })
  }

  private pressed(event: KeyboardEvent): void {
    if (event.key.startsWith('Arrow')) void import('./remote/remote.ts').then(({ startRemote }) => startRemote(event))
    if (this.#typed !== undefined) {
      if (event.key.length > 1 || event.ctrlKey || event.metaKey) return
      this.#typed += event.key
      event.preventDefault()
      return
    }
    const shortcut = shortcutOf(event)
    // A page that needs nobody has nothing of anybody; the player has keys of its own.
    if (!shortcut || !library.isOpen() || this.place?.route.open || (this.place?.route.bare && !worksAlone(shortcut))) return
    event.preventDefault()
    if (isOfTitle(shortcut)) void this.actOnFilmAtHand(shortcut, event)
    else switch (shortcut) {
      case 'palette': void this.openPalette(event); return
      case 'help': void this.openShortcuts(); return
      case 'search': this.openSearch(); return
      case 'lists': goTo('/lists'); return
      case 'settings': goTo('/settings'); return
      case 'undo': acts.undo(); return
      case 'redo': acts.redo(); return
      case 'then': void this.openTimeMachine()
    }
  }

  private readonly addToList = (film: Film): void => void this.openAddToList(film)

  private async openPalette(event?: Event): Promise<void> {
    const film = this.filmAtHand(event)
    this.#typed = ''
    try {
      const [palette, { choicesFor }] = await Promise.all([this.dialog<CommandPalette>('command-palette', import('./elements/command-palette.ts')), import('./elements/palette-choices.ts')])
      palette.choicesFor = (text) => choicesFor(text, film, this.addToList)
      palette.show(this.#typed)
    } finally {
      this.#typed = undefined
    }
  }

  private async dialog<Dialog extends LitElement>(name: string, file: Promise<unknown>): Promise<Dialog> {
    await file
    const dialog = this.renderRoot.querySelector<Dialog>(name)!
    await dialog.updateComplete
    return dialog
  }

  private async openTimeMachine(): Promise<void> {
    const { timeMachinePath } = await import('./past.ts')
    goTo(timeMachinePath(this.place))
  }

  private async openShortcuts(): Promise<void> {
    (await this.dialog<ShortcutsDialog>('shortcuts-dialog', import('./elements/shortcuts-dialog.ts'))).show()
  }

  /** The film whose poster has the focus, or whose page this is. */
  private filmAtHand(event?: Event): Film | undefined {
    const page = this.renderRoot.querySelector('title-screen')?.renderRoot.querySelector('quick-actions')
    const link = event?.composedPath().find((node) => node instanceof HTMLElement && /^(title-link|resume-card)$/.test(node.localName)) as TitleLink | undefined
    return (link ?? page)?.film
  }

  private async actOnFilmAtHand(shortcut: TitleShortcut, event: Event): Promise<void> {
    const film = this.filmAtHand(event)
    if (!film) return
    const { doToTitle } = await import('./title-acts.ts')
    doToTitle(shortcut, film, this.addToList)
  }

  private async openAddToList(film: Film): Promise<void> {
    (await this.dialog<AddToListDialog>('add-to-list-dialog', import('./elements/add-to-list-dialog.ts'))).show(film)
  }

  private openSearch(): void {
    if (this.place?.route.name === 'search') this.renderRoot.querySelector('search-screen')?.shadowRoot?.querySelector('input')?.focus()
    else goTo('/search')
  }

  override willUpdate(): void {
    if (!library.link().signedOut) this.returning = false
    const wanted = library.language()
    if (wanted !== undefined && wanted !== chosenLanguage('person')) void import('./speak.ts').then(({ followLanguage }) => followLanguage(wanted))
  }

  override render() {
    const { place } = this
    const ended = library.link().signedOut
    if (place?.route.open) return html`${place.route.render(place)}<toast-stack></toast-stack>`
    if (library.isOpen() === false || (ended && this.returning)) return html`${this.door()}<toast-stack></toast-stack>`
    if (!place || library.isOpen() === undefined) return html`<main aria-busy="true"></main>`
    const { bare = false, name } = place.route
    const over = /^(home|title|season|list|collection)$/.test(name)
    return html`${bare ? nothing : html`
      <header class="corner ${over ? 'over' : ''}">
        <button class="button now skip" @click=${this.skip}>${t('app.skip')}</button>
        <a class="brand" href="/">${mark(26)}${t('app.name')}</a>
        <connection-badge></connection-badge><notification-bell></notification-bell><account-menu></account-menu>
      </header>
      <app-nav .current=${name} .active=${library.jobs().filter(isUnderWay).length}></app-nav>`}
      <main id="content" tabindex="-1" class="${bare ? 'bare' : ''} ${over ? 'over-main' : ''}">
        ${ended ? this.sessionEnded() : nothing}${this.broken ? this.failed() : library.mayOpen(name) ? place.route.render(place) : this.closed(name)}
      </main>
      <toast-stack></toast-stack><command-palette></command-palette><shortcuts-dialog></shortcuts-dialog><add-to-list-dialog></add-to-list-dialog>`
  }

  private door() {
    void import('./screens/sign-in-screen.ts')
    return html`<sign-in-screen></sign-in-screen>`
  }

  private sessionEnded() {
    return html`<div class="notice ended" role="status"><p>${t('signIn.again')}</p>
      <button class="button now" @click=${() => { this.returning = true }}>${t('signIn.submit')}</button></div>`
  }

  private closed(name: string) {
    void import('./screens/closed-screen.ts')
    return html`<closed-screen ?forAdmins=${name.startsWith('admin')}></closed-screen>`
  }

  private failed() {
    return html`<div class="broken"><div class="notice bad" role="alert"><p>${t('error.unexpected')}</p>
      <button class="button" @click=${() => location.reload()}>${t('act.retry')}</button></div></div>`
  }

  private skip(): void {
    this.renderRoot.querySelector('main')?.focus()
  }
}

applyTheme()
applyLayout()
Object.assign(document.documentElement, { lang: locale, dir: direction })
drawAfterTexts()
customElements.define('rewind-app', RewindApp)
declare global { interface HTMLElementTagNameMap { 'rewind-app': RewindApp } }
