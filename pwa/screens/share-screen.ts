/** Where the share target leads: on to the title that was shared, or to the search for its words. Seen only while that is found out, or when nothing was said. */

import { LitElement, css, html } from 'lit'
import type { FindAnswer } from '../../projections/wire-catalogue.ts'
import { ask, CatalogueFailure } from '../catalogue.ts'
import { intertitle } from '../elements/notices.ts'
import { goTo, titlePath } from '../routes.ts'
import { t } from '../strings/t.ts'
import { controls, screenFrame } from '../styles/controls.ts'
import type { Meant } from './shared.ts'
import { meantBy } from './shared.ts'

const searchFor = (words: string) => words === '' ? '/search' : `/search?${new URLSearchParams({ q: words })}`

export class ShareScreen extends LitElement {
  static override properties = { query: { attribute: false }, meant: { state: true } }
  declare query: URLSearchParams
  declare meant: Meant | undefined

  constructor() {
    super()
    this.query = new URLSearchParams()
    this.meant = undefined
  }

  static override styles = [controls, screenFrame, css`.bone { block-size: 14rem; max-inline-size: 34rem; margin: var(--space-6) auto; }`]

  override willUpdate(changed: Map<string, unknown>): void {
    if (!changed.has('query')) return
    this.meant = meantBy({ title: this.query.get('title'), text: this.query.get('text'), url: this.query.get('url') })
    // What was shared is no place to come back to.
    if (this.meant) void this.placeOf(this.meant).then((path) => { if (this.isConnected) goTo(path, 'replace') })
  }

  private async placeOf(meant: Meant): Promise<string> {
    if (meant.kind === 'title') return titlePath(meant)
    if (meant.kind === 'search') return searchFor(meant.words)
    const found = await ask<FindAnswer>(`/api/find?imdbId=${meant.imdbId}`).catch((failure: unknown) => {
      // Out of reach, the library itself may still know it by its name.
      if (failure instanceof CatalogueFailure) return undefined
      throw failure
    })
    const [title] = found?.results ?? []
    return title ? titlePath(title) : searchFor(meant.words)
  }

  override render() {
    return html`<h1 class="hidden-text" tabindex="-1">${t('nav.search')}</h1>
      ${this.meant ? html`<div class="bone" aria-hidden="true"></div>` : intertitle(t('share.nothing'), t('share.nothing.lead'), html`<a class="button now" href="/search">${t('home.empty.search')}</a>`)}`
  }
}

customElements.define('share-screen', ShareScreen)
declare global { interface HTMLElementTagNameMap { 'share-screen': ShareScreen } }
