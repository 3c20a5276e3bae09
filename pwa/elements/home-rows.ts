/** What of Home is below the first picture: rows of the catalogue, each asked for when somebody comes near it. */

import { LitElement, html, nothing } from 'lit'
import type { TitlePage } from '../../projections/wire-catalogue.ts'
import { t } from '../strings/browse.ts'
import { controls } from '../styles/controls.ts'
import './catalogue-row.ts'
import './topics-row.ts'
import './year-announcement.ts'

export class HomeRows extends LitElement {
  static override properties = { trending: { attribute: false }, failed: { type: Boolean } }
  /** What Home has asked for already. */
  declare trending: TitlePage | undefined
  /** It did not come; Home has said so. */
  declare failed: boolean

  constructor() {
    super()
    this.trending = undefined
    this.failed = false
  }

  static override styles = [controls]

  override render() {
    return html`<year-announcement></year-announcement>${this.failed && !this.trending ? nothing : html`<catalogue-row label=${t('home.trending')} .given=${this.trending}></catalogue-row>`}
      <topics-row .trending=${this.trending}></topics-row>
      <catalogue-row label=${t('home.popular')} path="/api/popular" more="/discover"></catalogue-row>
      <catalogue-row label=${t('home.popularSeries')} path="/api/popular?kind=tv" more="/discover?kind=tv"></catalogue-row>
      <catalogue-row label=${t('home.nowPlaying')} path="/api/now-playing"></catalogue-row>
      <catalogue-row label=${t('home.upcoming')} path="/api/upcoming"></catalogue-row>`
  }
}

customElements.define('home-rows', HomeRows)
declare global { interface HTMLElementTagNameMap { 'home-rows': HomeRows } }
