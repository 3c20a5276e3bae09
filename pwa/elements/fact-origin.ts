/** Where a fact comes from: a small button beside it, and on it who, when, from which device, in which batch, and what it replaced. */

import { LitElement, css, html, nothing } from 'lit'
import { acts } from '../acts.ts'
import { Live } from '../house.ts'
import { batchOf } from '../begun-batches.ts'
import { placeName } from '../known-devices.ts'
import { library } from '../library.ts'
import { originsOf } from '../origins.ts'
import { tellAct } from '../saying.ts'
import { ago } from '../strings/format.ts'
import { midSentence } from '../strings/shell.ts'
import { t } from '../strings/t.ts'
import { controls } from '../styles/controls.ts'
import { icon } from './icon.ts'
import { withCommas } from '../strings/with-commas.ts'
import { momentOf } from '../strings/moment-of.ts'

export class FactOrigin extends LitElement {
  static override properties = { subject: {}, field: {}, name: {}, open: { state: true } }
  /** `movie_653`, `list_<id>`. */
  declare subject: string
  /** As in projections/provenance.ts. */
  declare field: string
  /** What the fact is called: "your rating". */
  declare name: string
  declare open: boolean
  protected live = new Live(this)

  constructor() {
    super()
    this.subject = this.field = this.name = ''
    this.open = false
  }

  static override styles = [controls, css`
    :host { display: inline-block; }
    :host { font: 400 var(--size-2) / 1.45 var(--text); }
    .why { color: var(--then); }
    [popover] {
      inset: auto; position-area: block-end span-inline-end; position-try-fallbacks: flip-block, flip-inline, flip-block flip-inline; margin: var(--space-2);
      inline-size: min(22rem, calc(100vw - 2rem)); padding: var(--space-4); border: 1px solid var(--line); border-radius: var(--round-3); background: var(--raise); color: var(--ink); box-shadow: var(--shadow);
    }
    @supports not (position-area: block-end) { [popover] { inset: 0; margin: auto; } }
    dl { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: var(--space-1) var(--space-3); margin-block: var(--space-3); font-size: var(--size-2); }
    dt { color: var(--ink-faint); }
    dd { overflow-wrap: anywhere; }
  `]

  override render() {
    const origin = originsOf(this.subject).get(this.field)
    if (!origin) return nothing
    return html`<button class="button round plain why" popovertarget="origin" aria-label=${t('origin.of', { name: this.name })} title=${t('origin.of', { name: this.name })}>${icon('history', 18)}</button>
      <div id="origin" popover role="group" aria-label=${t('origin.of', { name: this.name })} @toggle=${(event: ToggleEvent) => { this.open = event.newState === 'open' }}>${this.open ? this.told() : nothing}</div>`
  }

  private told() {
    const origin = originsOf(this.subject).get(this.field)
    if (!origin) return nothing
    const { act: row, replaced, again, offline } = origin
    const find = (commandId: string) => library.acts(this.subject).find((each) => each.commandId === commandId)
    const act = find(row.commandId)
    const former = replaced && find(replaced.commandId)
    const returned = again && find(again.commandId)
    const batch = row.batchId === null ? undefined : batchOf(row.batchId)
    const lines: readonly (readonly [string, unknown])[] = [
      [t('origin.who'), library.isMe(row.actor) ? t('job.you') : library.personName(row.actor)],
      [t('origin.when'), `${momentOf(row.issuedAt)} (${ago(row.issuedAt, Date.now())})`],
      [t('origin.where'), placeName(row.deviceId)],
      [t('origin.offline'), offline ? t('origin.arrived', { when: momentOf(row.recordedAt) }) : undefined],
      [t('origin.batch'), batch && html`<a href="/history?batch=${batch.commandId}">${String(batch.data.name)}</a>`],
      [t('origin.replaced'), former ? midSentence(tellAct(former)) : t('origin.nothing')],
      [t('origin.again'), returned ? withCommas(midSentence(tellAct(returned)), ago(returned.issuedAt, Date.now())) : undefined],
    ]
    return html`<b>${act ? tellAct(act) : this.name}</b>
      <dl>${lines.map(([name, value]) => value ? html`<dt>${name}</dt><dd class="figures">${value}</dd>` : nothing)}</dl>
      ${act && !act.undone && acts.isUndoable(act) ? html`<button class="button then" @click=${() => this.undo(() => acts.undoAct(act))}>${icon('undo', 18)}${t('act.undo')}</button>` : nothing}`
  }

  private undo(run: () => void): void {
    this.renderRoot.querySelector<HTMLElement>('[popover]')?.hidePopover()
    run()
  }
}

customElements.define('fact-origin', FactOrigin)
declare global { interface HTMLElementTagNameMap { 'fact-origin': FactOrigin } }
