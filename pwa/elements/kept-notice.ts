/** Over an answer that this device kept, where the catalogue has no newer one now: how old it is, and another try. */

import type { TemplateResult } from 'lit'
import { html } from 'lit'
import type { CatalogueFailure } from '../catalogue.ts'
import { ago } from '../strings/format.ts'
import { t } from '../strings/t.ts'
import { icon } from './icon.ts'
import { failureNotice } from './notices.ts'

export function keptNotice(failure: CatalogueFailure, keptAtMs: number, retry: () => void): TemplateResult {
  const when = ago(new Date(keptAtMs).toISOString(), Date.now())
  // Without a network this is how it should be; anything else is told in full.
  if (failure.kind !== 'offline') return html`${failureNotice(failure, retry)}<p class="soft small">${t('kept.asOf', { when })}</p>`
  return html`<div class="notice" role="status">${icon('offline')}<p>${t('kept.offline', { when })}</p><button class="button" @click=${retry}>${icon('retry', 18)}${t('act.retry')}</button></div>`
}
