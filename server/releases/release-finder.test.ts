import type { Test } from 'tap'
import t from '../../test/support/tap.ts'
import type { NewznabFault } from '../../demo/newznab-server.ts'
import { startNewznabServer } from '../../demo/newznab-server.ts'
import { films } from '../../demo/catalogue/index.ts'
import { serials } from '../../demo/catalogue/serials.ts'
import type { Release } from '../../demo/releases.ts'
import { releasesOf } from '../../demo/releases.ts'
import { memoryIndexerMeter } from '../indexer/indexer-meter.ts'
import { limits } from '../limits.ts'
import { silentLog } from '../log.ts'
import type { System } from '../system.ts'
import { realSystem } from '../system.ts'
import { indexerDefaults, newsServerDefaults } from '../upstreams.ts'
import { FindError } from './find-error.ts'
import { presetQualities } from './quality-settings.ts'
import type { FinderPorts } from './release-finder.ts'
import { createReleaseFinder } from './release-finder.ts'

const KEY = 'k3y-nobody-may-see'
const never = new AbortController().signal
const film = films.find(({ tmdbId }) => tmdbId === 653)!
const nosferatu = { mediaType: 'movie', tmdbId: 653 } as const
const listed = releasesOf(film)
const wish = { quality: '1080p', tried: [] } as const

interface Indexer { lists?: (release: Release) => boolean; allows?: { api: number; grabs: number }; fault?: NewznabFault | undefined }

/** Demo indexers of these names, and a finder that asks them all. */
async function finderAmong(t: Test, given: Readonly<Record<string, Indexer>>, more: Partial<FinderPorts> = {}, perDay: { apiPerDay?: number } = {}) {
  const servers = new Map<string, Awaited<ReturnType<typeof startNewznabServer>>>()
  for (const [name, indexer] of Object.entries(given)) {
    const { lists, allows } = indexer
    const server = await startNewznabServer({ apiKey: KEY, fault: () => indexer.fault, ...lists ? { lists } : {}, ...allows ? { allows } : {} })
    t.teardown(server.stop)
    servers.set(name, server)
  }
  const logged: string[] = []
  const log = { ...silentLog, warn: (fields: object, message: string) => logged.push(JSON.stringify(fields) + message), info: (fields: object, message: string) => logged.push(JSON.stringify(fields) + message) }
  const settings = [...servers].map(([name, { url }]) => ({ ...indexerDefaults, name, url, apiKey: KEY, ...perDay }))
  const finder = createReleaseFinder({
    system: realSystem, meter: memoryIndexerMeter(realSystem), observed: () => {}, looked: () => {}, log, fetchFor: () => realSystem.fetch, indexers: () => settings, newsServers: () => [], quality: () => presetQualities,
    wanted: async () => ({ imdbId: film.imdbId, tvdbId: null, title: film.title, originalTitle: film.title, year: 1922, runtimeMinutes: 94, originalLanguage: 'de', countries: ['DE'], episode: null }), ...more,
  })
  return { finder, settings, servers, logged, used: (name: string) => servers.get(name)!.used }
}
const failure = (work: Promise<unknown>) => work.then(() => undefined, (error: unknown) => error) as Promise<FindError | undefined>

t.test('all indexers are one list: what two of them have is there once, and either is asked for its NZB', async (t) => {
  const given: Record<string, Indexer> = { One: { lists: ({ quality }) => quality.key !== 'dvd-480p' }, Two: { lists: ({ quality }) => quality.key !== 'bluray-720p' } }
  const { finder, used } = await finderAmong(t, given)
  const found = await finder.find(nosferatu, wish)
  t.equal(found.releases.length + found.refused.length, listed.length)
  const indexersOf = (key: string) => [...found.releases, ...found.refused].find(({ title }) => title === listed.find(({ quality }) => quality.key === key)!.name)!
  t.same(['bluray-1080p', 'bluray-720p', 'dvd-480p'].map((key) => indexersOf(key).indexers), [['One', 'Two'], ['One'], ['Two']])
  t.same([found.profile, found.indexers, found.problems], ['1080p', ['One', 'Two'], []])
  const both = indexersOf('bluray-1080p')
  t.equal((await finder.fetchNzb(nosferatu, both.releaseId, never)).indexer, 'One', 'rule 3')
  given['One']!.fault = 'down'
  t.equal((await finder.fetchNzb(nosferatu, both.releaseId, never)).indexer, 'Two', 'rule 3: the grab falls over')
  given['One']!.fault = 'page'
  t.equal((await finder.fetchNzb(nosferatu, both.releaseId, never)).indexer, 'Two', 'rule 3: a page is no NZB')
  given['One']!.fault = 'down'
  const only = indexersOf('bluray-720p')
  t.match(await failure(finder.fetchNzb(nosferatu, only.releaseId, never)), { code: 'INDEXER_ERROR', message: 'One answered 503.', retryable: true })
  t.match(await failure(finder.fetchNzb(nosferatu, 'One:gone', never)), { code: 'NOT_FOUND', retryable: true })
  t.same([used('One'), used('Two')], [{ api: 1, grabs: 1 }, { api: 1, grabs: 2 }], 'rule 2: one search of each')
  t.match((await finder.find(nosferatu, { ...wish, releaseId: both.releaseId.replace('One', 'Two') })).wanted, { releaseId: both.releaseId }, 'named as the other indexer has it')
  t.equal((await finder.find(nosferatu, { ...wish, tried: [both.releaseId] })).refused.find(({ releaseId }) => releaseId === both.releaseId)!.refusals[0]!.code, 'RELEASE_TRIED')
})

