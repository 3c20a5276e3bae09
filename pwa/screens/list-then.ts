/** A list as it was at a moment: its titles in their order, what became of each and of the list, and a way to put each thing back. */

import { LitElement, css, html, nothing } from 'lit'
import type { List, ListItem } from '../../domain/list-fields.ts'
import type { ListDifference } from '../../domain/put-back-in-list.ts'
import { listDifferences } from '../../domain/put-back-in-list.ts'
import { FocusKept } from '../elements/focus-kept.ts'
import { icon } from '../elements/icon.ts'
import { listRowStyles } from '../elements/list-row-styles.ts'
import { intertitle } from '../elements/notices.ts'
import '../elements/poster.ts'
import { noMoment } from '../elements/then-notices.ts'
import '../elements/time-machine.ts'
import { HeldMoment } from '../held-moment.ts'
import { Live } from '../house.ts'
import { library, listSubject } from '../library.ts'
import type { Asked } from '../moments.ts'
import { past } from '../past.ts'
import { putBackInList } from '../put-back.ts'
import { atMoment, listPath, titlePath } from '../routes.ts'
import { t } from '../strings/t.ts'
import { controls } from '../styles/controls.ts'

/** What an editor may not put back, only the owner. */
const OF_OWNER: ReadonlySet<string> = new Set(['name', 'description', 'visibility'])

export class ListThen extends LitElement {
  static override properties = { listId: {}, asked: { attribute: false } }
  declare listId: string
  declare asked: NonNullable<Asked>
  protected live = new Live(this)
  protected focusKept = new FocusKept(this, 'h2')
  private moment = new HeldMoment(this, (at) => atMoment(listPath(this.listId), at))

  static override styles = [controls, listRowStyles, css`
    time-machine { margin-block-end: var(--space-5); }
    h2 { margin-block: var(--space-5) var(--space-2); }
    li.gone h3, li.added h3 { color: var(--ink-soft); }
    .since { display: inline-flex; align-items: center; gap: var(--space-1); color: var(--then); font-size: var(--size-2); font-weight: 600; }
    .whole li { grid-template-columns: minmax(0, 1fr) auto; }
    .was { font-weight: 600; overflow-wrap: anywhere; }
    .bone { block-size: 12rem; }
    .button.then { align-self: center; }
    @media (width < 44rem) { li .button.then { grid-column: 2 / -1; justify-self: start; } .whole li .button.then { grid-column: 1 / -1; } }
  `]

  override render() {
    const nowMs = Date.now()
    const none = noMoment(this.asked, listPath(this.listId), nowMs)
    if (none || 'problem' in this.asked) return none
    const subject = listSubject(this.listId)
    const ms = this.moment.msOf(this.asked.at)
    const at = new Date(ms).toISOString()
    const [then, now] = [past.list(this.listId, at), past.listToday(this.listId)]
    const differences = then && now ? listDifferences(then, now) : []
    return html`<time-machine .ms=${ms} .span=${past.span(nowMs, subject)!} .notable=${past.notable(subject)} .neighbours=${past.neighbours(ms, subject)} @moment=${this.moment.chose}>
        <p role="status">${!then ? t('then.list.none') : differences.length === 0 ? t('then.same') : t('then.differs', { count: differences.length })}</p></time-machine>
      ${then && now ? this.list(then, now, differences, at) : intertitle(t('then.list.none'), t('then.nothing.lead'))}`
  }

  private list(then: List, now: List, differences: readonly ListDifference[], at: string) {
    const of = (field: string) => differences.find((difference) => difference.field === field)
    const later = now.items.filter(({ name }) => of(`item:${name}`)?.since === 'added')
    const whole = differences.filter(({ field }) => !field.includes(':'))
    return html`${whole.length === 0 ? nothing : html`<ul class="whole">${whole.map(({ field }) => this.whole(field, then, now, at))}</ul>`}
      ${then.items.length === 0 ? intertitle(t('then.list.empty'), t('then.nothing.lead')) : html`<h2 tabindex="-1">${t('then.list.titles')}</h2>
        <ol aria-label=${t('then.list.titles')}>${then.items.map((item, i) => this.row(item, i, [of(`item:${item.name}`), of(`note:${item.name}`)].filter((each) => each !== undefined), now, at))}</ol>`}
      ${later.length === 0 ? nothing : html`<h2>${t('then.since.added')}</h2>
        <ol aria-label=${t('then.since.added')}>${later.map((item, i) => this.row(item, i, [{ field: `item:${item.name}`, since: 'added' }], now, at))}</ol>`}`
  }

  private whole(field: string, then: List, now: List, at: string) {
    const was = tellWhole(field, then)
    return html`<li><div><p class="was">${was}</p><p class="soft small">${t('then.nowIs', { what: tellWhole(field, now, 'now') })}</p></div>${this.button(field, was, at)}</li>`
  }

  private row(item: ListItem, place: number, differences: readonly ListDifference[], now: List, at: string) {
    const film = library.film(item.title)
    const [difference] = differences
    const note = now.items.find(({ name }) => name === item.name)?.note
    const since = difference === undefined ? '' : difference.since === 'changed' ? t('then.nowIs', { what: note ?? t('then.list.noNote') }) : t(`then.since.${difference.since}`)
    return html`<li class=${difference?.since ?? 'same'} aria-label=${film.title}>
      <span class="place figures" aria-hidden="true">${difference?.since === 'added' ? nothing : place + 1}</span>
      <a class="poster" href=${titlePath(film)} tabindex="-1" aria-hidden="true"><rewind-poster .path=${film.posterPath} .name=${film.title} .year=${film.year} sizes="5rem"></rewind-poster></a>
      <div class="words"><h3><a href=${atMoment(titlePath(film), at)}>${film.title}</a></h3>
        <p class="facts figures"><span>${film.year}</span></p>${item.note ? html`<p class="note">${item.note}</p>` : nothing}
        ${since ? html`<p class="since">${since}</p>` : nothing}</div>
      ${difference ? this.button(difference.field, `${film.title}${difference.since === 'added' ? `: ${t('then.list.notOn')}` : difference.since === 'changed' ? `: ${item.note ?? t('then.list.noNote')}` : ''}`, at) : nothing}</li>`
  }

  private button(field: string, what: string, at: string) {
    const list = library.list(this.listId)
    if (!list || list.deletedAt !== null || !(OF_OWNER.has(field) ? list.myRole === 'owner' : library.mayEditList(list))) return nothing
    return html`<button class="button then" aria-label=${t('then.putBack.of', { what })} @click=${() => void putBackInList(this.listId, field, at, what)}>${icon('undo', 18)}${t('then.putBack')}</button>`
  }
}

/** What a list said of itself. */
function tellWhole(field: string, list: List, which: 'then' | 'now' = 'then'): string {
  if (field === 'name') return t('then.list.name', { name: list.name })
  if (field === 'description') return list.description === '' ? t('then.list.noDescription') : t('then.list.description', { text: list.description })
  if (field === 'visibility') return t('then.list.visibility', { visibility: t(`list.visibility.${list.visibility}`) })
  return t(`then.list.order.${which}`)
}

customElements.define('list-then', ListThen)
declare global { interface HTMLElementTagNameMap { 'list-then': ListThen } }
