/** What the time machine says when there is no moment to show. */

import type { TemplateResult } from 'lit'
import { html } from 'lit'
import type { Asked } from '../moments.ts'
import { past } from '../past.ts'
import { t } from '../strings/t.ts'
import { icon } from './icon.ts'
import { intertitle } from './notices.ts'

/** Undefined when there is a moment. `choose` gives one that can be shown. */
export function noMoment(asked: NonNullable<Asked>, here: string, nowMs: number): TemplateResult | undefined {
  const back = html`<a class="button then" href=${here}>${t('then.back')}</a>`
  if ('problem' in asked) {
    const link = `${here}${here.includes('?') ? '&' : '?'}at=${encodeURIComponent(past.start(nowMs))}`
    return html`<div class="notice bad" role="alert">${icon('clock')}<p>${t(`then.${asked.problem}`)}</p><a class="button" href=${link}>${t('then.choose')}</a>${back}</div>`
  }
  if (!past.isReady()) return html`<div class="bone" role="status" aria-label=${t('then.loading')} aria-busy="true"></div>`
  return past.span(nowMs) ? undefined : intertitle(t('then.empty'), t('then.empty.lead'), back)
}
