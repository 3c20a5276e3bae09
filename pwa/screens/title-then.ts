/** What a person had made of a title at a moment, what became of it, and a way to put each thing back. */

import { LitElement, css, html, nothing } from 'lit'
import { titleKey } from '../../domain/title.ts'
import { FocusKept } from '../elements/focus-kept.ts'
import '../elements/history-list.ts'
import { icon } from '../elements/icon.ts'
import type { IconName } from '../elements/icon.ts'
import { noMoment } from '../elements/then-notices.ts'
import '../elements/time-machine.ts'
import type { Film } from '../elements/title-link.ts'
import { HeldMoment } from '../held-moment.ts'
import { Live } from '../house.ts'
import { library } from '../library.ts'
import type { Asked } from '../moments.ts'
import { past } from '../past.ts'
import { putBack } from '../put-back.ts'
import { atMoment, titlePath } from '../routes.ts'
import { t } from '../strings/t.ts'
import { controls } from '../styles/controls.ts'
import type { TitleFact } from './title-facts.ts'
import { titleFacts } from './title-facts.ts'

const ICONS: Readonly<Record<string, IconName>> = { rating: 'check', watchlist: 'plus', favourite: 'heart', play: 'eye', review: 'pen', tag: 'tag', dismissal: 'close' }

export class TitleThen extends LitElement {
  static override properties = { film: { attribute: false }, asked: { attribute: false } }
  declare film: Film
  declare asked: NonNullable<Asked>
  protected live = new Live(this)
  protected focusKept = new FocusKept(this, 'h2')
  private moment = new HeldMoment(this, (at) => atMoment(titlePath(this.film), at))

  static override styles = [controls, css`
    :host { display: grid; gap: var(--space-6) var(--space-7); align-items: start; }
    section h2 { margin-block-end: var(--space-3); }
    li { display: grid; grid-template-columns: auto minmax(0, 1fr) auto; gap: var(--space-2) var(--space-4); align-items: center; min-block-size: 3.75rem; padding-block: var(--space-2); border-block-end: 1px solid var(--line); }
    li svg { color: var(--then); }
    li.added .was { color: var(--ink-soft); }
    .was { font-weight: 600; overflow-wrap: anywhere; white-space: pre-line; }
    .is { color: var(--ink-soft); font-size: var(--size-2); overflow-wrap: anywhere; }
    .faint { font-size: var(--size-1); margin-block-start: var(--space-4); }
    .bone { block-size: 12rem; }
    @media (width >= 64rem) { :host { grid-template-columns: minmax(0, 1.1fr) minmax(0, 1fr); } time-machine, .notice, .bone, .intertitle { grid-column: 1 / -1; } }
  `]

  override render() {
    const nowMs = Date.now()
    const { film } = this
    const none = noMoment(this.asked, titlePath(film), nowMs)
    if (none || 'problem' in this.asked) return none
    const ms = this.moment.msOf(this.asked.at)
    const at = new Date(ms).toISOString()
    const facts = titleFacts(past.entry(film, at), library.entry(film))
    // What came later goes first: a rating would stand in the way of the watchlist.
    const differing = facts.filter(({ since }) => since !== 'same').sort((a, b) => Number(b.since === 'added') - Number(a.since === 'added')).map(({ field }) => field)
    return html`<time-machine .ms=${ms} .span=${past.span(nowMs, titleKey(film))!} .notable=${past.notable(titleKey(film))}
        .neighbours=${past.neighbours(ms, titleKey(film))} @moment=${this.moment.chose}>
        ${differing.length < 2 ? nothing : html`<button slot="acts" class="button then" @click=${() => void putBack([{ title: film, fields: differing }], at)}>${icon('undo', 18)}${t('then.all', { count: differing.length })}</button>`}
        <p role="status">${differing.length === 0 ? t('then.same') : t('then.differs', { count: differing.length })}</p></time-machine>
      <section><h2 tabindex="-1">${t('then.yours')}</h2>
        ${past.entry(film, at) ? nothing : html`<p class="soft">${t('then.untouched')}</p>`}
        <ul>${facts.map((fact) => this.fact(fact, at))}</ul><p class="faint">${t('then.today')}</p></section>
      <section><h2>${t('then.history')}</h2><history-list .about=${titleKey(film)} .at=${at}></history-list></section>`
  }

  private fact({ field, since, then, now }: TitleFact, at: string) {
    return html`<li class=${since}>${icon(ICONS[field.split(':')[0]!]!, 20)}
      <div><p class="was">${then}</p>${since === 'same' ? nothing : html`<p class="is">${t('then.nowIs', { what: now })}</p>`}</div>
      ${since === 'same' ? nothing : html`<button class="button then" aria-label=${t('then.putBack.of', { what: then })} @click=${() => void putBack([{ title: this.film, fields: [field] }], at)}>${icon('undo', 18)}${t('then.putBack')}</button>`}</li>`
  }
}

customElements.define('title-then', TitleThen)
declare global { interface HTMLElementTagNameMap { 'title-then': TitleThen } }
