/**
 * From a film or an episode to its releases at all indexers, judged, and to the NZB of one of them. In the API's process alone: one cache, one count of questions.
 *
 * 1. All indexers are asked at once. One that fails, or takes long, is told beside the others' releases; only when all fail does the search.
 * 2. What was found is kept for `limits.indexerAnswerAgeMs`, shorter where a part of it failed; the same question is asked once however many want it. Failures are not kept.
 * 3. An NZB comes from the first indexer that has the release and gives it; the others are asked in turn.
 * 4. A season of which several episodes wait is asked for as one question. Its answer serves all that waited by then, for up to `limits.indexerWaitedAgeMs`,
 *    in so far as it came also where asking for the rest fails;
 *    each is judged by itself, and what the season's answer lists of other episodes is left out.
 * 5. An episode for which that leaves no release that may be taken, or not the one that was named, is asked for by itself as well.
 * 6. The NZB of a whole season is grabbed once for all its episodes, and kept as long as what it was found by.
 */

import type { Quality } from '../../domain/acquisition.ts'
import type { Playable } from '../../domain/playable.ts'
import { playableKey } from '../../domain/playable.ts'
import { sayOfJob as say } from '../../projections/said-of-jobs.ts'
import type { IndexerProblem, ReleasePage, ReleaseRow } from '../../projections/wire-releases.ts'
import { CatalogueError } from '../catalogue/catalogue-error.ts'
import { IndexerError } from '../indexer/fetch-limited.ts'
import type { Indexer, IndexerConfig, SearchAnswer, SearchQuery } from '../indexer/indexer.ts'
import type { IndexerUse } from '../indexer/indexer-meter.ts'
import type { IndexerPorts } from '../indexer/open-indexer.ts'
import { openIndexer } from '../indexer/open-indexer.ts'
import { limits } from '../limits.ts'
import type { Log } from '../log.ts'
import type { System } from '../system.ts'
import type { IndexerSettings, NewsServerSettings } from '../upstreams.ts'
import { FindError, findErrorOf } from './find-error.ts'
import type { Judged, Wanted } from './judge-releases.ts'
import { judgeReleases } from './judge-releases.ts'
import type { Answer, AskHow } from './kept-answers.ts'
import { keptAnswers, slow } from './kept-answers.ts'
import type { Nzb } from './kept-nzbs.ts'
import { keptNzbs } from './kept-nzbs.ts'
import type { Offered } from './merge-offers.ts'
import { mergeOffers, releaseIdOf } from './merge-offers.ts'
import { isWholeSeason, mayHoldEpisode } from './names-episode.ts'
import { parseRelease } from './parse-release.ts'
import type { QualitySettings } from './quality-settings.ts'
import { qualitiesOf } from './quality-settings.ts'

export interface ReleaseWish {
  readonly quality: Quality
  /** Of the profile to order by; else the one that serves the quality. */
  readonly profile?: string
  /** Of releases that were no good before. */
  readonly tried: readonly string[]
  /** Of whole seasons that cannot be taken apart. */
  readonly inOnePiece?: readonly string[]
  /** Told whatever its place. */
  readonly releaseId?: string
  /** Ask again what was asked a moment ago. */
  readonly fresh?: boolean
  /** Somebody looks on: who has not answered after `limits.indexerHurryMs` is told as slow. */
  readonly hurry?: boolean
  readonly waits?: Waits
}

/** Of a job. `since`: when it was queued last, RFC 3339. `withOthers`: other episodes of its season wait as well. */
export interface Waits { readonly since: string; readonly withOthers: boolean }

/** `alone`: by a question about nothing else. `season`: by one about all of its season. `both`: by that, and then by one of its own. */
export type Searched = 'alone' | 'season' | 'both'

/** `plain`: for everybody; the message is for admins. */
export interface FoundProblem extends IndexerProblem { readonly plain: string }

/** `wanted`: the release that was named, where it is there. */
export interface Found extends ReleasePage { readonly wanted: ReleaseRow | null; readonly problems: readonly FoundProblem[]; readonly searched: Searched }

/** Of one indexer, for metrics and for admins. `left`: null where nothing is known of a limit. */
export interface IndexerFigures extends IndexerUse { readonly name: string; readonly searchesLeft: number | null; readonly grabsLeft: number | null }

