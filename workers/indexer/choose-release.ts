/** The automatic choice among an indexer's releases: few rules, each told in the reason. Pure. */

import type { Quality, Release } from '../../domain/acquisition.ts'
import type { MovieQuery } from './newznab.ts'
import type { IndexerItem } from './newznab-answer.ts'

export interface Candidate { readonly indexer: string; readonly item: IndexerItem }
export interface Choice { readonly candidate: Candidate; readonly release: Release }

type Resolution = '720p' | '1080p' | '4K' | 'other'
const DEFAULT_ORDER: readonly Resolution[] = ['1080p', '720p', '4K', 'other']

export function releaseIdOf({ indexer, item }: Candidate): string {
  return `${indexer}:${item.guid}`
}

/** The best of the candidates, or undefined when none will do. */
export function chooseRelease(candidates: readonly Candidate[], quality: Quality, movie: MovieQuery): Choice | undefined {
  const fit = candidates.filter(({ item }) => isMovie(item) && !item.passworded && !isFilmedOffTheScreen(item.title) && isOf(item, movie))
  const order = [quality, ...DEFAULT_ORDER.filter((each) => each !== quality)]
  const ranked = fit
    .map((candidate) => ({ candidate, rank: [order.indexOf(resolutionOf(candidate.item.title)), isGoodSource(candidate.item.title) ? 0 : 1, candidate.item.sizeBytes ?? Infinity] as const }))
    .sort((a, b) => a.rank[0] - b.rank[0] || a.rank[1] - b.rank[1] || compareSizes(a.rank[2], b.rank[2]))
  const best = ranked[0]
  if (!best) return undefined
  const inTier = ranked.filter(({ rank }) => rank[0] === best.rank[0] && rank[1] === best.rank[1]).length
  return { candidate: best.candidate, release: releaseOf(best.candidate, reasonOf(best.candidate.item, quality, inTier, candidates.length)) }
}

export function releaseOf(candidate: Candidate, reason: string): Release {
  const { item, indexer } = candidate
  return { releaseId: releaseIdOf(candidate), title: item.title.slice(0, 1_000), indexer, sizeBytes: item.sizeBytes ?? 0, reason }
}

function resolutionOf(title: string): Resolution {
  if (/\b(2160p|4k|uhd)\b/i.test(title)) return '4K'
  if (/\b1080[pi]\b/i.test(title)) return '1080p'
  return /\b720p\b/i.test(title) ? '720p' : 'other'
}

function reasonOf(item: IndexerItem, quality: Quality, inTier: number, found: number): string {
  const resolution = resolutionOf(item.title)
  const words = resolution === 'other' ? 'None says a resolution that was wanted' : resolution === quality ? `${quality}, as asked for` : `${resolution}, because there is none in ${quality}`
  const source = isGoodSource(item.title) ? ', from a disc or the web' : ''
  const size = item.sizeBytes === null ? '' : `, ${sizeInWords(item.sizeBytes)}`
  return `${words}${source}; ${inTier === 1 ? 'the only one' : `the smallest of ${inTier} alike`}${size}; ${found} found.`
}

function sizeInWords(bytes: number): string {
  return bytes >= 1e9 ? `${(bytes / 1e9).toFixed(1)} GB` : `${Math.max(1, Math.round(bytes / 1e6))} MB`
}

const compareSizes = (a: number, b: number) => a === b ? 0 : a < b ? -1 : 1
const isMovie = ({ categories }: IndexerItem) => categories.length === 0 || categories.some((id) => id >= 2000 && id < 3000)
const isGoodSource = (title: string) => /\b(blu-?ray|bdrip|brrip|web-?dl)\b/i.test(title)
const isFilmedOffTheScreen = (title: string) => /\b(cam|camrip|hdcam|ts|hdts|telesync|tc|telecine|scr|screener|dvdscr)\b/i.test(title.replace(/^.*?\b(19|20)\d\d\b/, ''))

/** Where the indexer says which film it is, that counts; else the title's words and its year must be there. */
function isOf(item: IndexerItem, movie: MovieQuery): boolean {
  if (item.imdbId !== null && movie.imdbId !== null) return Number(item.imdbId.slice(2)) === Number(movie.imdbId.slice(2))
  const words = wordsOf(item.title)
  const yearFits = movie.year === null || [movie.year - 1, movie.year, movie.year + 1].some((year) => words.includes(String(year)))
  return yearFits && wordsOf(movie.title).every((word) => words.includes(word))
}

function wordsOf(text: string): string[] {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/['’]/g, '').split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '')
}