t.test('one that fails is told beside the others; only when all fail does the search', async (t) => {
  const given: Record<string, Indexer> = { One: {}, Two: { fault: 'down' }, Three: { fault: 'page' }, Four: { fault: 'busy' } }
  const { finder, logged } = await finderAmong(t, given)
  const found = await finder.find(nosferatu, wish)
  t.equal(found.releases.length + found.refused.length, listed.length)
  t.same(found.problems.map(({ indexer, code }) => [indexer, code]), [['Two', 'REFUSED'], ['Three', 'BAD_ANSWER'], ['Four', 'LIMIT']])
  t.ok(logged.some((line) => line.includes('"indexer":"Two"') && line.includes('Two answered 503')), 'and logged')
  t.notMatch(logged.join('\n') + JSON.stringify(found), new RegExp(KEY), 'with no key')
  given['One']!.fault = 'down'
  t.match(await failure(finder.find(nosferatu, { ...wish, fresh: true })), { name: 'FindError', code: 'INDEXER_ERROR', retryable: true })
  t.equal((await finder.find(nosferatu, wish)).releases.length, found.releases.length, 'rule 2: what was found is still there')
  t.match(await failure((await finderAmong(t, {})).finder.find(nosferatu, wish)), { code: 'INDEXER_ERROR', message: 'No indexer is set up.' })
  const noCatalogue = await finderAmong(t, { One: {} }, { wanted: () => Promise.reject(new Error('502')) })
  t.match(await failure(noCatalogue.finder.find(nosferatu, wish)), { code: 'TMDB_ERROR', retryable: true })
})

t.test('one that is slow is not waited for once another has answered, and is there the next time', async (t) => {
  const waits: (() => void)[] = []
  // Patience ends when the test says so.
  const system: System = { ...realSystem, sleep: (ms, signal) => ms === limits.indexerPatienceMs ? new Promise((resolve) => waits.push(resolve)) : realSystem.sleep(ms, signal) }
  const given: Record<string, Indexer> = { One: {}, Two: {} }
  let letGo = () => {}
  const gate = new Promise<void>((resolve) => { letGo = resolve })
  const slow: typeof fetch = async (input, init) => {
    if (String(input).includes(`:${new URL(lab.settings[1]!.url).port}`)) await gate
    return await realSystem.fetch(input, init)
  }
  const lab = await finderAmong(t, given, { system, fetchFor: () => slow })
  const asked = lab.finder.find(nosferatu, wish)
  while (waits.length === 0) await realSystem.sleep(5)
  waits[0]!()
  const { problems, releases } = await asked
  t.match(problems, [{ indexer: 'Two', code: 'UNREACHABLE', message: /takes long/ }])
  t.ok(releases.length > 0)
  const again = lab.finder.find(nosferatu, wish)
  letGo()
  t.same((await again).problems, [])
  t.equal(lab.used('Two').api, 1, 'rule 2: the same question once')
})

