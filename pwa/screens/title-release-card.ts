/** One release as people choose by: what it is, how large, how old, who has it, whether it plays, and why it stands where it stands. */

import type { TemplateResult } from 'lit'
import { css, html, nothing } from 'lit'
import type { Playability } from '../../projections/playability.ts'
import type { Said } from '../../projections/said.ts'
import type { ReleaseRow } from '../../projections/wire-releases.ts'
import { icon } from '../elements/icon.ts'
import { bytes, listed } from '../strings/format.ts'
import { tellJudged } from '../strings/judged.ts'
import { t } from '../strings/releases.ts'

export const releaseCardStyles = css`
  .release { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: var(--space-2) var(--space-4); align-items: start; padding: var(--space-4) 0; border-block-end: 1px solid var(--line); }
  .release:last-child { border-block-end: 0; }
  .release h3 { overflow-wrap: anywhere; font-size: var(--size-2); line-height: 1.4; }
  .badge { display: inline-block; margin-inline-end: var(--space-2); padding: 0.1em 0.6em; border-radius: var(--pill); background: var(--now); color: var(--on-now); font-size: var(--size-1); font-weight: 600; }
  .what { display: flex; flex-wrap: wrap; gap: var(--space-1) var(--space-3); margin-block-start: var(--space-2); color: var(--ink-soft); font-size: var(--size-1); }
  .what b { color: var(--ink); font-weight: 600; }
  .plays { display: inline-flex; align-items: center; gap: var(--space-1); margin-block-start: var(--space-2); font-size: var(--size-1); }
  .plays svg { color: var(--then); }
  .plays.no svg { color: var(--bad); }
  .against { margin-block-start: var(--space-2); color: var(--bad); font-size: var(--size-2); }
  .release details { grid-column: 1 / -1; font-size: var(--size-1); }
  .release summary { inline-size: fit-content; min-block-size: var(--target); display: flex; align-items: center; color: var(--ink-soft); cursor: pointer; text-decoration: underline; text-decoration-color: var(--line); text-underline-offset: 0.25em; }
  .release details ul { padding-inline-start: var(--space-4); list-style: disc; color: var(--ink-soft); }
  @media (width < 36rem) { .release { grid-template-columns: minmax(0, 1fr); } .release > .button { justify-self: start; } }
`

export interface CardPlace { readonly mark: 'best' | 'chosen' | null; readonly busy: boolean; take(release: ReleaseRow): void }

export function releaseCard(release: ReleaseRow, { mark, busy, take }: CardPlace): TemplateResult {
  const { title, refusals, reasons, playability } = release
  const refused = refusals.length > 0
  return html`<li class="release">
    <div><h3>${mark === null ? nothing : html`<span class="badge">${t(`releases.${mark}`)}</span>`}${title}</h3>
      <p class="what figures">${whatItIs(release)}</p>
      ${playability.playable === 'yes' ? nothing : plays(playability)}
      ${refusals.map((refusal) => html`<p class="against">${sentence(refusal)}</p>`)}</div>
    <button class="button ${mark === 'best' ? 'now' : ''}" aria-disabled=${busy ? 'true' : 'false'} aria-label=${t(refused ? 'releases.anyway.named' : 'releases.take.named', { title })}
      @click=${() => take(release)}>${t(refused ? 'releases.anyway' : 'releases.take')}</button>
    <details><summary>${t('releases.why')}</summary><ul>${reasons.map((reason) => html`<li>${sentence(reason)}</li>`)}</ul></details></li>`
}

function whatItIs({ quality, sizeBytes, ageDays, indexers, score, parsed, wholeSeason }: ReleaseRow): readonly TemplateResult[] {
  const { videoCodec, hdr, audio, channels, languages, edition, version } = parsed
  const parts = [
    wholeSeason ? t('releases.wholeSeason') : undefined,
    sizeBytes === null ? t('releases.size.unknown') : bytes(sizeBytes), nameOf(videoCodec), hdr.join(' '), [audio.map(nameOf).join(' '), channels.join(' ')].filter(Boolean).join(' '),
    listed(languages), edition ?? undefined, version > 1 ? t('releases.repack', { version }) : undefined,
    ageDays === null ? undefined : ageDays < 730 ? t('releases.age', { count: ageDays }) : t('releases.age.years', { count: Math.floor(ageDays / 365) }),
    score === 0 ? undefined : t('releases.score', { score }), listed(indexers),
  ]
  return [html`<b>${quality}</b>`, ...parts.filter((part) => part !== undefined && part !== '').map((part) => html`<span>${part}</span>`)]
}

/** As they are written on boxes; others as they are, in capitals. */
const NAMES: Readonly<Record<string, string>> = { h264: 'H.264', h265: 'HEVC', h266: 'VVC', xvid: 'Xvid', divx: 'DivX', ac3: 'AC-3', eac3: 'E-AC-3', truehd: 'TrueHD', 'dts-hd': 'DTS-HD', 'dts-x': 'DTS:X', atmos: 'Atmos', opus: 'Opus' }
const nameOf = (codec: string | null) => codec === null ? undefined : NAMES[codec] ?? codec.toUpperCase()

function plays({ playable, told }: Playability): TemplateResult {
  if (playable === 'yes') return html``
  return html`<p class="plays ${playable}" title=${tellJudged(told)}>${icon(playable === 'no' ? 'alert' : 'play', 16)}${t(`releases.plays.${playable}`)}</p>`
}

/** Reasons are parts of sentences; alone each is one. */
function sentence(said: Said): string {
  const text = tellJudged(said).replace(/\.$/, '')
  return text.charAt(0).toUpperCase() + text.slice(1)
}
