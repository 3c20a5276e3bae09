/** The automatic choice among an indexer's releases, by what their titles say: few rules, each told in the reason. Pure. */

import type { Quality, Release } from '../../domain/acquisition.ts'
import type { ParsedRelease } from '../releases/parse-release.ts'
import { parseRelease } from '../releases/parse-release.ts'
import { namesFilm } from '../releases/names-film.ts'
import type { MovieQuery } from './indexer.ts'
import type { IndexerItem } from './newznab-answer.ts'

export interface Candidate { readonly indexer: string; readonly item: IndexerItem }
export interface Choice { readonly candidate: Candidate; readonly release: Release }

type Resolution = '720p' | '1080p' | '4K' | 'other'
const DEFAULT_ORDER: readonly Resolution[] = ['1080p', '720p', '4K', 'other']

interface Ranked { readonly candidate: Candidate; readonly parsed: ParsedRelease; readonly rank: readonly [number, number, number] }

export function releaseIdOf({ indexer, item }: Candidate): string {
  return `${indexer}:${item.guid}`
}

/** The best of the candidates, or undefined when none will do. */
export function chooseRelease(candidates: readonly Candidate[], quality: Quality, movie: MovieQuery): Choice | undefined {
  const order = [quality, ...DEFAULT_ORDER.filter((each) => each !== quality)]
  const fit: Ranked[] = []
  const faults: string[] = []
  for (const candidate of candidates) {
    const parsed = parseRelease(candidate.item.title, { kind: 'movie' })
    const fault = faultOf(candidate.item, parsed, movie)
    if (fault !== undefined) faults.push(fault)
    else fit.push({ candidate, parsed, rank: [order.indexOf(resolutionOf(parsed)), isGoodSource(parsed) ? 0 : 1, candidate.item.sizeBytes ?? Infinity] })
  }
  fit.sort((a, b) => a.rank[0] - b.rank[0] || a.rank[1] - b.rank[1] || compareSizes(a.rank[2], b.rank[2]))
  const best = fit[0]
  if (!best) return undefined
  const inTier = fit.filter(({ rank }) => rank[0] === best.rank[0] && rank[1] === best.rank[1]).length
  return { candidate: best.candidate, release: releaseOf(best.candidate, reasonOf(best, quality, inTier, candidates.length, faults)) }
}

export function releaseOf(candidate: Candidate, reason: string): Release {
  const { item, indexer } = candidate
  return { releaseId: releaseIdOf(candidate), title: item.title.slice(0, 1_000), indexer, sizeBytes: item.sizeBytes ?? 0, reason }
}

/** Why a release is never chosen by itself; undefined where nothing speaks against it. */
function faultOf(item: IndexerItem, parsed: ParsedRelease, movie: MovieQuery): string | undefined {
  if (!isMovie(item)) return 'not a film'
  if (!isOf(item, parsed, movie)) return 'another film'
  if (item.passworded) return 'needs a password'
  if (!parsed.parsed) return 'its title says nothing'
  switch (parsed.source) {
    case 'cam': case 'telesync': case 'telecine': return 'filmed off the screen'
    case 'screener': case 'workprint': return 'not the finished film'
    case 'dvd': case 'hddvd': case 'tv': case 'vhs': case 'webdl': case 'webrip': case 'bluray': case 'digital-master': case 'unknown':
  }
  if (parsed.sample) return 'only a sample'
  if (parsed.threeD !== null) return '3D'
  return parsed.hardcodedSubs ? 'subtitles burnt in' : undefined
}

function resolutionOf({ resolution }: ParsedRelease): Resolution {
  switch (resolution) {
    case '2160p': return '4K'
    case '1080p': case '1080i': return '1080p'
    case '720p': case '720i': return '720p'
    default: return 'other'
  }
}

function reasonOf({ candidate: { item }, parsed }: Ranked, quality: Quality, inTier: number, found: number, faults: readonly string[]): string {
  const resolution = resolutionOf(parsed)
  const words = resolution === 'other' ? 'None says a resolution that was wanted' : resolution === quality ? `${quality}, as asked for` : `${resolution}, because there is none in ${quality}`
  const source = isGoodSource(parsed) ? ', from a disc or the web' : ''
  const size = item.sizeBytes === null ? '' : `, ${sizeInWords(item.sizeBytes)}`
  return `${words}${source}; ${inTier === 1 ? 'the only one' : `the smallest of ${inTier} alike`}${size}; ${found} found${faultsInWords(faults)}.`
}

function faultsInWords(faults: readonly string[]): string {
  const counts = new Map<string, number>()
  for (const fault of faults) counts.set(fault, (counts.get(fault) ?? 0) + 1)
  if (counts.size === 0) return ''
  return `, ${faults.length} passed over (${[...counts].map(([fault, count]) => count === 1 ? fault : `${count} ${fault}`).join(', ')})`
}

function sizeInWords(bytes: number): string {
  return bytes >= 1e9 ? `${(bytes / 1e9).toFixed(1)} GB` : `${Math.max(1, Math.round(bytes / 1e6))} MB`
}

const compareSizes = (a: number, b: number) => a === b ? 0 : a < b ? -1 : 1
const isMovie = ({ categories }: IndexerItem) => categories.length === 0 || categories.some((id) => id >= 2000 && id < 3000)
const isGoodSource = ({ source }: ParsedRelease) => source === 'bluray' || source === 'webdl'

/** Where the indexer says which film it is, that counts; else its name and year must be the film's, and it must not be an episode. */
function isOf(item: IndexerItem, parsed: ParsedRelease, movie: MovieQuery): boolean {
  if (item.imdbId !== null && movie.imdbId !== null) return Number(item.imdbId.slice(2)) === Number(movie.imdbId.slice(2))
  return namesFilm(item.title, parsed, movie)
}