t.test('the day of each indexer is counted and told, and one that says it is used up is left alone', async (t) => {
  let now = Date.now()
  const { finder, used } = await finderAmong(t, { One: { allows: { api: 2, grabs: 1 } } }, { system: { ...realSystem, now: () => now } }, { apiPerDay: 100 })
  await finder.find(nosferatu, wish)
  t.same(await finder.figures(), [{ name: 'One', searches: 1, grabs: 0, searchesLeft: 1, grabsLeft: 1 }], 'the tighter of what is set and what it says')
  await finder.find(nosferatu, { ...wish, fresh: true })
  t.equal((await finder.find(nosferatu, wish)).problems.length, 0, 'kept')
  now += limits.indexerAnswerAgeMs + 1
  t.equal(await finder.find(nosferatu, wish).then(() => used('One').api, () => used('One').api), 3, 'asked again after a while, and refused by itself')
  t.match(await failure(finder.find(nosferatu, wish)), { code: 'INDEXER_ERROR', message: /allows no more requests for now/ })
  t.equal(used('One').api, 3)
})

t.test('what is too old for every news server is not taken; servers that are off, or do not say, count as they should', async (t) => {
  const server = (retentionDays: number | null, enabled = true) => ({ ...newsServerDefaults, name: 'N', host: 'n', port: 119, tls: false, connections: 1, retentionDays, enabled })
  const refusals = async (...servers: ReturnType<typeof server>[]) => {
    const { finder } = await finderAmong(t, { One: {} }, { newsServers: () => servers })
    return (await finder.find(nosferatu, wish)).refused.filter((row) => row.refusals.some(({ code }) => code === 'RELEASE_TOO_OLD')).length
  }
  t.equal(await refusals(server(10), server(20)), listed.length)
  t.equal(await refusals(server(10), server(null)), 0)
  t.equal(await refusals(server(10), server(null, false)), listed.length)
  t.equal(await refusals(server(10), server(100_000)), 0)
})

t.test('why none could be asked is told to everybody in our words; what the indexer said of its account is beside it', async (t) => {
  const { settings } = await finderAmong(t, { One: {} })
  const { finder } = await finderAmong(t, {}, { indexers: () => settings.map((each) => ({ ...each, apiKey: 'another' })) })
  const error = await failure(finder.find(nosferatu, wish))
  t.match(error, { code: 'INDEXER_ERROR', message: 'One answered with the error 100.', retryable: true, cause: { message: /^One answered: .+ \(100\)$/ } })
})

t.test('an episode is found at the indexers, and is of all there is of its series the only one that is taken', async (t) => {
  for (const serial of serials) {
    const [season] = serial.seasons.slice(-1)
    const wanted = { imdbId: serial.imdbId ?? null, tvdbId: null, title: serial.title, originalTitle: serial.originalTitle ?? serial.title, year: Number(serial.firstShown.slice(0, 4)), runtimeMinutes: null, originalLanguage: serial.language, countries: [], episode: { season: season!.number, episode: 2, airDate: null } }
    // An indexer that does not heed the number is no reason to take another episode.
    const { finder } = await finderAmong(t, { One: { lists: ({ episode }) => episode?.serial === serial } }, { wanted: async () => wanted })
    const { releases, refused } = await finder.find({ mediaType: 'tv', tmdbId: serial.tmdbId, season: season!.number, episode: 2 }, wish)
    t.ok(releases.length >= 3 && [...releases, ...refused].every(({ title }) => title.includes(`S${String(season!.number).padStart(2, '0')}E02.`)), serial.title)
  }
})

/** A season of twelve at an indexer, and jobs that wait for its episodes. */
async function judexAt(t: Test, given: Indexer, more: Partial<FinderPorts> = {}) {
  const judex = serials.find(({ title }) => title === 'Judex')!
  const how: string[] = []
  const lab = await finderAmong(t, { One: given }, {
    wanted: async (what) => ({
      imdbId: judex.imdbId ?? null, tvdbId: null, title: 'Judex', originalTitle: 'Judex', year: 1916, runtimeMinutes: null, originalLanguage: 'fr', countries: ['FR'],
      episode: what.mediaType === 'tv' ? { season: what.season, episode: what.episode, airDate: null } : null,
    }),
    looked: (each) => how.push(each), ...more,
  })
  const episode = (number: number) => ({ mediaType: 'tv', tmdbId: judex.tmdbId, season: 1, episode: number }) as const
  const episodes = judex.seasons.find(({ number }) => number === 1)!.episodes.map((_, index) => episode(index + 1))
  return { ...lab, how, episode, episodes, waiting: (since: number, withOthers = true) => ({ ...wish, waits: { since: new Date(since).toISOString(), withOthers } }) }
}

