/** What stands around every page that a link opens, before the house is: the picture beside it, the name above it, the language below it. */

import { html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import { t } from '../strings/door.ts'
import { mark } from './icon.ts'
import './language-choice.ts'

/** For hosts with `doorStyles`. `settled`: whoever is here has come in, in the language they chose. */
export function doorFrame(inside: TemplateResult, settled = false) {
  return html`<div class="house" aria-hidden="true">${mark(400)}</div><main>
    <p class="brand">${mark(36)}${t('app.name')}</p>${inside}
    ${settled ? nothing : html`<language-choice here></language-choice>`}
  </main>`
}
