/** What stands for a guest where others find what they can do. */

import type { TemplateResult } from 'lit'
import { html } from 'lit'
import { t } from '../strings/role.ts'

export function guestNote(): TemplateResult {
  return html`<section><h2>${t('role.guest')}</h2><p class="soft">${t('role.guest.lead')}</p></section>`
}
