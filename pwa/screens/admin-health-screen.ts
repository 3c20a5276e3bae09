/** Health, for admins: each part the service stands on, whether it answers, and what to do where it does not. Asked again while it is looked at. */

import { LitElement, css, html, nothing } from 'lit'
import type { Health } from '../../projections/wire.ts'
import { askHealth } from '../ask-health.ts'
import { icon } from '../elements/icon.ts'
import { failureNotice } from '../elements/notices.ts'
import { Question } from '../elements/question.ts'
import { Live, instance } from '../house.ts'
import { t } from '../strings/health.ts'
import { tell } from '../strings/said.ts'
import { controls, screenFrame } from '../styles/controls.ts'
import type { PartHealth } from './health-parts.ts'
import { partsOf } from './health-parts.ts'

const everyMs = 10_000
const ways: Partial<Record<PartHealth['part'], string>> = { projections: '/admin/projections', webhooks: '/admin/webhooks', imports: '/admin/catalogue', objectStore: '/admin/storage' }

export class AdminHealthScreen extends LitElement {
  protected live = new Live(this)
  private health = new Question<Health>(this, (signal) => askHealth(signal))
  #again: ReturnType<typeof setInterval> | undefined

  static override styles = [controls, screenFrame, css`
    .lead { max-inline-size: 44rem; color: var(--ink-soft); }
    .head { display: grid; gap: var(--space-3); }
    .notice { margin-block-end: var(--space-4); }
    .whole { display: flex; flex-wrap: wrap; align-items: center; gap: var(--space-3); margin-block-end: var(--space-5); font: 400 var(--size-5) / 1.2 var(--display); }
    .whole small { color: var(--ink-faint); font: 400 var(--size-2) / 1.3 var(--text); }
    .disc { display: grid; place-content: center; inline-size: min(2.5rem, 12.5vw); block-size: min(2.5rem, 12.5vw); border-radius: 50%; background: var(--then-tint); color: var(--then); }
    .bad .disc { background: color-mix(in oklch, var(--bad) 18%, var(--raise)); color: var(--bad); }
    ul { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 22rem), 1fr)); gap: var(--space-4); }
    .part { display: grid; grid-template-columns: auto minmax(0, 1fr); align-content: start; gap: var(--space-2) var(--space-4); padding: var(--space-5); border: 1px solid var(--line); border-radius: var(--round-3); background: var(--raise); min-block-size: 8rem; }
    .part.bad { border-color: var(--bad); }
    .part > :not(.disc) { grid-column: 2; }
    .part .disc { grid-row: 1 / span 2; }
    p { color: var(--ink-soft); font-size: var(--size-2); overflow-wrap: anywhere; }
    p.todo { color: var(--ink); }
    dl { display: grid; gap: var(--space-1); font-size: var(--size-1); }
    dt { font-weight: 600; } dd { color: var(--ink-soft); }
    .bone { min-block-size: 8rem; }
  `]

  override connectedCallback(): void {
    super.connectedCallback()
    this.#again = setInterval(() => { if (!document.hidden) this.health.again() }, everyMs)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    clearInterval(this.#again)
  }

  override willUpdate(): void {
    this.health.about('health')
  }

  override render() {
    const { reply } = this.health
    return html`<div class="head"><h1 tabindex="-1">${t('nav.health')}</h1><p class="lead">${t('health.lead')}</p></div>
      ${reply.state === 'failed' ? failureNotice(reply.failure, () => this.health.again(), { offline: t('health.offline') }) : nothing}
      ${reply.answer ? this.parts(reply.answer) : reply.state === 'waiting' ? html`<ul aria-busy="true">${[0, 1, 2, 3, 4, 5].map(() => html`<li class="bone part"></li>`)}</ul>` : nothing}`
  }

  private parts(health: Health) {
    const version = instance()?.version
    return html`<p class="whole ${health.ready ? '' : 'bad'}" role="status"><span class="disc">${icon(health.ready ? 'check' : 'alert', 22)}</span>${t(health.ready ? 'health.ready' : 'health.notReady')}
        ${version ? html`<small class="figures">${t('health.version', { version })}</small>` : nothing}</p>
      <ul>${partsOf(health).map((part) => this.card(part))}</ul>`
  }

  private card({ part, ok, checks }: PartHealth) {
    const told = ok && part === 'projections' ? [] : checks.filter((check) => ok || !check.ok)
    const way = ways[part]
    return html`<li class="part ${ok ? '' : 'bad'}"><span class="disc">${icon(ok ? 'check' : 'alert', 22)}</span><h2>${t(`health.part.${part}`)}</h2>
      <p>${t(`health.about.${part}`)}</p>
      ${ok ? nothing : html`<p class="todo">${t(`health.todo.${part}`)}</p>`}
      ${told.length === 0 ? html`<p class="figures">${t('health.all', { count: checks.length })}</p>` : html`<dl>${told.map((check) => html`<div>${checks.length > 1 ? html`<dt><bdi>${check.name.replace('projection ', '')}</bdi></dt>` : nothing}<dd class="figures">${tell(check)}</dd></div>`)}</dl>`}
      ${way ? html`<p><a href=${way}>${t('health.look')}</a></p>` : nothing}</li>`
  }
}

customElements.define('admin-health-screen', AdminHealthScreen)
declare global { interface HTMLElementTagNameMap { 'admin-health-screen': AdminHealthScreen } }
