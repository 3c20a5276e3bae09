/** What screens say when there is nothing to show, or nothing could be shown. */

import type { TemplateResult } from 'lit'
import { html, nothing } from 'lit'
import type { CatalogueFailure } from '../catalogue.ts'
import { t } from '../strings/t.ts'
import { icon } from './icon.ts'

/** An empty state: says what belongs here and how it comes here. */
export function intertitle(title: string, lead: string, action: TemplateResult | typeof nothing = nothing): TemplateResult {
  return html`<div class="intertitle"><h2>${title}</h2><p>${lead}</p>${action}</div>`
}

export function failureNotice(failure: CatalogueFailure, retry: () => void): TemplateResult {
  return html`<div class="notice bad" role="alert">${icon(failure.kind === 'offline' ? 'offline' : 'alert')}<p>${inWords(failure)}</p>
    <button class="button" @click=${retry}>${icon('retry', 18)}${t('act.retry')}</button></div>`
}

export function staleNotice(): TemplateResult {
  return html`<div class="notice">${icon('clock')}<p>${t('error.stale')}</p></div>`
}

function inWords(failure: CatalogueFailure): string {
  switch (failure.kind) {
    case 'offline': return navigator.onLine ? t('error.catalogue') : t('error.offline')
    case 'not-found': return t('title.notFound')
    case 'forbidden': case 'server': return t('error.status', { message: failure.message })
  }
}

/** Grey shapes where posters will be. */
export function posterBones(count: number): TemplateResult[] {
  return Array.from({ length: count }, () => html`<div class="bone poster-bone"></div>`)
}
