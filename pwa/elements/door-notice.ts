/** What a screen of the door says in place of its form. */

import type { TemplateResult } from 'lit'
import { html } from 'lit'

export function doorNotice(title: string, lead: string, action: TemplateResult): TemplateResult {
  return html`<div role="status"><h1 tabindex="-1">${title}</h1><p class="soft">${lead}</p></div>${action}`
}
