/** By which quality profiles releases are chosen, for admins: what serves which wish, each profile, and bringing others along, tried first. */

import { LitElement, css, html, nothing } from 'lit'
import type { Quality } from '../../domain/acquisition-events.ts'
import { QUALITIES } from '../../domain/acquisition-events.ts'
import type { QualityAnswer, QualityImportAnswer, QualityProfileInfo } from '../../projections/wire-quality.ts'
import { admin } from '../admin.ts'
import { CatalogueFailure } from '../catalogue.ts'
import { icon } from '../elements/icon.ts'
import { failureNotice } from '../elements/notices.ts'
import { Question } from '../elements/question.ts'
import '../elements/quality-import.ts'
import type { QualityBroughtEvent } from '../elements/quality-import.ts'
import { showToast } from '../elements/show-toast.ts'
import { listed } from '../strings/format.ts'
import { languageName } from '../strings/language-name.ts'
import { presetName } from '../strings/preset-name.ts'
import { t } from '../strings/quality.ts'
import { controls, screenFrame } from '../styles/controls.ts'

export class AdminQualityScreen extends LitElement {
  static override properties = { busy: { state: true }, changed: { state: true } }
  declare busy: boolean
  /** What a change has answered, newer than what was asked for. */
  declare changed: QualityAnswer | undefined
  private quality = new Question<QualityAnswer>(this, (signal) => admin.quality(signal))

  constructor() {
    super()
    this.busy = false
  }

  static override styles = [controls, screenFrame, css`
    .lead { max-inline-size: 44rem; color: var(--ink-soft); }
    .head { display: grid; gap: var(--space-3); justify-content: start; }
    section { margin-block-start: var(--space-6); display: grid; grid-template-columns: minmax(0, 1fr); gap: var(--space-4); }
    .wishes { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 16rem), 1fr)); gap: var(--space-4); max-inline-size: 60rem; }
    .wishes select { inline-size: 100%; }
    .cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 26rem), 1fr)); gap: var(--space-4); align-items: start; }
    .card { display: grid; grid-template-columns: minmax(0, 1fr); gap: var(--space-3); padding: var(--space-4) var(--space-5); border: 1px solid var(--line); border-radius: var(--round-3); background: var(--raise); min-inline-size: 0; }
    .card header { display: flex; flex-wrap: wrap; justify-content: space-between; align-items: center; gap: var(--space-2) var(--space-3); min-block-size: var(--target); }
    .card h3 { overflow-wrap: anywhere; }
    .card h3 small { display: block; color: var(--ink-soft); font: 400 var(--size-1) / 1.4 var(--text); }
    .takes { display: flex; flex-wrap: wrap; gap: var(--space-1); }
    .takes li { padding: 0.15em 0.7em; border-radius: var(--pill); background: var(--raise-2); font-size: var(--size-1); overflow-wrap: anywhere; }
    .takes li.enough { box-shadow: inset 0 0 0 1.5px var(--now); }
    details { font-size: var(--size-2); }
    summary { min-block-size: var(--target); display: flex; align-items: center; inline-size: fit-content; cursor: pointer; text-decoration: underline; text-decoration-color: var(--line); text-underline-offset: 0.25em; }
    details dl { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 0 var(--space-4); font-size: var(--size-1); }
    details dd { text-align: end; }
    dt, dd { padding-block: 0.25em; border-block-end: 1px solid var(--line); overflow-wrap: anywhere; }
    .warn { color: var(--bad); font-size: var(--size-1); overflow-wrap: anywhere; }
    table { border-collapse: collapse; font-size: var(--size-2); max-inline-size: 40rem; inline-size: 100%; }
    th, td { padding-block: var(--space-2); padding-inline-end: var(--space-3); overflow-wrap: anywhere; border-block-end: 1px solid var(--line); text-align: start; }
    td + td, th + th { text-align: end; }
    .bone { block-size: 12rem; }
  `]

  override willUpdate(): void {
    this.quality.about('quality')
  }

  private get shown(): QualityAnswer | undefined {
    return this.changed ?? this.quality.reply.answer
  }

