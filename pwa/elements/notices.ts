/** What screens say when there is nothing to show, or nothing could be shown. */

import type { TemplateResult } from 'lit'
import { html, nothing } from 'lit'
import type { CatalogueFailure } from '../catalogue.ts'
import { library } from '../library.ts'
import { t } from '../strings/shell.ts'
import { icon } from './icon.ts'

/** An empty state: says what belongs here and how it comes here. */
export function intertitle(title: string, lead: string, action: TemplateResult | typeof nothing = nothing): TemplateResult {
  return html`<div class="intertitle"><h2>${title}</h2><p>${lead}</p>${action}</div>`
}

/** `words` where a screen knows better what a person misses. */
export function failureNotice(failure: CatalogueFailure, retry: () => void, words: Words = {}): TemplateResult {
  return html`<div class="notice bad" role="alert">${icon(failure.kind === 'offline' ? 'offline' : 'alert')}<p>${inWords(failure, words)}</p>
    ${failure.kind === 'forbidden' ? nothing : html`<button class="button" @click=${retry}>${icon('retry', 18)}${t('act.retry')}</button>`}</div>`
}

export function staleNotice(): TemplateResult {
  const { online } = library.link()
  return html`<div class="notice">${icon(online ? 'clock' : 'offline')}<p>${t(online ? 'error.stale' : 'error.stale.offline')}</p></div>`
}

interface Words { readonly offline?: string; readonly notFound?: string }

function inWords(failure: CatalogueFailure, { offline, notFound }: Words): string {
  switch (failure.kind) {
    case 'offline': return offline ?? t(library.link().online ? 'error.catalogue' : 'error.offline')
    case 'not-found': return notFound ?? t('title.notFound')
    case 'forbidden': case 'server': return t('error.status', { message: failure.message })
  }
}
/** Grey shapes where posters will be. */
export function posterBones(count: number): TemplateResult[] {
  return Array.from({ length: count }, () => html`<div class="bone poster-bone"></div>`)
}
