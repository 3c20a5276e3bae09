/** One webhook: whom it tells, of what, how it gets on, and what can be done with it. Says `webhook-act` with what was chosen. */

import { LitElement, css, html, nothing } from 'lit'
import type { ConnectionTest } from '../../projections/wire-connections.ts'
import type { WebhookInfo } from '../../projections/wire-webhooks.ts'
import { ago } from '../strings/format.ts'
import { locale } from '../strings/language.ts'
import { t, templateName } from '../strings/webhooks.ts'
import { controls } from '../styles/controls.ts'
import { testResult, testStyles } from './connection-test.ts'
import { FocusKept } from './focus-kept.ts'
import type { IconName } from './icon.ts'
import { icon } from './icon.ts'
import './webhook-log.ts'

export type WebhookAct = 'test' | 'change' | 'enable' | 'disable' | 'remove'
export class WebhookActEvent extends Event {
  readonly act: WebhookAct
  constructor(act: WebhookAct) {
    super('webhook-act', { bubbles: true, composed: true })
    this.act = act
  }
}

export class WebhookCard extends LitElement {
  static override properties = { info: { attribute: false }, test: { attribute: false }, busy: { type: Boolean }, open: { state: true } }
  declare info: WebhookInfo
  /** What came of trying it out; `waiting` while it is tried. */
  declare test: ConnectionTest | 'waiting' | undefined
  declare busy: boolean
  /** Its deliveries are shown. */
  declare open: boolean
  protected focusKept = new FocusKept(this, 'article')

  constructor() {
    super()
    this.open = false
  }

  static override styles = [controls, testStyles, css`
    article:focus { outline: none; }
    article { display: grid; gap: var(--space-4); padding: var(--space-4) var(--space-5) var(--space-5); border: 1px solid var(--line); border-radius: var(--round-3); background: var(--raise); min-inline-size: 0; }
    article.off { background: transparent; }
    header { display: flex; flex-wrap: wrap; align-items: baseline; gap: var(--space-1) var(--space-3); }
    h2 { overflow-wrap: anywhere; }
    .where { inline-size: 100%; color: var(--ink-soft); font-size: var(--size-2); overflow-wrap: anywhere; }
    .state { margin-inline-start: auto; display: flex; align-items: center; gap: var(--space-2); font: 600 var(--size-2) / 1.3 var(--text); }
    .state::before { content: ''; inline-size: 0.6rem; block-size: 0.6rem; border-radius: var(--pill); background: var(--then); }
    .state.new::before, .state.off::before { background: transparent; border: 2px solid var(--ink-soft); }
    .state.failing::before { background: var(--now); }
    .state.dead::before, .state.gone::before { background: var(--bad); }
    dl { display: grid; grid-template-columns: repeat(auto-fill, minmax(7.5rem, 1fr)); gap: var(--space-3) var(--space-4); }
    dl .wide { grid-column: 1 / -1; }
    dt { color: var(--ink-faint); font-size: var(--size-1); }
    dd { font-size: var(--size-2); overflow-wrap: anywhere; }
    .kinds { display: flex; flex-wrap: wrap; gap: var(--space-1) var(--space-2); margin-block-start: var(--space-1); }
    .kinds li { padding: 0.1rem var(--space-2); border-radius: var(--pill); background: var(--raise-2); color: var(--ink-soft); font: 600 var(--size-1) / 1.5 var(--text); }
    .marks { display: flex; flex-wrap: wrap; gap: var(--space-1) var(--space-3); font-size: var(--size-1); color: var(--ink-soft); }
    .acts { display: flex; flex-wrap: wrap; gap: var(--space-2); }
    summary { display: flex; align-items: center; gap: var(--space-2); min-block-size: var(--target); font: 600 var(--size-2) / 1.3 var(--text); cursor: pointer; list-style: none; }
    summary::-webkit-details-marker { display: none; }
    summary svg { transition: rotate var(--quick); }
    [open] > summary svg { rotate: 180deg; }
    details { border-block-start: 1px solid var(--line); margin-block-end: calc(-1 * var(--space-3)); }
  `]

  private button(act: WebhookAct, shown: IconName) {
    const what = t(`webhooks.act.${act}`)
    return html`<button class="button" aria-disabled=${this.busy ? 'true' : 'false'} aria-label=${t('webhooks.doing', { what, name: this.info.name })}
      @click=${() => { if (!this.busy) this.dispatchEvent(new WebhookActEvent(act)) }}>${icon(shown, 18)}${what}</button>`
  }

  override render() {
    const { info, test } = this
    const { id, name, template, origin, state, enabled, kinds, signed, ownNetwork, headers, waiting, dead, last } = info
    const marks = [t(signed ? 'webhooks.signed' : 'webhooks.unsigned'), ownNetwork ? t('webhooks.ownNetwork') : '', headers.length > 0 ? t('webhooks.headers', { count: headers.length }) : ''].filter(Boolean)
    return html`<article class=${enabled ? '' : 'off'} tabindex="-1" aria-label=${name}><header><h2>${name}</h2><span class="state ${state}">${t(`webhooks.state.${state}`)}</span>
        <span class="where">${templateName(template)} · <bdi>${origin}</bdi></span></header>
      ${state === 'gone' ? html`<p class="small">${t('webhooks.gone')}</p>` : nothing}
      <dl><div><dt>${t('webhooks.last')}</dt><dd>${last === null ? t('webhooks.never') : ago(last.at, Date.now())}</dd></div>
        <div><dt>${t('webhooks.waiting')}</dt><dd class="figures">${waiting.toLocaleString(locale)}</dd></div>
        <div><dt>${t('webhooks.dead')}</dt><dd class="figures">${dead.toLocaleString(locale)}</dd></div>
        <div class="wide"><dt>${t('webhooks.tells')}</dt><dd><ul class="kinds">${kinds.map((kind) => html`<li>${t(`webhooks.kind.${kind}`)}</li>`)}</ul></dd></div></dl>
      <p class="marks">${marks.join(' · ')}</p>
      ${test ? testResult(test === 'waiting' ? undefined : test) : nothing}
      <div class="acts">${this.button('test', 'check')}${this.button('change', 'pen')}${enabled ? this.button('disable', 'pause') : this.button('enable', 'play')}${this.button('remove', 'bin')}</div>
      <details @toggle=${(event: Event) => { this.open = (event.target as HTMLDetailsElement).open }}><summary aria-label=${t('webhooks.log.of', { name })}>${icon('chevronDown', 18)}${t('webhooks.log')}</summary>
        ${this.open ? html`<webhook-log .hook=${id} .newest=${last?.at ?? ''}></webhook-log>` : nothing}</details></article>`
  }
}

customElements.define('webhook-card', WebhookCard)
declare global { interface HTMLElementTagNameMap { 'webhook-card': WebhookCard } interface HTMLElementEventMap { 'webhook-act': WebhookActEvent } }
