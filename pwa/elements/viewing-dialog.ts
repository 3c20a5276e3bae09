/** Asks when episodes were watched, and with whom. One dialog, put on the page when it is needed. */

import { LitElement, css, html, nothing } from 'lit'
import { eveningOf } from '../evening-of.ts'
import { library } from '../library.ts'
import { t } from '../strings/series.ts'
import { controls, dialogFrame } from '../styles/controls.ts'
import type { Viewing } from '../watching.ts'
import { today } from '../watching.ts'

export interface ViewingQuestion {
  /** What was watched, as the heading says it. */
  readonly title: string
  /** The day on which an episode was first shown, where it is known; without this nobody is offered it. */
  readonly airDate?: (episode: { readonly season: number; readonly episode: number }) => string | null
}

export class ViewingDialog extends LitElement {
  static override properties = { question: { state: true }, when: { state: true } }
  declare question: ViewingQuestion | undefined
  declare when: 'now' | 'aired' | 'day'
  #answer: (viewing: Viewing | undefined) => void = () => {}

  constructor() {
    super()
    this.question = undefined
    this.when = 'now'
  }

  static override styles = [controls, dialogFrame, css`
    fieldset { display: grid; margin: 0; padding: 0; border: 0; }
    fieldset + fieldset { margin-block-start: var(--space-4); }
    legend { padding: 0; font-size: var(--size-2); font-weight: 600; }
    fieldset label:not(.field) { display: flex; align-items: center; gap: var(--space-3); min-block-size: var(--target); cursor: pointer; }
    input:not(.input) { flex: none; inline-size: 1.2rem; block-size: 1.2rem; accent-color: var(--now); }
    small { display: block; color: var(--ink-faint); font-size: var(--size-1); }
  `]

  async ask(question: ViewingQuestion): Promise<Viewing | undefined> {
    this.question = question
    this.when = 'now'
    await this.updateComplete
    const dialog = this.renderRoot.querySelector('dialog')!
    dialog.querySelector('form')!.reset()
    dialog.returnValue = ''
    dialog.showModal()
    return await new Promise((resolve) => { this.#answer = resolve })
  }

  private closed = (event: Event) => {
    const dialog = event.target as HTMLDialogElement
    this.#answer(dialog.returnValue === 'yes' ? this.chosen(new FormData(dialog.querySelector('form')!)) : undefined)
  }

  private chosen(form: FormData): Viewing {
    const together = form.getAll('together').map(String)
    const airDate = this.question?.airDate
    switch (this.when) {
      case 'now': return { together }
      case 'day': {
        const day = String(form.get('day'))
        return { together, watchedAt: () => eveningOf(day, today()) }
      }
      case 'aired': return { together, watchedAt: (episode) => {
        const day = airDate?.(episode)
        return day ? eveningOf(day, today()) : undefined
      } }
    }
  }

  override render() {
    if (!this.question) return nothing
    const others = library.people().filter(({ userId }) => !library.isMe(userId))
    return html`<dialog aria-labelledby="title" closedby="any" @close=${this.closed}><form method="dialog">
      <h2 id="title">${this.question.title}</h2>
      <fieldset><legend>${t('series.when')}</legend>
        ${this.choice('now')}${this.question.airDate ? this.choice('aired', html`<small>${t('series.when.aired.lead')}</small>`) : nothing}${this.choice('day')}
        ${this.when === 'day' ? html`<label class="field"><span>${t('title.watched.date')}</span><input class="input" type="date" name="day" required max=${today()} .value=${today()}></label>` : nothing}</fieldset>
      ${others.length === 0 ? nothing : html`<fieldset><legend>${t('title.watched.together')}</legend>${others.map(({ userId, username }) => html`<label><input type="checkbox" name="together" value=${userId}>${username}</label>`)}</fieldset>`}
      <div class="row"><button class="button" value="" formnovalidate>${t('act.cancel')}</button><button class="button now" value="yes">${t('act.save')}</button></div></form></dialog>`
  }

  private choice(when: 'now' | 'aired' | 'day', more: unknown = nothing) {
    return html`<label><input type="radio" name="when" value=${when} ?checked=${when === 'now'} @change=${() => { this.when = when }}><span>${t(`series.when.${when}`)}${more}</span></label>`
  }
}

customElements.define('viewing-dialog', ViewingDialog)
declare global { interface HTMLElementTagNameMap { 'viewing-dialog': ViewingDialog } }

/** Undefined when the person thought better of it. */
export function askViewing(question: ViewingQuestion): Promise<Viewing | undefined> {
  const dialog = document.querySelector('viewing-dialog') ?? document.body.appendChild(document.createElement('viewing-dialog'))
  return dialog.ask(question)
}