export interface ReleaseFinder {
  /** Throws `FindError`. */
  find(what: Playable, wish: ReleaseWish): Promise<Found>
  /** Throws `FindError`: `NOT_FOUND` for a release that no indexer has any more. */
  fetchNzb(what: Playable, releaseId: string, signal: AbortSignal): Promise<Nzb>
  figures(): Promise<readonly IndexerFigures[]>
}

export interface FinderPorts extends Omit<IndexerPorts, 'system'> {
  readonly system: Pick<System, 'sleep' | 'now'>
  readonly log: Pick<Log, 'info' | 'warn'>
  /** That goes where its settings allow. */
  fetchFor(settings: IndexerSettings): typeof fetch
  /** What is set up now. */
  indexers(): readonly IndexerSettings[]
  newsServers(): readonly NewsServerSettings[]
  quality(): QualitySettings
  /** Rejects when the catalogue cannot say. */
  wanted(what: Playable): Promise<Wanted>
  /** Releases were looked for. `shared`: a search that was made for another episode of the season has answered. */
  looked(how: Searched | 'shared'): void
}

interface Offers { readonly offered: readonly Offered[]; readonly problems: readonly FoundProblem[] }

export function createReleaseFinder(ports: FinderPorts): ReleaseFinder {
  const { system, log, meter } = ports
  const clientOf = clientsOf(ports)
  const answers = keptAnswers(clientOf, system)
  const seasonNzbs = keptNzbs(system)

  const enabled = () => ports.indexers().filter((each) => each.enabled)

  async function wantedOf(what: Playable): Promise<Wanted> {
    const kind = what.mediaType === 'movie' ? 'FILM' : 'EPISODE'
    try {
      return await ports.wanted(what)
    } catch (error) {
      if (error instanceof CatalogueError && error.code === 'NOT_FOUND') throw new FindError('NOT_FOUND', say(`JOB_UNKNOWN_${kind}`), { retryable: false, cause: error })
      throw new FindError('TMDB_ERROR', say(`JOB_UNTOLD_${kind}`), { retryable: true, cause: error })
    }
  }

  /** Throws `FindError` where none has an answer. */
  async function offersOf(what: Playable, query: SearchQuery, { hurry = false, ...how }: AskHow & Pick<ReleaseWish, 'hurry'> = {}): Promise<Offers> {
    const answered = await patiently(enabled().map((each) => ({ name: each.name, answer: answers.ask(each, query, how) })), hurry, system)
    const problems = answered.flatMap(({ name, answer }) => answer instanceof IndexerError ? [problemOf(name, answer)] : answer.failures.map((failure) => problemOf(failure.indexer, failure)))
    for (const { indexer, code, message } of problems) log.warn({ indexer, code, of: playableKey(what) }, message)
    const failed = answered.flatMap(({ name, answer }) => answer instanceof IndexerError ? [{ name, error: answer }] : [])
    const worst = failed.find(({ error }) => error.retryable) ?? failed[0]
    if (worst && failed.length === answered.length) throw findErrorOf(worst.name, worst.error)
    return { offered: answered.flatMap(({ name, answer }) => answer instanceof IndexerError ? [] : offeredBy(name, answer)), problems }
  }

  /** Rules 4 and 5. `isEnough`: the season's answer spares the question of its own. */
  async function lookFor(what: Playable, wanted: Wanted, { waits, fresh = false, hurry = false }: ReleaseWish, isEnough: (offered: readonly Offered[]) => boolean): Promise<Offers & { readonly searched: Searched }> {
    const alone = () => offersOf(what, queryFor(what, wanted), { fresh, hurry })
    const season = waits === undefined ? undefined : seasonQueryFor(what, wanted)
    const isKept = season !== undefined && enabled().every((each) => answers.kept(each, season, waits))
    if (!season || !waits!.withOthers && !isKept) {
      ports.looked('alone')
      return { ...await alone(), searched: 'alone' }
    }
    const all = await offersOf(what, season, { since: waits!.since })
    const offered = all.offered.filter(({ item }) => mayHoldEpisode(item, wanted.episode!))
    log.info({ of: playableKey(what), found: all.offered.length, ofEpisode: offered.length, shared: isKept }, isKept ? 'the search of its season answers for this episode too' : 'the season is searched once, for all its episodes that wait')
    const own = isEnough(offered) ? undefined : await alone()
    const searched = own ? 'both' : 'season'
    ports.looked(isKept && !own ? 'shared' : searched)
    return { offered: [...offered, ...own?.offered ?? []], problems: own ? withoutThoseOf(all.problems, own.problems) : all.problems, searched }
  }

  return {
    async find(what, wish) {
      const startedAt = system.now()
      if (enabled().length === 0) throw new FindError('INDEXER_ERROR', say('JOB_NO_INDEXER'), { retryable: true })
      const wanted = await wantedOf(what)
      const qualities = qualitiesOf(ports.quality())
      const profile = qualities.profiles.find(({ name }) => name === wish.profile) ?? qualities.serving(wish.quality)
      const judge = (offered: readonly Offered[]) => judgeReleases(offered, { wanted, profile, sizes: qualities.sizes, tried: new Set(wish.tried), inOnePiece: new Set(wish.inOnePiece), retentionDays: retentionOf(ports.newsServers()), nowMs: system.now() })
      const named = (judged: readonly Judged[]) => judged.find(({ offer }) => offer.offers.some((each) => releaseIdOf(each) === wish.releaseId))?.row ?? null
      let judged: readonly Judged[] = []
      const { offered, problems, searched } = await lookFor(what, wanted, wish, (ofSeason) => {
        judged = judge(ofSeason)
        return wish.releaseId === undefined ? judged.some(({ row }) => row.refusals.length === 0) : named(judged) !== null
      })
      if (searched !== 'season') judged = judge(offered)
      const page = pageOf(judged, { problems, indexers: enabled().map(({ name }) => name), profile: profile.name })
      log.info({ of: playableKey(what), found: offered.length, ...page.total, problems: problems.length, searched, tookMs: system.now() - startedAt }, 'releases were looked for')
      return { ...page, problems, searched, wanted: named(judged) }
    },
    async fetchNzb(what, releaseId, signal) {
      const wanted = await wantedOf(what)
      const season = seasonQueryFor(what, wanted)
      const has = (offered: readonly Offered[]) => mergeOffers(offered).find((merged) => merged.offers.some((each) => releaseIdOf(each) === releaseId))?.offers
      // Chosen of what the season's search found, it is asked for by that, however long it took until now.
      const kept = season === undefined ? [] : enabled().flatMap((each) => offeredBy(each.name, answers.last(each, season)))
      const offers = has(kept) ?? has((await offersOf(what, queryFor(what, wanted))).offered)
      if (!offers) throw new FindError('NOT_FOUND', say('JOB_CHOICE_GONE'), { retryable: true })
      const from = new Map(enabled().map((settings) => [settings.name, settings]))
      const fetch = (until: AbortSignal) => firstThatGives(offers.filter(({ indexer }) => from.has(indexer)), (name) => clientOf(from.get(name)!), log, until)
      const isOfMany = wanted.episode !== null && isWholeSeason(parseRelease(offers[0].item.title, { kind: 'tv' }), wanted.episode)
      return isOfMany ? await seasonNzbs(releaseId, () => fetch(AbortSignal.timeout(limits.indexerSearchMs))) : await fetch(signal)
    },
    async figures() {
      const all = enabled()
      const used = await meter.used(all.map(({ name }) => name))
      return all.map((settings) => {
        const told = clientOf.known(settings)?.limitsTold()
        const { searches, grabs } = used[settings.name]!
        return { name: settings.name, searches, grabs, searchesLeft: least(settings.apiPerDay, searches, told?.apiLeft), grabsLeft: least(settings.grabsPerDay, grabs, told?.grabsLeft) }
      })
    },
  }
}

