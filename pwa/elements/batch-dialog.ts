/** Shows first what a batch will change, and asks. One dialog, put on the page when it is needed. */

import type { TemplateResult } from 'lit'
import { LitElement, css, html, nothing } from 'lit'
import type { Removal } from '../../domain/batch.ts'
import type { ForeseenTaking, Keeping } from '../../domain/take-back.ts'
import { library } from '../library.ts'
import { tellAct } from '../saying.ts'
import { listed, percent } from '../strings/format.ts'
import { tellRefusal } from '../strings/refusal.ts'
import { t as large } from '../strings/large-batch.ts'
import { midSentence } from '../strings/shell.ts'
import { t } from '../strings/t.ts'
import { tellFact } from '../strings/told.ts'
import { controls, dialogFrame } from '../styles/controls.ts'
import { icon } from './icon.ts'

export interface BatchQuestion {
  readonly title: string
  readonly plan?: ForeseenTaking
  /** Where so much goes that it has to be said. */
  readonly removal?: Removal
}

const shownMax = 50

export class BatchDialog extends LitElement {
  static override properties = { question: { state: true }, waiting: { state: true } }
  declare question: BatchQuestion | undefined
  /** What will change is still to come. */
  declare waiting: boolean
  #answer: (yes: boolean) => void = () => {}

  static override styles = [controls, dialogFrame, css`
    ul { max-block-size: 30dvh; overflow-y: auto; margin-block: var(--space-3); border-block: 1px solid var(--line); }
    li { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: 0 var(--space-3); padding-block: var(--space-2); font-size: var(--size-2); }
    li + li { border-block-start: 1px solid var(--line); }
    li svg { color: var(--then); margin-block-start: 0.15em; }
    .kept svg { color: var(--bad); }
    li span { grid-column: 2; color: var(--ink-soft); }
    h2:focus { outline: none; }
    .notice { margin-block: var(--space-3); }
    .coming { display: grid; gap: var(--space-3); margin-block: var(--space-4); }
    .coming .bone { block-size: var(--target); }
  `]

  constructor() {
    super()
    this.question = undefined
    this.waiting = false
  }

  get open(): boolean {
    return this.renderRoot.querySelector('dialog')?.open === true
  }

  /** Opens at once; what is `coming` takes the question's place. Where nothing comes, there is nothing to say no to. */
  async ask(question: BatchQuestion, coming?: Promise<BatchQuestion | undefined>): Promise<boolean> {
    this.question = question
    this.waiting = coming !== undefined
    await this.updateComplete
    const dialog = this.renderRoot.querySelector('dialog')!
    dialog.returnValue = ''
    dialog.showModal()
    const answered = new Promise<boolean>((resolve) => { this.#answer = resolve })
    if (coming) void this.#await(coming, dialog)
    return await answered
  }

  async #await(coming: Promise<BatchQuestion | undefined>, dialog: HTMLDialogElement): Promise<void> {
    const answer = this.#answer
    const known = await coming.catch(() => undefined)
    // Closed, and perhaps asked something else since.
    if (this.#answer !== answer || !dialog.open) return
    if (known === undefined) return dialog.close('yes')
    this.question = known
    this.waiting = false
    await this.updateComplete
    // Whoever has gone to another button is left there.
    if (dialog.querySelector('h2:focus')) dialog.querySelector<HTMLButtonElement>('[value=yes]')!.focus()
  }

  private closed = (event: Event) => {
    this.#answer((event.target as HTMLDialogElement).returnValue === 'yes')
  }

  override render() {
    const { question, waiting } = this
    if (!question) return nothing
    const { title, plan, removal } = question
    return html`<dialog aria-labelledby="title" closedby="any" @close=${this.closed}><form method="dialog">
      <h2 id="title" tabindex="-1" ?autofocus=${waiting}>${title}</h2>
      ${removal ? html`<div class="notice bad">${icon('alert')}<p>${t('batch.much', { count: removal.removes, share: percent(removal.removes / Math.max(1, removal.held)), held: removal.held })}</p></div>` : nothing}
      ${plan ? this.plan(plan) : nothing}
      ${waiting ? html`<div class="coming" role="status" aria-label=${large('batch.large.looking')}>${[0, 1, 2].map(() => html`<div class="bone"></div>`)}</div>` : nothing}
      <div class="row"><button class="button" value="">${t('act.cancel')}</button><button class="button now" value="yes" ?disabled=${waiting} ?autofocus=${!waiting}>${t('batch.go')}</button></div></form></dialog>`
  }

  private plan({ taken, kept }: ForeseenTaking) {
    return html`${taken.length === 0 ? nothing : group(t('batch.foreseen', { count: taken.length }), taken.map((each) => () => this.taking(each)))}
      ${kept.length === 0 ? nothing : group(t('batch.stays', { count: kept.length }), kept.map((each) => () => this.keeping(each)))}`
  }

  private taking({ deed, facts }: ForeseenTaking['taken'][number]) {
    const at = new Date().toISOString()
    const what = listed(facts.map(({ type, data }) => midSentence(tellFact({ type, data: data as Record<string, unknown>, issuedAt: at }, library.names))))
    return html`<li>${icon('undo', 18)}<b>${library.nameOf(library.subjectOf(deed))}</b><span>${what}</span></li>`
  }

  private keeping({ deed, refusal }: Keeping) {
    const later = library.acts(library.subjectOf(deed)).find(({ commandId }) => commandId === refusal.details?.commandId)
    return html`<li class="kept">${icon('alert', 18)}<b>${library.nameOf(library.subjectOf(deed))}</b><span>${later ? t('batch.kept.since', { what: midSentence(tellAct(later)) }) : tellRefusal(refusal.code, refusal.message)}</span></li>`
  }
}

function group(label: string, rows: readonly (() => TemplateResult)[]) {
  return html`<p class="soft">${label}</p>
    <ul tabindex="0" aria-label=${label}>${rows.slice(0, shownMax).map((row) => row())}</ul>
    ${rows.length > shownMax ? html`<p class="faint small">${t('batch.more', { count: rows.length - shownMax })}</p>` : nothing}`
}

customElements.define('batch-dialog', BatchDialog)
declare global { interface HTMLElementTagNameMap { 'batch-dialog': BatchDialog } }

/** Resolves with whether the person wants it; with what is `coming`, also when nothing comes, or it fails. */
export function askFirst(question: BatchQuestion, coming?: Promise<BatchQuestion | undefined>): Promise<boolean> {
  const dialog = document.querySelector('batch-dialog') ?? document.body.appendChild(document.createElement('batch-dialog'))
  return dialog.ask(question, coming)
}
