/** A title of the catalogue with what this person did to it. Whoever draws it is redrawn by `Live`. */

import type { TemplateResult } from 'lit'
import { html } from 'lit'
import { library } from '../library.ts'
import type { Film } from './title-link.ts'
import './title-link.ts'

export function filmLink(film: Film): TemplateResult {
  const entry = library.entry(film)
  return html`<title-link .film=${film} .rating=${entry?.rating ?? null} ?seen=${(entry?.plays.length ?? 0) > 0} ?unsent=${library.isUnsent(film)}></title-link>`
}
