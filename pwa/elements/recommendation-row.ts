/** What a person may like, as a row of Home: asked for when it comes near the screen. Who has rated too little sees nothing of it here. */

import { LitElement, css, html, nothing } from 'lit'
import { library } from '../library.ts'
import type { RecommendationsAnswer } from '../../projections/wire-catalogue.ts'
import { Live } from '../house.ts'
import { askRecommendations, stillOpen } from '../recommendations.ts'
import { t } from '../strings/recommendations.ts'
import { controls } from '../styles/controls.ts'
import { NearScreen } from './near-screen.ts'
import './poster-row.ts'
import { Question } from './question.ts'
import './recommendation-card.ts'

const rowLength = 20

export class RecommendationRow extends LitElement {
  protected live = new Live(this)
  private near = new NearScreen(this)
  private asked = new Question<RecommendationsAnswer>(this, (signal, early) => this.near.is && !library.isGuest() ? askRecommendations([], signal, early) : undefined)

  static override styles = [controls, css`poster-row { --row: auto; }`]

  override willUpdate(): void {
    this.asked.about(this.near.is ? 'near' : '')
  }

  override render() {
    const { state, answer } = this.asked.reply
    if (!answer) return state === 'waiting' ? html`<poster-row label=${t('nav.recommendations')} waiting></poster-row>` : nothing
    const open = answer.personal ? answer.results.filter(stillOpen).slice(0, rowLength) : []
    if (open.length === 0) return nothing
    return html`<poster-row label=${t('nav.recommendations')} more="/recommendations" .items=${open.map((film) => html`<recommendation-card .film=${film}></recommendation-card>`)}></poster-row>`
  }
}

customElements.define('recommendation-row', RecommendationRow)
declare global { interface HTMLElementTagNameMap { 'recommendation-row': RecommendationRow } }
