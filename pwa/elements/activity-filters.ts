/** What part of the history to show; the address holds it. */

import { LitElement, css, html, nothing } from 'lit'
import { ACTIVITY_KINDS } from '../../projections/activity.ts'
import type { ActivityKind } from '../../projections/activity.ts'
import { Live } from '../house.ts'
import { batchOf } from '../begun-batches.ts'
import { namedDevices } from '../known-devices.ts'
import { library } from '../library.ts'
import { goTo } from '../routes.ts'
import type { ActivityWish } from '../screens/activity-wish.ts'
import { historyPath, isFiltered } from '../screens/activity-wish.ts'
import { t } from '../strings/t.ts'
import { controls } from '../styles/controls.ts'
import { icon } from './icon.ts'

const kinds = Object.keys(ACTIVITY_KINDS) as ActivityKind[]

export class ActivityFilters extends LitElement {
  static override properties = { wish: { attribute: false } }
  declare wish: ActivityWish
  protected live = new Live(this)

  static override styles = [controls, css`
    form { display: flex; flex-wrap: wrap; align-items: end; gap: var(--space-3); }
    .text { flex: 1 1 12rem; max-inline-size: 18rem; }
    /* As wide whatever there is to choose from: names of people and devices come after the first picture. */
    select { border-radius: var(--pill); padding-inline: var(--space-4) var(--space-3); inline-size: 12rem; }
    /* What is unfolded takes a line of its own; the button stays where it was. */
    details { display: contents; }
    details::details-content { flex-basis: 100%; }
    @supports not selector(::details-content) { details { display: block; } details[open] { flex-basis: 100%; } }
    summary svg { transition: rotate 150ms; }
    details[open] summary svg { rotate: 180deg; }
    summary { list-style: none; }
    summary::-webkit-details-marker { display: none; }
    .more { display: flex; flex-wrap: wrap; align-items: end; gap: var(--space-3) var(--space-4); }
    .day { display: grid; gap: var(--space-1); font-size: var(--size-1); color: var(--ink-soft); }
    .day input { inline-size: 9.5rem; color: var(--ink); }
    .tick { display: flex; align-items: center; gap: var(--space-2); min-block-size: var(--target); font-size: var(--size-2); cursor: pointer; }
    .tick input { inline-size: 1.2rem; block-size: 1.2rem; accent-color: var(--now); }
    .batch { max-inline-size: 100%; white-space: normal; text-align: start; }
    @media (width < 44rem) { label:has(select) { flex: 1 1 8rem; } select { inline-size: 100%; padding-inline: var(--space-3) var(--space-2); } .day { flex: 1 1 8rem; } .day input { inline-size: 100%; } .text { flex-basis: 100%; max-inline-size: none; } }
  `]

  private go(change: Partial<ActivityWish>): void {
    goTo(historyPath({ ...this.wish, ...change }), 'replace')
  }

  override render() {
    const { wish } = this
    const batch = wish.batch === '' ? undefined : batchOf(wish.batch)
    return html`<form role="search" aria-label=${t('history.filters')} @submit=${(event: Event) => event.preventDefault()}>
      ${library.mayApprove() ? this.choice(t('history.filter.person'), [['', t('history.filter.person.me')], ...library.people().filter(({ userId }) => !library.isMe(userId)).map(({ userId, username }) => [userId, username] as const)], wish.person, (person) => this.go({ person, device: '', batch: '' })) : nothing}
      <input class="input text" type="search" aria-label=${t('history.filter.text')} placeholder=${t('history.filter.text')} .value=${wish.text} @input=${(event: Event) => this.go({ text: (event.target as HTMLInputElement).value })}>
      ${this.choice(t('history.filter.kind'), [['', t('history.filter.kind.all')], ...kinds.map((kind) => [kind, t(`history.kind.${kind}`)] as const)], wish.kind, (kind) => this.go({ kind: kind as ActivityWish['kind'] }))}
      ${this.choice(t('history.filter.device'), [['', t('history.filter.device.all')], ...namedDevices().map(({ deviceId, name }) => [deviceId, name] as const)], wish.device, (device) => this.go({ device }))}
      ${wish.batch === '' ? nothing : html`<button type="button" class="button on batch" @click=${() => this.go({ batch: '' })}>${t('history.filter.batch', { name: String(batch?.data.name ?? t('batch.unnamed')) })}${icon('close', 16)}</button>`}
      ${isFiltered(wish) ? html`<a class="button" href="/history">${t('history.filter.clear')}</a>` : nothing}
      <details ?open=${Boolean(wish.from || wish.to || wish.offline || wish.undone || wish.everything)}><summary class="button">${t('events.moreFilters')}${icon('chevronDown', 16)}</summary><div class="more">
        ${this.day('from')}${this.day('to')}${this.tick('offline')}${this.tick('undone')}
        <label class="tick"><input type="checkbox" .checked=${wish.everything} @change=${(event: Event) => this.go({ everything: (event.target as HTMLInputElement).checked })}>${t('history.everything')}</label></div></details></form>`
  }

  private choice(label: string, values: readonly (readonly [string, string])[], chosen: string, choose: (value: string) => void) {
    return html`<label><span class="hidden-text">${label}</span><select @change=${(event: Event) => choose((event.target as HTMLSelectElement).value)}>
      ${values.map(([value, name]) => html`<option value=${value} .selected=${value === chosen}>${name}</option>`)}</select></label>`
  }

  private day(name: 'from' | 'to') {
    return html`<label class="day">${t(`history.filter.${name}`)}<input class="input" type="date" .value=${this.wish[name]} @change=${(event: Event) => this.go({ [name]: (event.target as HTMLInputElement).value })}></label>`
  }

  private tick(name: 'offline' | 'undone') {
    return html`<label class="tick"><input type="checkbox" .checked=${this.wish[name]} @change=${(event: Event) => this.go({ [name]: (event.target as HTMLInputElement).checked })}>${t(`history.filter.${name}`)}</label>`
  }
}

customElements.define('activity-filters', ActivityFilters)
declare global { interface HTMLElementTagNameMap { 'activity-filters': ActivityFilters } }
