/** The projections, for admins: live, each with what can be done with it. Skipping an event asks for the reason. */

import { LitElement, css, html, nothing } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import type { PoisonedEvent, ProjectionInfo } from '../../projections/wire.ts'
import { admin } from '../admin.ts'
import { CatalogueFailure } from '../catalogue.ts'
import { LiveFeed } from '../elements/live-feed.ts'
import { failureNotice, intertitle } from '../elements/notices.ts'
import type { ProjectionActEvent } from '../elements/projection-card.ts'
import '../elements/projection-card.ts'
import { showToast } from '../elements/show-toast.ts'
import { t } from '../strings/t.ts'
import { controls, dialogFrame, screenFrame } from '../styles/controls.ts'

export class AdminProjectionsScreen extends LitElement {
  static override properties = { busy: { state: true }, skipping: { state: true } }
  /** Names of those of which an answer is waited for. */
  declare busy: ReadonlySet<string>
  declare skipping: { readonly projection: ProjectionInfo; readonly poisoned: PoisonedEvent } | undefined
  protected feed = new LiveFeed(this, { ask: admin.projections, follow: admin.followProjections })

  constructor() {
    super()
    this.busy = new Set()
  }

  static override styles = [controls, screenFrame, dialogFrame, css`
    .bone { block-size: 15rem; }
    .lead { max-inline-size: 44rem; color: var(--ink-soft); }
    .head { display: grid; gap: var(--space-3); }
    .notice { margin-block-end: var(--space-4); }
    .cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 30rem), 1fr)); gap: var(--space-4); align-items: start; }
    form { display: grid; gap: var(--space-4); }
    textarea.input { min-block-size: 5rem; }
    .row { margin: 0; }
  `]

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
      this.feed.change(({ projections }) => ({ projections: projections.map((one) => one.name === name ? info : one) }))
    } catch (error) {
      if (!(error instanceof CatalogueFailure)) throw error
      showToast({ text: error.kind === 'offline' ? t('projections.offline') : error.message, tone: 'bad' })
    } finally {
      this.busy = new Set([...this.busy].filter((other) => other !== name))
    }
  }

  override render() {
    return html`<div class="head"><h1 tabindex="-1">${t('nav.projections')}</h1><p class="lead">${t('projections.lead')}</p></div>
      ${this.feed.failure ? failureNotice(this.feed.failure, () => void this.feed.load(), { offline: t('projections.offline') }) : nothing}
      ${this.feed.lost && !this.feed.failure ? html`<div class="notice" role="status"><p>${t('projections.lost')}</p></div>` : nothing}
      ${this.cards()}${this.dialog()}`
  }

  private cards() {
    const { answer } = this.feed
    if (!answer) return this.feed.failure ? nothing : html`<div class="cards" role="status" aria-label=${t('projections.loading')}>${Array.from({ length: 4 }, () => html`<div class="bone"></div>`)}</div>`
    if (answer.projections.length === 0) return intertitle(t('projections.none'), t('projections.none.lead'))
    return html`<div class="cards" @projection-act=${this.acted}>${repeat(answer.projections, ({ name }) => name, (projection) =>
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