  async #made(change: () => Promise<QualityAnswer>, text: string): Promise<void> {
    if (this.busy) return
    this.busy = true
    try {
      this.changed = await change()
      showToast({ text })
    } catch (error) {
      if (!(error instanceof CatalogueFailure)) throw error
      showToast({ text: error.kind === 'offline' ? t('quality.offline') : error.message, tone: 'bad' })
      // Somebody else was first: theirs is shown, to make the change from.
      if (error.code === 'CONFLICT') this.#again()
    } finally {
      this.busy = false
    }
  }

  #again(): void {
    this.changed = undefined
    this.quality.again()
  }

  override render() {
    const { reply } = this.quality
    const { shown } = this
    return html`<div class="head"><h1 tabindex="-1">${t('nav.quality')}</h1><p class="lead">${t('quality.lead')}</p></div>
      ${reply.state === 'failed' && !shown ? failureNotice(reply.failure, () => this.#again(), { offline: t('quality.offline') }) : nothing}
      ${shown ? html`${this.serves(shown)}${this.profiles(shown)}${this.sizes(shown)}<section aria-labelledby="import"><h2 id="import">${t('quality.import')}</h2>
        <quality-import .version=${shown.version} @quality-brought=${({ answer }: QualityBroughtEvent) => this.brought(answer)}></quality-import></section>`
        : reply.state === 'waiting' ? html`<div class="cards" role="status" aria-label=${t('quality.loading')}>${Array.from({ length: 4 }, () => html`<div class="bone"></div>`)}</div>` : nothing}`
  }

  private brought({ quality }: QualityImportAnswer): void {
    this.changed = quality
    showToast({ text: t('quality.import.done') })
  }

  private serves({ version, serves, profiles }: QualityAnswer) {
    const choose = (wish: Quality, profile: string) => void this.#made(() => admin.serveQuality({ version, serves: { ...serves, [wish]: profile } }), t('quality.serves.done', { wish, profile: presetName(profile) }))
    return html`<section aria-labelledby="serves"><h2 id="serves">${t('quality.serves')}</h2><p class="soft small">${t('quality.serves.lead')}</p>
      <div class="wishes">${QUALITIES.map((wish) => html`<label class="field"><span>${t('quality.serves.wish', { wish })}</span>
        <select .value=${serves[wish]} ?disabled=${this.busy} @change=${({ target }: Event) => choose(wish, (target as HTMLSelectElement).value)}>${profiles.map(({ name }) => html`<option value=${name} ?selected=${name === serves[wish]}>${presetName(name)}</option>`)}</select></label>`)}</div></section>`
  }

  private profiles({ profiles }: QualityAnswer) {
    return html`<section aria-labelledby="profiles"><h2 id="profiles">${t('quality.profiles')}</h2><ul class="cards">${profiles.map((profile) => this.profile(profile))}</ul></section>`
  }

  private profile({ name, builtIn, takes, cutoff, formats, minFormatScore, language, missingFormats }: QualityProfileInfo) {
    const says = [
      cutoff === null ? '' : t('quality.enough', { name: presetName(cutoff) }), language === 'any' ? '' : language === 'original' ? t('quality.language.original') : t('quality.language', { language: languageName(language) }),
      minFormatScore === 0 ? '' : t('quality.score.least', { score: minFormatScore }),
    ].filter(Boolean)
    return html`<li class="card"><header><h3>${presetName(name)}<small>${t(builtIn ? 'quality.own' : 'quality.brought')}</small></h3>
        ${builtIn ? nothing : html`<button class="button" aria-label=${t('quality.remove.named', { name })} aria-disabled=${this.busy ? 'true' : 'false'}
          @click=${() => void this.#made(() => admin.removeQualityProfile(name), t('quality.removed', { name }))}>${icon('bin', 18)}${t('quality.remove')}</button>`}</header>
      <ol class="takes" aria-label=${t('quality.takes')}>${takes.map((each) => html`<li class=${each === cutoff ? 'enough' : ''}>${presetName(each)}</li>`)}</ol>
      ${says.length > 0 ? html`<p class="soft small">${says.join('. ')}.</p>` : nothing}
      ${formats.length > 0 ? html`<details><summary>${t('quality.formats', { count: formats.length })}</summary><dl class="figures">${formats.toSorted((a, b) => b.score - a.score).map((format) => html`<dt>${presetName(format.name)}</dt><dd>${format.score > 0 ? '+' : ''}${format.score}</dd>`)}</dl></details>` : nothing}
      ${missingFormats.length > 0 ? html`<p class="warn">${t('quality.missing', { count: missingFormats.length, names: listed(missingFormats) })}</p>` : nothing}</li>`
  }

  private sizes({ sizes }: QualityAnswer) {
    if (sizes.length === 0) return html`<section aria-labelledby="sizes"><h2 id="sizes">${t('quality.sizes')}</h2><p class="soft small">${t('quality.sizes.none')}</p></section>`
    const shown = (value: number) => value >= Number.MAX_SAFE_INTEGER ? t('quality.sizes.any') : value
    return html`<section aria-labelledby="sizes"><h2 id="sizes">${t('quality.sizes')}</h2><p class="soft small">${t('quality.sizes.unit')}</p>
      <table class="figures"><thead><tr><th>${t('quality.sizes.quality')}</th><th>${t('quality.sizes.least')}</th><th>${t('quality.sizes.best')}</th><th>${t('quality.sizes.most')}</th></tr></thead>
        <tbody>${sizes.map(({ quality, min, preferred, max }) => html`<tr><td>${quality}</td><td>${shown(min)}</td><td>${shown(preferred)}</td><td>${shown(max)}</td></tr>`)}</tbody></table>
      <div><button class="button" aria-disabled=${this.busy ? 'true' : 'false'} @click=${() => void this.#made(() => admin.removeQualitySizes(), t('quality.sizes.removed'))}>${icon('bin', 18)}${t('quality.sizes.remove')}</button></div></section>`
  }
}

customElements.define('admin-quality-screen', AdminQualityScreen)
declare global { interface HTMLElementTagNameMap { 'admin-quality-screen': AdminQualityScreen } }
