/** Topics: shelves that somebody thought of, as tiles in groups. */

import { LitElement, css, html } from 'lit'
import type { MediaType } from '../../domain/title.ts'
import type { TitlePage, Topic, TopicsAnswer } from '../../projections/wire-catalogue.ts'
import { askKept, catalogue } from '../catalogue.ts'
import { isArrow, stepTo } from '../elements/arrow-step.ts'
import { browseTabs, browseTabsStyles } from '../elements/browse-tabs.ts'
import { kindSwitch, kindSwitchStyles } from '../elements/kind-switch.ts'
import { failureNotice, intertitle } from '../elements/notices.ts'
import { Question } from '../elements/question.ts'
import { artOf } from '../elements/topic-art.ts'
import '../elements/topic-tile.ts'
import { Live } from '../house.ts'
import { library } from '../library.ts'
import { goTo } from '../routes.ts'
import { t } from '../strings/browse.ts'
import { controls, screenFrame } from '../styles/controls.ts'

const bonesCount = 12

export class TopicsScreen extends LitElement {
  static override properties = { query: { attribute: false } }
  declare query: URLSearchParams
  protected live = new Live(this)
  private topics = new Question<TopicsAnswer>(this, (signal, early) => askKept<TopicsAnswer>('/api/topics', signal, early))
  /** For their pictures alone. */
  private trending: Question<TitlePage> = new Question(this, catalogue.trending)

  constructor() {
    super()
    this.query = new URLSearchParams()
  }

  static override styles = [controls, screenFrame, browseTabsStyles, kindSwitchStyles, css`
    .lead { color: var(--ink-soft); max-inline-size: 40rem; margin-block-end: var(--space-4); }
    section { margin-block-start: var(--space-6); }
    section h2 { margin-block-end: var(--space-4); }
    ul, .bones { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(13rem, 42vw), 1fr)); gap: var(--space-4); }
    .bones { margin-block-start: var(--space-6); }
    .bone { aspect-ratio: 16 / 10; border-radius: var(--round-3); }
    @media (width < 44rem) { ul, .bones { gap: var(--space-3); } }
    @media (width >= 44rem) { .tabs { padding-inline-end: 13rem; } }
  `]

  override willUpdate(): void {
    this.topics.about('topics')
    this.trending.about('trending')
  }

  private get kind(): MediaType {
    return this.query.get('kind') === 'tv' ? 'tv' : 'movie'
  }

  private pressed(event: KeyboardEvent): void {
    if (isArrow(event.key) && stepTo([...this.renderRoot.querySelectorAll('topic-tile')], event.key)) event.preventDefault()
  }

  override render() {
    return html`${browseTabs('topics')}<p class="lead">${t('topics.lead')}</p>
      ${kindSwitch(this.kind, (kind) => goTo(kind === 'tv' ? '/topics?kind=tv' : '/topics', 'replace'))}
      ${this.groups()}`
  }

  private groups() {
    const { reply } = this.topics
    if (!reply.answer) {
      return reply.state === 'failed'
        ? reply.failure.kind === 'offline' ? intertitle(t('link.offline'), t('topics.offline'), html`<button class="button" @click=${() => this.topics.again()}>${t('act.retry')}</button>`) : failureNotice(reply.failure, () => this.topics.again())
        : html`<div class="bones" aria-hidden="true">${Array.from({ length: bonesCount }, () => html`<div class="bone"></div>`)}</div>`
    }
    const shown = reply.answer.topics.filter(({ mediaType }) => mediaType === this.kind)
    if (shown.length === 0) return intertitle(t('topics.none'), t('topics.none.lead'))
    const films = [...this.trending.reply.answer?.results ?? [], ...library.shelved().flatMap(({ card }) => card ?? [])]
    const art = artOf(shown, films)
    return html`<div @keydown=${(event: KeyboardEvent) => this.pressed(event)}>${[...Map.groupBy(shown, ({ group }) => group)].map(([group, topics]) => this.group(group, topics, art))}</div>`
  }

  private group(group: Topic['group'], topics: readonly Topic[], art: ReadonlyMap<string, string>) {
    return html`<section aria-label=${t(`topics.group.${group}`)}><h2>${t(`topics.group.${group}`)}</h2>
      <ul>${topics.map((topic, place) => html`<li><topic-tile .topic=${topic} .art=${art.get(topic.key)} .place=${place}></topic-tile></li>`)}</ul></section>`
  }
}

customElements.define('topics-screen', TopicsScreen)
declare global { interface HTMLElementTagNameMap { 'topics-screen': TopicsScreen } }
