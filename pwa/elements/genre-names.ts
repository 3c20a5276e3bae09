/** The first genres of a film in the person's language: their names are not among what is loaded first. In one line, so that nothing moves when they come. */

import { LitElement, css, html } from 'lit'
import { listed } from '../strings/format.ts'
import { genreName } from '../strings/topic-name.ts'

const SHOWN = 3

export class GenreNames extends LitElement {
  static override properties = { names: { attribute: false } }
  declare names: readonly string[]
  static override styles = css`:host { flex: 1 1 8rem; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }`

  override render() {
    return html`${listed(this.names.slice(0, SHOWN).map(genreName))}`
  }
}

customElements.define('genre-names', GenreNames)
declare global { interface HTMLElementTagNameMap { 'genre-names': GenreNames } }
