/** A handful of topics as a row of Home: some of each group, by turns. */

import { LitElement, css, html, nothing } from 'lit'
import { guard } from 'lit/directives/guard.js'
import type { TitlePage, TopicsAnswer } from '../../projections/wire-catalogue.ts'
import { askKept } from '../catalogue.ts'
import { Live } from '../house.ts'
import { library } from '../library.ts'
import { t } from '../strings/browse.ts'
import { controls } from '../styles/controls.ts'
import { NearScreen } from './near-screen.ts'
import './poster-row.ts'
import { Question } from './question.ts'
import { artOf, byTurns } from './topic-art.ts'
import './topic-tile.ts'

const shownMax = 16

export class TopicsRow extends LitElement {
  static override properties = { trending: { attribute: false } }
  /** Whose pictures stand for topics. */
  declare trending: TitlePage | undefined
  protected live = new Live(this)
  private near = new NearScreen(this)
  private topics = new Question<TopicsAnswer>(this, (signal, early) => this.near.is ? askKept<TopicsAnswer>('/api/topics', signal, early) : undefined)

  constructor() {
    super()
    this.trending = undefined
  }

  static override styles = [controls, css`
    /* Tiles are wider than posters, and have no words under them. */
    poster-row { --item: clamp(9.5rem, 40vw, 14rem); --row: calc(var(--item) * 0.625 + var(--space-2) + var(--space-3)); --bone: 16 / 10; }
  `]

  override willUpdate(): void {
    this.topics.about(this.near.is ? 'topics' : '')
  }

  override render() {
    const { reply } = this.topics
    if (!reply.answer) return reply.state === 'failed' ? nothing : html`<poster-row label=${t('home.topics')} more="/topics" waiting></poster-row>`
    return html`<poster-row label=${t('home.topics')} more="/topics" .items=${guard([reply.answer, this.trending, library.shelved()], () => this.tiles(reply.answer!))}></poster-row>`
  }

  private tiles({ topics }: TopicsAnswer) {
    const shown = byTurns(topics, shownMax)
    const art = artOf(shown, [...this.trending?.results ?? [], ...library.shelved().flatMap(({ card }) => card ?? [])])
    return shown.map((topic, place) => html`<topic-tile .topic=${topic} .art=${art.get(topic.key)} .place=${place}></topic-tile>`)
  }
}

customElements.define('topics-row', TopicsRow)
declare global { interface HTMLElementTagNameMap { 'topics-row': TopicsRow } }