t.test('a season that waits is one question, at an indexer too that allows no second one, and its NZBs come without another', async (t) => {
  let now = Date.now()
  const { finder, used, how, episodes, waiting } = await judexAt(t, { allows: { api: 1, grabs: 100 } }, { system: { ...realSystem, now: () => now } })
  const since = now
  const found = await Promise.all(episodes.slice(0, 3).map((each) => finder.find(each, waiting(since))))
  // Hours later, and the last of them waits with nobody.
  now += limits.indexerWaitedAgeMs - 1
  for (const each of episodes.slice(3)) found.push(await finder.find(each, waiting(since, false)))
  t.equal(used('One').api, 1, 'rule 4')
  for (const [index, { releases, refused, problems, searched }] of found.entries()) {
    t.ok(releases.length >= 3 && [...releases, ...refused].every(({ title }) => title.includes(`S01E${String(index + 1).padStart(2, '0')}.`)), 'each has its own alone')
    t.same([problems, searched], [[], 'season'])
  }
  t.same([how.filter((each) => each === 'season').length, how.filter((each) => each === 'shared').length], [3, episodes.length - 3])
  const last = found.at(-1)!.releases[0]!
  t.match(await finder.fetchNzb(episodes.at(-1)!, last.releaseId, never), { indexer: 'One' })
  t.match((await finder.find(episodes[0]!, { ...waiting(since), tried: [found[0]!.releases[0]!.releaseId] })).releases[0], { title: found[0]!.releases[1]!.title }, 'what was no good is passed over')
  t.equal(used('One').api, 1)
  t.match(await failure(finder.find(episodes[0]!, waiting(now))), { code: 'INDEXER_ERROR' }, 'who began to wait later asks anew, and is told that it may not')
  t.equal(used('One').api, 2)
})

t.test('an episode that the season has nothing for is asked for by itself as well, and so is a release that was named', async (t) => {
  let isPosted = false
  const { finder, used, how, episode, waiting } = await judexAt(t, { lists: ({ episode, quality }) => isPosted || episode?.number !== 2 || quality.key === 'cam' })
  const since = Date.now()
  const lacking = await finder.find(episode(2), waiting(since))
  t.match([lacking.searched, lacking.total], ['both', { releases: 0, refused: 1 }], 'rule 5: told once, though both found it')
  t.equal(used('One').api, 2)
  isPosted = true
  t.equal((await finder.find(episode(2), { ...wish, fresh: true })).releases.length, 4, 'it has been posted since')
  const [best] = (await finder.find(episode(2), wish)).releases
  t.match(await finder.find(episode(2), { ...waiting(since), releaseId: best!.releaseId }), { searched: 'both', wanted: { title: best!.title } })
  t.equal((await finder.find(episode(3), waiting(since))).searched, 'season')
  t.same(how, ['both', 'alone', 'alone', 'both', 'shared'])
  t.equal(used('One').api, 3)
})

t.test('an indexer whose day ends among the pages of a season serves who waited with those before', async (t) => {
  let now = Date.now()
  const judex = serials.find(({ title }) => title === 'Judex')!
  // Pages of forty: the season has more.
  const small: typeof fetch = async (input, init) => {
    const response = await realSystem.fetch(input, init)
    return String(input).includes('t=caps') ? new Response((await response.text()).replace('max="100" default="100"', 'max="40" default="40"')) : response
  }
  const { finder, used, episodes, waiting } = await judexAt(t, { lists: ({ episode }) => episode?.serial === judex, allows: { api: 1, grabs: 100 } }, { fetchFor: () => small, system: { ...realSystem, now: () => now } })
  const since = now
  const first = await finder.find(episodes[0]!, waiting(since))
  t.match([first.searched, first.problems], ['season', [{ indexer: 'One', code: 'LIMIT' }]])
  now += limits.indexerPartialAgeMs + 1
  const second = await finder.find(episodes[1]!, waiting(since))
  t.match([second.searched, second.releases.length > 0, second.problems], ['season', true, [{ indexer: 'One', code: 'LIMIT' }]])
  t.match(await finder.fetchNzb(episodes[1]!, second.releases[0]!.releaseId, never), { indexer: 'One' })
  t.equal(used('One').api, 1, 'it had said that no more is left')
})

t.test('a job that waits alone is asked for alone, and so is what somebody looks at', async (t) => {
  const { finder, how, episode, waiting } = await judexAt(t, {})
  t.equal((await finder.find(episode(1), waiting(Date.now(), false))).searched, 'alone')
  t.equal((await finder.find(nosferatu, waiting(Date.now()))).searched, 'alone', 'a film has no season')
  await finder.find(episode(2), waiting(Date.now()))
  t.equal((await finder.find(episode(3), wish)).searched, 'alone')
  t.same(how, ['alone', 'alone', 'season', 'alone'])
})