function queryFor({ tmdbId }: Playable, { imdbId, tvdbId, title, year, episode }: Wanted): SearchQuery {
  return episode === null ? { movie: { imdbId, tmdbId, title, year } } : { episode: { tvdbId, imdbId, tmdbId, title, season: episode.season, episode: episode.episode } }
}

/** Undefined for a film. */
function seasonQueryFor(what: Playable, { imdbId, tvdbId, title }: Wanted): SearchQuery | undefined {
  return what.mediaType === 'tv' ? { episode: { tvdbId, imdbId, tmdbId: what.tmdbId, title, season: what.season, episode: null } } : undefined
}

function offeredBy(indexer: string, answer: SearchAnswer | undefined): readonly Offered[] {
  return answer?.items.map((item) => ({ indexer, item })) ?? []
}

/** What went wrong again is told once. */
function withoutThoseOf(before: readonly FoundProblem[], now: readonly FoundProblem[]): readonly FoundProblem[] {
  return [...before.filter(({ indexer }) => !now.some((problem) => problem.indexer === indexer)), ...now]
}

/** A client for each setting, for as long as the setting stays: what it has learnt of its indexer stays with it. */
function clientsOf(ports: FinderPorts): ((settings: IndexerSettings) => Indexer) & { known(settings: IndexerSettings): Indexer | undefined } {
  const clients = new Map<string, { readonly key: string; readonly client: Indexer }>()
  function clientOf(settings: IndexerSettings): Indexer {
    const { name, kind, url, apiKey, categories, apiPerDay, grabsPerDay } = settings
    const config: IndexerConfig = { name, kind, url, apiKey, categories, apiPerDay, grabsPerDay }
    const key = JSON.stringify([config, settings.ownNetwork])
    const known = clients.get(name)
    if (known?.key === key) return known.client
    const client = openIndexer(config, { ...ports, system: { ...ports.system, fetch: ports.fetchFor(settings) } })
    clients.set(name, { key, client })
    return client
  }
  return Object.assign(clientOf, { known: ({ name }: IndexerSettings) => clients.get(name)?.client })
}

