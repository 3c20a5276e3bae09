/** One's own review on the shelf of reviews: to be read there, not only opened. */

import type { TemplateResult } from 'lit'
import { css, html, nothing } from 'lit'
import '../elements/poster.ts'
import { filmOf } from '../library.ts'
import { titlePath } from '../routes.ts'
import { calendarDate } from '../strings/format.ts'
import { t } from '../strings/t.ts'
import type { Shelved } from './shelf.ts'

export const reviewStyles = css`
  .reviewed { display: grid; grid-template-columns: 5.5rem minmax(0, 1fr); gap: var(--space-2) var(--space-5); inline-size: 100%; padding-block: var(--space-5); border-block-end: 1px solid var(--line); position: relative; }
  .reviewed .pick { position: absolute; z-index: 2; inset-block-start: var(--space-5); inset-inline-start: 0; }
  .reviewed.picked { background: var(--now-tint); }
  .reviewed rewind-poster { grid-row: 1 / span 3; inline-size: 5.5rem; align-self: start; }
  .reviewed h2 { font: 400 var(--size-4) / 1.2 var(--display); }
  .reviewed h2 a { text-decoration: none; } .reviewed h2 a:hover { text-decoration: underline; }
  .reviewed h2 a::after { content: ''; position: absolute; inset: 0; }
  .reviewed p { unicode-bidi: plaintext; text-align: match-parent; max-inline-size: 42rem; color: var(--ink-soft); font-size: var(--size-3); white-space: pre-line; display: -webkit-box; -webkit-line-clamp: 4; -webkit-box-orient: vertical; overflow: hidden; }
  .reviewed small { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 var(--space-3); color: var(--ink-faint); font-size: var(--size-1); }
  .reviewed small b { color: var(--now); font-size: var(--size-3); font-weight: 600; }
  @media (width < 44rem) { .reviewed { grid-template-columns: 4rem minmax(0, 1fr); gap: var(--space-2) var(--space-4); } .reviewed rewind-poster { inline-size: 4rem; } }
`

/** `box`: what selects it. */
export function reviewRow({ entry, card }: Shelved, picked: boolean, box: unknown): TemplateResult {
  const film = filmOf(entry, card)
  const { review } = entry
  return html`<div role="listitem" class="reviewed ${picked ? 'picked' : ''}" data-key=${entry.key}>
    <rewind-poster .path=${film.posterPath} .name=${film.title} .year=${film.year} sizes="5.5rem" aria-hidden="true"></rewind-poster>${box}
    <h2><a href=${titlePath(film)}>${film.title}</a></h2>
    ${review ? html`<small class="figures"><b>${t('review.score', { score: review.score })}</b><span>${calendarDate(review.writtenAt)}</span><span>${t(`visibility.${review.visibility}`)}</span></small><p>${review.text}</p>` : nothing}</div>`
}
