/**
 * Releases in the order in which a quality profile wants them, each with what spoke for it or against it: tier of quality, then score
 * of its custom formats, then a repack before what it mends, what is whole before what is a part of more, then the size nearest to the preferred one, or the smaller: but what
 * is too small to be the film comes last. Pure but for the time that people's own patterns have.
 */

import type { Said } from '../../../projections/said.ts'
import { sayOfRelease as say } from '../../../projections/said-of-releases.ts'
import { parseRelease } from '../parse-release.ts'
import type { Kind, ParsedRelease } from '../parse-release.ts'
import type { RankedRelease } from './custom-format.ts'
import type { QualityProfile, SizeRule, SizeRules } from './quality-profile.ts'
import type { QualityName } from './quality.ts'
import { qualityOf } from './quality.ts'
import type { Judgement } from './try-patterns.ts'
import { patternsOf } from './try-patterns.ts'

export interface Offer {
  readonly title: string
  readonly sizeBytes: number | null
  readonly passworded: boolean
  /** Of a release that holds more, and may not let itself be taken apart. */
  readonly isPart?: boolean
}

export interface RankWish {
  readonly profile: QualityProfile
  readonly sizes: SizeRules
  readonly kind: Kind
  /** Of the film; null where sizes cannot be judged by it. */
  readonly runtimeMinutes: number | null
  /** ISO 639-1; null where it is not known. */
  readonly originalLanguage: string | null
}

export interface Ranked<Each extends Offer> {
  readonly offer: Each
  readonly parsed: ParsedRelease
  readonly quality: QualityName
  readonly score: number
  readonly formats: readonly { readonly name: string; readonly score: number }[]
  /** Good enough that no better one need be looked for. */
  readonly meetsCutoff: boolean
  readonly reasons: readonly Said[]
  /** Why it may not be taken; empty for one that may. */
  readonly refusals: readonly Said[]
}

export function rankReleases<Each extends Offer>(offers: readonly Each[], wish: RankWish): readonly Ranked<Each>[] {
  const judging = patternsOf(wish.profile)
  const ranked = offers.map((offer) => judge(offer, wish, judging))
  return ranked.toSorted((a, b) => Number(a.refusals.length > 0) - Number(b.refusals.length > 0) || a.tier - b.tier || b.score - a.score || b.version - a.version
    || Number(a.offer.isPart ?? false) - Number(b.offer.isPart ?? false) || a.sizeOff - b.sizeOff || compareText(a.offer.title, b.offer.title)).map(({ tier: _, version: __, sizeOff: ___, ...each }) => each)
}

const compareText = (a: string, b: string) => a < b ? -1 : a > b ? 1 : 0

function judge<Each extends Offer>(offer: Each, wish: RankWish, judging: (release: RankedRelease) => Judgement) {
  const { profile } = wish
  const parsed = parseRelease(offer.title, { kind: wish.kind })
  const release: RankedRelease = { title: offer.title, parsed, sizeBytes: offer.sizeBytes, originalLanguage: wish.originalLanguage }
  const quality = qualityOf(parsed)
  const found = profile.tiers.findIndex(({ qualities }) => qualities.includes(quality))
  const tier = found < 0 ? profile.tiers.length : found
  const { formats, refusals } = judging(release)
  const score = formats.reduce((sum, each) => sum + each.score, 0)
  const perMinute = offer.sizeBytes === null || wish.runtimeMinutes === null ? null : offer.sizeBytes / 1e6 / wish.runtimeMinutes
  const rule = wish.sizes.get(quality)
  const cutoff = profile.tiers.findIndex(({ name, qualities }) => name === profile.cutoff || qualities.includes(profile.cutoff ?? ''))
  const doubtful = rule === undefined && perMinute !== null && perMinute < doubtfulBelow(parsed.resolution)
  return {
    offer, parsed, quality, score, formats, tier, version: parsed.revision.version, meetsCutoff: cutoff < 0 || tier <= cutoff,
    sizeOff: doubtful ? Number.MAX_VALUE : sizeOffOf(perMinute, offer.sizeBytes, rule),
    reasons: [...reasonsOf(quality, tier, profile, formats, score, perMinute), ...doubtful ? [say('RELEASE_DOUBTFUL')] : []],
    refusals: [
      ...parsed.parsed ? [] : [say('RELEASE_UNNAMED')], ...parsed.sample ? [say('RELEASE_SAMPLE')] : [], ...offer.passworded ? [say('RELEASE_PASSWORD')] : [],
      ...profile.tiers[tier]?.allowed ? [] : [say('RELEASE_UNWANTED', { quality, profile: profile.name })],
      ...score < profile.minFormatScore ? [scoresLittle(score, profile.minFormatScore, formats)] : [],
      ...languageRefusal(release, profile),
      ...refusals,
      ...sizeRefusal(perMinute, rule, quality),
    ],
  }
}

