/** A new password, by the link of an admin or of a mail; then in, by a code where a second factor is left. Without a link: for whom one is to be mailed. */

import { LitElement, css, html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import type { ResetOffer } from '../../projections/wire-people.ts'
import { CatalogueFailure, ask } from '../catalogue.ts'
import '../elements/code-ways.ts'
import { doorFrame } from '../elements/door-frame.ts'
import { doorNotice } from '../elements/door-notice.ts'
import { icon } from '../elements/icon.ts'
import { LinkQuestion, forgetLink, linkToken } from '../elements/link-question.ts'
import { failureNotice } from '../elements/notices.ts'
import { Live, instance, signIn } from '../house.ts'
import { library } from '../library.ts'
import { goTo } from '../routes.ts'
import { sent } from '../sent.ts'
import type { DoorKey } from '../strings/door.ts'
import { t } from '../strings/door.ts'
import { momentOf } from '../strings/moment-of.ts'
import { controls } from '../styles/controls.ts'
import type { SignInAnswer } from '../sync/replica.ts'
import { doorStyles } from './door-styles.ts'

/** What is set, and wants a code beside it. */
interface Waiting { readonly username: string; readonly password: string }

export class ResetScreen extends LitElement {
  static override properties = { problem: { state: true }, busy: { state: true }, waiting: { state: true }, used: { state: true }, asked: { state: true } }
  declare problem: string
  declare busy: boolean
  declare waiting: Waiting | undefined
  /** The link has done what it was for. */
  declare used: boolean
  /** A link was wanted by mail. */
  declare asked: boolean
  protected live = new Live(this)
  private link = new LinkQuestion<ResetOffer>(this, '/api/auth/reset/look')

  constructor() {
    super()
    this.problem = ''
    this.busy = this.used = this.asked = false
  }

  static override styles = [controls, doorStyles, css`
    .bone { block-size: 16rem; }
  `]

  override willUpdate(): void {
    if (!this.used) this.link.about(linkToken())
  }

  private async set(event: SubmitEvent, { username }: ResetOffer): Promise<void> {
    event.preventDefault()
    const password = String(new FormData(event.target as HTMLFormElement).get('password'))
    await this.#attempt(async () => {
      await ask<undefined>('/api/auth/reset', undefined, sent('POST', { token: linkToken(), password }))
      this.used = true
      forgetLink()
      await this.#enter(await signIn({ username, password }), { username, password })
    })
  }

  private async ask(event: SubmitEvent): Promise<void> {
    event.preventDefault()
    const name = String(new FormData(event.target as HTMLFormElement).get('name')).trim()
    await this.#attempt(async () => {
      await ask<undefined>('/api/auth/reset/ask', undefined, sent('POST', { name }))
      this.asked = true
    })
  }

  private async prove(event: SubmitEvent, waiting: Waiting): Promise<void> {
    event.preventDefault()
    const code = String(new FormData(event.target as HTMLFormElement).get('code')).trim()
    await this.#attempt(async () => await this.#enter(await signIn({ ...waiting, code }), waiting))
  }

  async #attempt(act: () => Promise<void>): Promise<void> {
    if (this.busy) return
    this.busy = true
    this.problem = ''
    try {
      await act()
    } catch (error) {
      if (!(error instanceof CatalogueFailure)) throw error
      this.problem = wordsOf(error)
    }
    this.busy = false
  }

  async #enter(answer: SignInAnswer, credentials: Waiting): Promise<void> {
    if (answer === 'signed-in') goTo('/', 'replace')
    else if (answer === 'code-wanted') {
      this.waiting = credentials
      await this.updateComplete
      this.renderRoot.querySelector<HTMLInputElement>('[name=code]')?.focus()
    } else this.problem = t(problems[answer])
  }

  override render() {
    return doorFrame(this.inside())
  }

  private inside(): TemplateResult {
    const { reply } = this.link
    if (this.waiting) return this.code(this.waiting)
    if (this.used) return this.problem ? html`<h1 tabindex="-1">${t('reset.title')}</h1>${this.told()}<a class="button now" href="/">${t('signIn.submit')}</a>` : this.looking()
    if (library.isOpen()) return doorNotice(t('join.here.title'), t('reset.here', { name: library.username() }), html`<a class="button now" href="/">${t('join.home')}</a>`)
    if (linkToken() === '') return instance()?.mail ? this.forgotten() : over()
    if (reply.answer) return this.form(reply.answer)
    if (reply.state !== 'failed') return this.looking()
    return reply.failure.code === 'LINK_OVER' ? over() : failureNotice(reply.failure, () => this.link.again(), { offline: t('join.unreachable') })
  }

  /** The answer tells nobody who is here. */
  private forgotten() {
    const back = html`<a class="button" href="/">${t('forgot.back')}</a>`
    if (this.asked) return doorNotice(t('forgot.asked.title'), t('forgot.asked'), back)
    return html`<div><h1 tabindex="-1">${t('forgot.title')}</h1><p class="soft">${t('forgot.lead')}</p></div>
      <form @submit=${this.ask}>
        <label class="field"><span>${t('forgot.name')}</span><input class="input" name="name" required maxlength="254" autocomplete="username" autocapitalize="none" spellcheck="false"></label>
        ${this.told()}<button class="button now" ?disabled=${this.busy}>${t('forgot.submit')}</button>${back}</form>`
  }

  private looking() {
    return html`<div class="bone" role="status" aria-busy="true" aria-label=${t('join.loading')}></div>`
  }

  private form(offer: ResetOffer) {
    const { username, until, secondFactor } = offer
    return html`<div><h1 tabindex="-1">${t('reset.title')}</h1><p class="soft">${t('reset.lead', { name: username })}</p><p class="soft small">${t('reset.until', { date: momentOf(until) })}</p></div>
      ${secondFactor ? html`<div class="notice">${icon('lock')}<p>${t('reset.second')}</p></div>` : nothing}
      <form @submit=${(event: SubmitEvent) => void this.set(event, offer)}><input type="text" name="username" autocomplete="username" .value=${username} hidden>
        <label class="field"><span>${t('reset.password')}</span><input class="input" name="password" type="password" required minlength="10" maxlength="200" autocomplete="new-password" aria-describedby="help"><small id="help">${t('join.password.help')}</small></label>
        ${this.told()}<button class="button now" ?disabled=${this.busy}>${t('reset.submit')}</button></form>`
  }

  private code(waiting: Waiting) {
    return html`<div><h1 tabindex="-1">${t('reset.title')}</h1><p class="soft">${t('reset.code.lead')}</p></div>
      <form @submit=${(event: SubmitEvent) => void this.prove(event, waiting)}>
        <label class="field"><span>${t('reset.code')}</span><input class="input" name="code" required autocomplete="one-time-code" autocapitalize="none" spellcheck="false" maxlength="40" aria-describedby="code-help"></label><code-ways class="ways" .credentials=${waiting}></code-ways>
        ${this.told()}<button class="button now" ?disabled=${this.busy}>${t('signIn.submit')}</button></form>`
  }

  private told() {
    return this.problem ? html`<div class="notice bad" role="alert">${icon('alert')}<p>${this.problem}</p></div>` : nothing
  }
}

function over() {
  return doorNotice(t('reset.refused.title'), t('reset.refused.LINK_OVER'), html`<a class="button" href="/">${t('join.signIn')}</a>`)
}

const problems = {
  'wrong': 'reset.refused.LINK_OVER', 'disabled': 'reset.refused.ACCOUNT_DISABLED', 'code-wrong': 'reset.code.wrong', 'too-many': 'join.refused.RATE_LIMITED', 'unreachable': 'join.unreachable',
} as const satisfies Record<Exclude<SignInAnswer, 'signed-in' | 'code-wanted'>, DoorKey>

function wordsOf({ kind, code, message }: CatalogueFailure): string {
  if (kind === 'offline') return t('join.unreachable')
  if (code === 'LINK_OVER' || code === 'INVALID_INPUT') return t(`reset.refused.${code}`)
  return code === 'RATE_LIMITED' ? t('join.refused.RATE_LIMITED') : message
}

customElements.define('reset-screen', ResetScreen)
declare global { interface HTMLElementTagNameMap { 'reset-screen': ResetScreen } }
