/** A page whose subject cannot be shown: under a heading, what happened, what can be done, and the way home. */

import type { TemplateResult } from 'lit'
import { html } from 'lit'
import type { CatalogueFailure } from '../catalogue.ts'
import { t } from '../strings/t.ts'
import { icon } from './icon.ts'
import { failureNotice } from './notices.ts'

/** `heading`: what the page is about, as far as that is known; `notFound`: said where there is no such thing. */
export function pageFailure(failure: CatalogueFailure, retry: () => void, { heading, notFound = t('title.notFound'), offline }: { readonly heading: string; readonly notFound?: string; readonly offline?: string }): TemplateResult {
  const home = html`<a class="button now" href="/">${t('error.home')}</a>`
  if (failure.kind !== 'not-found') return html`<h1 tabindex="-1">${heading}</h1>${failureNotice(failure, retry, offline === undefined ? {} : { offline })}<p>${home}</p>`
  return html`<div class="intertitle"><h1 tabindex="-1">${t('nav.notFound')}</h1><p role="alert">${notFound}</p>${home}<button class="button plain" @click=${retry}>${icon('retry', 18)}${t('act.retry')}</button></div>`
}
