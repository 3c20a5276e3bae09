/** What has happened with one's account, the newest first: when somebody came in, and who changed how. */

import { LitElement, css, html, nothing } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import type { AccountHappening, AccountStory } from '../../projections/wire-security.ts'
import { account } from '../account.ts'
import { deviceNameOf } from '../device-name.ts'
import { sectionStyles } from '../screens/settings-styles.ts'
import { listed } from '../strings/format.ts'
import type { SettingsKey } from '../strings/settings.ts'
import { t } from '../strings/settings.ts'
import { controls } from '../styles/controls.ts'
import { icon } from './icon.ts'
import type { IconName } from './icon.ts'
import { failureNotice } from './notices.ts'
import { Question } from './question.ts'
import { momentOf } from '../strings/moment-of.ts'

const SHORT = 8

export class AccountStoryPanel extends LitElement {
  static override properties = { whole: { state: true } }
  declare whole: boolean
  private question = new Question<AccountStory>(this, (signal) => account.story(signal))

  constructor() {
    super()
    this.whole = false
  }

  static override styles = [controls, sectionStyles, css`
    li { display: grid; grid-template-columns: auto minmax(0, 1fr) auto; gap: var(--space-1) var(--space-3); align-items: center; padding-block: var(--space-2); border-block-start: 1px solid var(--line); font-size: var(--size-2); overflow-wrap: anywhere; }
    li svg { color: var(--ink-soft); }
    li.told svg { color: var(--then); }
    time { color: var(--ink-soft); font-size: var(--size-1); }
    .bone { block-size: 10rem; }
    @media (width < 44rem) { time { grid-column: 2; } }
  `]

  override willUpdate(): void {
    this.question.about('account')
  }

  override render() {
    const { reply } = this.question
    if (reply.state === 'failed' && !reply.answer) return reply.failure.kind === 'offline' ? nothing : failureNotice(reply.failure, () => this.question.again())
    if (!reply.answer) return html`<div class="bone" role="status" aria-busy="true" aria-label=${t('settings.story.loading')}></div>`
    const { happened } = reply.answer
    return html`<section class="part" aria-labelledby="story"><div><h3 id="story">${t('settings.story')}</h3><p class="lead">${t('settings.story.lead')}</p></div>
      <ul>${repeat(this.whole ? happened : happened.slice(0, SHORT), ({ id }) => id, row)}</ul>
      ${this.whole || happened.length <= SHORT ? nothing : html`<div class="row"><button class="button" @click=${() => { this.whole = true }}>${t('settings.story.more')}</button></div>`}</section>`
  }
}

/** What somebody else did, or whoever is not the person might have done, stands out. */
function row({ type, at, own, by, userAgent, secondFactor, way }: AccountHappening) {
  const told = Object.hasOwn(WORDS, type) ? WORDS[type as keyof typeof WORDS] : undefined
  if (!told) return nothing
  const who = own || type === 'SignInFailed' ? null : by === null ? t('settings.story.by.server') : t('settings.story.by', { name: by })
  return html`<li class=${who === null && type !== 'SignInFailed' ? '' : 'told'}>${icon(symbolOf(type), 20)}<span>${listed([t(finer(told, { secondFactor, way })), who, userAgent && deviceNameOf(userAgent)])}</span>
    <time datetime=${at}>${momentOf(at)}</time></li>`
}

/** An account that is erased reads nothing any more. */
const WORDS = {
  UserRegistered: 'settings.story.UserRegistered', UserSignedIn: 'settings.story.UserSignedIn', UserSignedOut: 'settings.story.UserSignedOut', SignInFailed: 'settings.story.SignInFailed', PasswordChanged: 'settings.story.PasswordChanged',
  PasskeyAdded: 'settings.story.PasskeyAdded', PasskeyRemoved: 'settings.story.PasskeyRemoved', SecondFactorTurnedOn: 'settings.story.SecondFactorTurnedOn', SecondFactorTurnedOff: 'settings.story.SecondFactorTurnedOff',
  RecoveryCodesMade: 'settings.story.RecoveryCodesMade', RecoveryCodeUsed: 'settings.story.RecoveryCodeUsed', RoleGranted: 'settings.story.RoleGranted', RoleRevoked: 'settings.story.RoleRevoked', UserDisabled: 'settings.story.UserDisabled',
  UserEnabled: 'settings.story.UserEnabled', ResetOffered: 'settings.story.ResetOffered', ResetWithdrawn: 'settings.story.ResetWithdrawn', AccountReset: 'settings.story.AccountReset',
  SentCodesTurnedOn: 'settings.story.SentCodesTurnedOn', SentCodesTurnedOff: 'settings.story.SentCodesTurnedOff', EmailVerified: 'settings.story.EmailVerified', EmailRemoved: 'settings.story.EmailRemoved',
} as const satisfies Record<Exclude<AccountHappening['type'], 'AccountErased' | 'ErasureCompleted'>, SettingsKey>

function finer(told: (typeof WORDS)[keyof typeof WORDS], { secondFactor, way }: Pick<AccountHappening, 'secondFactor' | 'way'>): SettingsKey {
  if (told === 'settings.story.ResetOffered' && secondFactor) return 'settings.story.ResetOffered.second'
  return way === 'sms' && (told === 'settings.story.SentCodesTurnedOn' || told === 'settings.story.SentCodesTurnedOff') ? `${told}.sms` : told
}

function symbolOf(type: AccountHappening['type']): IconName {
  if (type === 'UserSignedIn') return 'check'
  if (type === 'UserSignedOut') return 'out'
  if (type === 'SignInFailed') return 'alert'
  return /Reset|Password|Passkey|Factor|Codes|Email/.test(type) ? 'lock' : 'person'
}

customElements.define('account-story', AccountStoryPanel)
declare global { interface HTMLElementTagNameMap { 'account-story': AccountStoryPanel } }