interface Asked { readonly name: string; readonly answer: Promise<Answer> }

/** Once one has answered, the others have `limits.indexerPatienceMs` more. */
async function patiently(asked: readonly Asked[], hurry: boolean, system: Pick<System, 'sleep'>): Promise<readonly { readonly name: string; readonly answer: Answer }[]> {
  const enough = new AbortController()
  const one = Promise.any(asked.map(async ({ answer }) => {
    if (await answer instanceof IndexerError) throw new Error('no answer')
  })).then(() => system.sleep(limits.indexerPatienceMs, enough.signal), () => undefined)
  const late = hurry ? Promise.race([one, system.sleep(limits.indexerHurryMs, enough.signal)]) : one
  try {
    return await Promise.all(asked.map(async ({ name, answer }) => ({ name, answer: await Promise.race([answer, late.then(() => slow(name))]) })))
  } finally {
    enough.abort()
  }
}

async function firstThatGives(offers: readonly Offered[], clientOf: (name: string) => Indexer, log: Pick<Log, 'warn'>, signal: AbortSignal): Promise<Nzb> {
  let first: FindError | undefined
  for (const { indexer, item } of offers) {
    try {
      const nzb = await clientOf(indexer).fetchNzb(item, signal)
      if (!looksLikeNzb(nzb.bytes)) throw new IndexerError('BAD_ANSWER', `${indexer} sent something that is no NZB`)
      return { ...nzb, indexer }
    } catch (error) {
      if (!(error instanceof IndexerError)) throw error
      log.warn({ indexer, code: error.code }, `${error.message}: its NZB could not be had there`)
      first ??= findErrorOf(indexer, error)
    }
  }
  throw first ?? new FindError('NOT_FOUND', say('JOB_NOBODY_HAS_IT'), { retryable: true })
}

/** A page for people comes with status 200 as well. */
const looksLikeNzb = (bytes: Uint8Array) => /<nzb[\s>]/i.test(new TextDecoder('latin1').decode(bytes.subarray(0, 4_096)))

/** Null where one does not say how long it keeps articles. */
function retentionOf(servers: readonly NewsServerSettings[]): number | null {
  const days = servers.filter(({ enabled }) => enabled).map(({ retentionDays }) => retentionDays)
  return days.length === 0 || days.includes(null) ? null : Math.max(...days as number[])
}

function problemOf(indexer: string, { code, message, plain }: Pick<IndexerError, 'code' | 'message' | 'plain'>): FoundProblem {
  return { indexer, code, message: `${message}.`, plain: `${plain}.` }
}

/** About twenty are looked at; of those refused the first are the nearest to being taken. */
function pageOf(judged: readonly Judged[], more: Pick<ReleasePage, 'problems' | 'indexers' | 'profile'>): ReleasePage {
  const rows = (refused: boolean): readonly ReleaseRow[] => judged.filter(({ row }) => row.refusals.length > 0 === refused).map(({ row }) => row)
  const [releases, refused] = [rows(false), rows(true)]
  return { releases: releases.slice(0, limits.releasesShownMax), refused: refused.slice(0, limits.releasesShownMax), total: { releases: releases.length, refused: refused.length }, ...more }
}

function least(perDay: number | null, used: number, told: number | null | undefined): number | null {
  const left = [perDay === null ? null : Math.max(0, perDay - used), told ?? null].filter((each) => each !== null)
  return left.length === 0 ? null : Math.min(...left)
}