function reasonsOf(quality: QualityName, tier: number, profile: QualityProfile, formats: readonly { readonly name: string; readonly score: number }[], score: number, perMinute: number | null): readonly Said[] {
  const place = profile.tiers[tier]
  const allowedBefore = (end: number) => profile.tiers.slice(0, end).filter(({ allowed }) => allowed).length
  return [
    place?.allowed ? say('RELEASE_CHOICE', { quality, place: allowedBefore(tier) + 1, of: allowedBefore(profile.tiers.length), profile: profile.name }) : say('RELEASE_QUALITY', { quality }),
    ...formats.length > 0 ? [say('RELEASE_SCORE', { score, formats: formats.map(({ name, score: points }) => say('RELEASE_POINTS', { format: name, points: `${points >= 0 ? '+' : ''}${points}` })) })] : [],
    ...perMinute === null ? [] : [say('RELEASE_RATE', { rate: rounded(perMinute) })],
  ]
}

function scoresLittle(score: number, least: number, formats: readonly { readonly name: string; readonly score: number }[]): Said {
  const against = formats.filter((each) => each.score < 0).map(({ name }) => name)
  return against.length === 0 ? say('RELEASE_SCORES_LITTLE', { score, least }) : say('RELEASE_SCORES_LITTLE_FOR', { score, least, formats: against.map((format) => say('RELEASE_FORMAT', { format })) })
}

const rounded = (perMinute: number) => Math.round(perMinute * 10) / 10

/** Megabytes a minute that no encoder has brought a film of this resolution below and left it watchable: more likely a fake, or a trailer. */
function doubtfulBelow(resolution: string | null): number {
  const height = Number.parseInt(resolution ?? '480', 10)
  return height >= 2160 ? 12 : height >= 1080 ? 5 : height >= 720 ? 2.5 : 1.2
}

function sizeRefusal(perMinute: number | null, rule: SizeRule | undefined, quality: QualityName): readonly Said[] {
  if (perMinute === null || rule === undefined) return []
  if (perMinute < rule.min) return [say('RELEASE_TOO_SMALL', { rate: rounded(perMinute), quality, least: rule.min })]
  return perMinute > rule.max ? [say('RELEASE_TOO_LARGE', { rate: rounded(perMinute), quality, most: rule.max })] : []
}

/** How far from what is preferred; with no rule the smaller is better, and an unknown size last. */
function sizeOffOf(perMinute: number | null, sizeBytes: number | null, rule: SizeRule | undefined): number {
  if (perMinute !== null && rule !== undefined) return Math.abs(perMinute - rule.preferred)
  return sizeBytes ?? Number.MAX_SAFE_INTEGER
}

function languageRefusal({ parsed, originalLanguage }: RankedRelease, { language }: QualityProfile): readonly Said[] {
  if (language === 'any') return []
  const { audio: spoken, tags } = parsed.languages
  // Of several languages the film's own is one, whichever are named.
  if (language === 'original' && (tags.includes('multi audio') || tags.includes('dual audio'))) return []
  const wanted = language === 'original' ? originalLanguage ?? 'original' : language
  // A title that names no language is in the film's own.
  const fits = spoken.length === 0 ? language === 'original' || wanted === (originalLanguage ?? wanted) : spoken.includes(wanted) || language === 'original' && (originalLanguage === null || spoken.includes('original'))
  const heard = spoken.length > 0 ? spoken : originalLanguage === null || originalLanguage === '' ? [] : [originalLanguage]
  return fits ? [] : [notIn(wanted === 'original' ? say('RELEASE_LANGUAGE_OWN') : wanted, heard)]
}

function notIn(wanted: string | Said, heard: readonly string[]): Said {
  return heard.length === 0 ? say('RELEASE_LANGUAGE_OTHER', { wanted }) : say('RELEASE_LANGUAGE', { languages: heard, wanted })
}
