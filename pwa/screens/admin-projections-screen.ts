/** The projections, for admins: live, each with what can be done with it. Skipping an event asks for the reason. */

import { LitElement, css, html, nothing } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import type { PoisonedEvent, ProjectionInfo } from '../../projections/wire.ts'
import { admin } from '../admin.ts'
import { CatalogueFailure } from '../catalogue.ts'
import { failureNotice, intertitle } from '../elements/notices.ts'
import type { ProjectionActEvent } from '../elements/projection-card.ts'
import '../elements/projection-card.ts'
import { showToast } from '../elements/toast-stack.ts'
import { t } from '../strings/t.ts'
import { controls, dialogFrame, screenFrame } from '../styles/controls.ts'

const askAgainMs = 3_000
/** A stream ends by itself within a minute and says all again: one that is silent for longer has lost its network. */
const silenceMaxMs = 75_000

export class AdminProjectionsScreen extends LitElement {
  static override properties = { projections: { state: true }, failure: { state: true }, lost: { state: true }, busy: { state: true }, skipping: { state: true } }
  declare projections: readonly ProjectionInfo[] | undefined
  declare failure: CatalogueFailure | undefined
  /** Nothing comes any more. */
  declare lost: boolean
  /** Names of those of which an answer is waited for. */
  declare busy: ReadonlySet<string>
  declare skipping: { readonly projection: ProjectionInfo; readonly poisoned: PoisonedEvent } | undefined
  #end = () => {}
  #asking = new AbortController()
  #losing: ReturnType<typeof setTimeout> | undefined
  #silent: ReturnType<typeof setTimeout> | undefined

  constructor() {
    super()
    this.lost = false
    this.busy = new Set()
  }

  static override styles = [controls, screenFrame, dialogFrame, css`
    .lead { max-inline-size: 44rem; color: var(--ink-soft); }
    .head { display: grid; gap: var(--space-3); }
    .notice { margin-block-end: var(--space-4); }
    .cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 30rem), 1fr)); gap: var(--space-4); align-items: start; }
    form { display: grid; gap: var(--space-4); }
    textarea.input { min-block-size: 5rem; }
    .row { margin: 0; }
  `]

  override connectedCallback(): void {
    super.connectedCallback()
    document.addEventListener('visibilitychange', this.#seen)
    addEventListener('online', this.#seen)
    addEventListener('offline', this.#cut)
    void this.#load()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    document.removeEventListener('visibilitychange', this.#seen)
    removeEventListener('online', this.#seen)
    removeEventListener('offline', this.#cut)
    this.#leave()
  }

  /** A window that nobody sees follows nothing. */
  #seen = (): void => {
    if (document.hidden) this.#leave()
    else void this.#load()
  }

  #cut = (): void => {
    this.#leave()
    this.lost = true
  }

  #leave(): void {
    this.#end()
    this.#asking.abort()
    this.#heard()
    clearTimeout(this.#silent)
  }

  #heard(): void {
    clearTimeout(this.#losing)
    this.#losing = undefined
    clearTimeout(this.#silent)
    this.#silent = setTimeout(() => void this.#load(), silenceMaxMs)
  }

  /** Asks first: a stream of events could not say why it is refused. */
  async #load(): Promise<void> {
    this.#leave()
    const { signal } = this.#asking = new AbortController()
    try {
      const { projections } = await admin.projections(signal)
      if (signal.aborted) return
      this.projections = projections
      this.failure = undefined
      this.lost = false
    } catch (error) {
      if (signal.aborted) return
      if (!(error instanceof CatalogueFailure)) throw error
      this.failure = error
      return
    }
    this.#end = admin.followProjections(({ projections }) => {
      this.projections = projections
      this.lost = false
      this.#heard()
    }, (refused) => this.#lose(refused))
  }

  /** A stream that ended as it should is there again before anybody is told. */
  #lose(refused: boolean): void {
    this.#losing ??= setTimeout(() => {
      this.#losing = undefined
      this.lost = true
      if (refused) void this.#load()
    }, askAgainMs)
  }

  private acted({ act, projection, poisoned }: ProjectionActEvent): void {
    if (act !== 'skip') return void this.#act(projection.name, () => admin.projectionAct(projection.name, act))
    this.skipping = { projection, poisoned: poisoned! }
    void this.updateComplete.then(() => this.renderRoot.querySelector('dialog')?.showModal())
  }

  private skipped(event: SubmitEvent): void {
    const { projection: { name }, poisoned: { eventId } } = this.skipping!
    const reason = String(new FormData(event.target as HTMLFormElement).get('reason')).trim()
    void this.#act(name, () => admin.projectionAct(name, 'skip', { eventId, reason }))
  }

  async #act(name: string, act: () => Promise<ProjectionInfo>): Promise<void> {
    this.busy = new Set([...this.busy, name])
    try {
      const info = await act()
      this.projections = this.projections?.map((one) => one.name === name ? info : one)
    } catch (error) {
      if (!(error instanceof CatalogueFailure)) throw error
      showToast({ text: error.kind === 'offline' ? t('projections.offline') : error.message, tone: 'bad' })
    } finally {
      this.busy = new Set([...this.busy].filter((other) => other !== name))
    }
  }

  override render() {
    return html`<div class="head"><h1 tabindex="-1">${t('nav.projections')}</h1><p class="lead">${t('projections.lead')}</p></div>
      ${this.failure ? failureNotice(this.failure, () => void this.#load(), { offline: t('projections.offline') }) : nothing}
      ${this.lost && !this.failure ? html`<div class="notice" role="status"><p>${t('projections.lost')}</p></div>` : nothing}
      ${this.cards()}${this.dialog()}`
  }

  private cards() {
    if (!this.projections) return this.failure ? nothing : html`<div class="cards" role="status" aria-label=${t('projections.loading')}>${Array.from({ length: 4 }, () => html`<div class="bone" style="block-size: 15rem"></div>`)}</div>`
    if (this.projections.length === 0) return intertitle(t('projections.none'), t('projections.none.lead'))
    return html`<div class="cards" @projection-act=${this.acted}>${repeat(this.projections, ({ name }) => name, (projection) =>
      html`<projection-card .projection=${projection} ?busy=${this.busy.has(projection.name)}></projection-card>`)}</div>`
  }

  private dialog() {
    if (!this.skipping) return nothing
    const { projection: { name }, poisoned: { type } } = this.skipping
    return html`<dialog aria-labelledby="skip" @close=${() => { this.skipping = undefined }}><form method="dialog" @submit=${this.skipped}>
      <h2 id="skip">${t('projections.skip.title')}</h2><p>${t('projections.skip.lead', { name, type })}</p>
      <label class="field"><span>${t('projections.skip.reason')}</span><textarea class="input" name="reason" required maxlength="500" autofocus></textarea></label>
      <div class="row"><button type="button" class="button" @click=${() => this.renderRoot.querySelector('dialog')?.close()}>${t('act.cancel')}</button><button class="button now">${t('projections.skip.do')}</button></div>
    </form></dialog>`
  }
}

customElements.define('admin-projections-screen', AdminProjectionsScreen)
declare global { interface HTMLElementTagNameMap { 'admin-projections-screen': AdminProjectionsScreen } }
