/** A library in numbers: what each number counts, and what holds of all of them. */

import fc from 'fast-check'
import { RATINGS } from '../domain/scales.ts'
import type { Rating } from '../domain/library-entry.ts'
import { libraryDecider } from '../domain/library-entry.ts'
import type { TitleRef } from '../domain/title.ts'
import { titleKey } from '../domain/title.ts'
import { ada, bob, given } from '../test/support/given.ts'
import { holds } from '../test/support/property.ts'
import type { Test } from '../test/support/tap.ts'
import t from '../test/support/tap.ts'
import type { CardRow } from './cards.ts'
import type { LibraryRow } from './library.ts'
import { library } from './library.ts'
import { dayAfter, isZone, localClock } from './local-clock.ts'
import { foldInto } from './projection.ts'
import type { StatsWish } from './stats.ts'
import { statsOf } from './stats.ts'
import { timeline } from './timeline.ts'
import { staysOf } from './watchlist-stays.ts'

const film = (tmdbId: number): TitleRef => ({ mediaType: 'movie', tmdbId })
const serial: TitleRef = { mediaType: 'tv', tmdbId: 9 }
const outline = { seasons: [{ season: 1, episodes: 10 }], aired: null, next: null, ended: true }
const card = (title: TitleRef, about: Partial<CardRow> = {}): readonly [string, CardRow] => [titleKey(title), {
  key: titleKey(title), ...title, title: `T${title.tmdbId}`, year: 1920 + title.tmdbId, posterPath: null, backdropPath: null, runtimeMinutes: 100, genres: ['Horror'], overview: '', outline: null, ...about,
}]
const cards = new Map([card(film(1), { year: 1922, genres: ['Horror', 'Fantasy'] }), card(film(2), { year: 1941, genres: ['Noir'] }), card(film(3), { runtimeMinutes: null, year: null, genres: [] }), card(serial, { runtimeMinutes: 25, year: 2001, genres: ['Drama'], outline })])
const wish: StatsWish = { year: 2026, kind: 'all', zone: 'Europe/Berlin', now: '2026-06-10T12:00:00.000Z' }

/** Each title's commands, as its own story. */
type Told = readonly (readonly [title: TitleRef, ...commands: readonly (readonly [type: string, data: object, at: string])[]])[]
function lifeOf(t: Test, told: Told) {
  const rows = new Map<string, LibraryRow>()
  const acts = new Map()
  for (const [title, ...commands] of told) {
    const story = commands.reduce((so, [type, data, at]) => so.done(type as 'MarkWatched', { title, ...data }, { at }), given(t, libraryDecider))
    for (const event of story.events) {
      foldInto(library, rows, event)
      foldInto(timeline, acts, { ...event, id: `${titleKey(title)} ${event.id}` as never, meta: { ...event.meta, commandId: `${titleKey(title)} ${event.meta.commandId}` as never, ...event.meta.undoes ? { undoes: `${titleKey(title)} ${event.meta.undoes}` as never } : {} } })
    }
  }
  return { rows: [...rows.values()], cards, stays: staysOf(acts.values()) }
}
const watch = (at: string, more: object = {}) => ['MarkWatched', more, at] as const
const rate = (rating: Rating, at: string, watched = false) => ['RateMovie', { rating, watched }, at] as const

t.test('hours, titles and parts of a year', async (t) => {
  const stats = statsOf(lifeOf(t, [
    [film(1), watch('2026-01-02T20:00:00Z'), watch('2026-01-03T20:00:00Z'), rate('SUPER_LIKE', '2026-01-03T22:00:00Z')],
    [film(2), watch('2025-02-01T20:00:00Z'), watch('2026-03-01T20:00:00Z', { together: [bob] })],
    [film(3), watch('2026-01-04T20:00:00Z')],
    [serial, watch('2026-05-01T20:00:00Z', { season: 1, episode: 1 }), watch('2026-05-02T20:00:00Z', { season: 1 }), watch('2026-05-03T20:00:00Z', { season: 1, episode: 1 }), watch('2026-05-04T20:00:00Z')],
  ]), wish)
  t.strictSame(stats.totals, { plays: 8, films: 4, episodes: 12, titles: 4, minutes: 300 + 25 * 12 })
  t.strictSame(stats.before, { plays: 1, films: 1, episodes: 0, titles: 1, minutes: 100 }, 'the year before, up to the same day')
  t.strictSame(stats.estimates, { minutes: 300, unknownLength: 2, wholeSeasons: 1, ratedUnseen: 0 }, 'episodes are estimated; a film without a length and a series as a whole are in no hours')
  t.strictSame(stats.faces, { DISLIKE: 0, OK: 0, LIKE: 0, SUPER_LIKE: 1 })
  t.strictSame(stats.periods.map(({ plays }) => plays), [3, 0, 1, 0, 4, 0, 0, 0, 0, 0, 0, 0])
  t.strictSame(stats.genres.map(({ name, plays, titles }) => [name, plays, titles]), [['Drama', 4, 1], ['Fantasy', 2, 1], ['Horror', 2, 1], ['Noir', 1, 1]])
  t.strictSame(stats.decades.map(({ name, plays }) => `${name}: ${plays}`), ['1920: 2', '1930: 0', '1940: 1', '1950: 0', '1960: 0', '1970: 0', '1980: 0', '1990: 0', '2000: 4'], 'no decade is left out in between')
  t.strictSame([stats.streak, stats.current], [{ days: 4, from: '2026-05-01', to: '2026-05-04' }, 0])
  t.strictSame(stats.rewatched, [{ title: film(1), plays: 1 }, { title: film(2), plays: 1 }, { title: serial, plays: 1 }], 'a first viewing of an earlier year counts as the first')
  t.strictSame([stats.first, stats.last], [{ title: film(1), at: '2026-01-02T20:00:00.000Z' }, { title: serial, at: '2026-05-04T20:00:00.000Z' }])
  t.strictSame([stats.oldest, stats.loved, stats.company, stats.years], [{ title: film(1), year: 1922 }, [{ title: film(1), rating: 'SUPER_LIKE' }], [{ userId: bob, plays: 1 }], [2026, 2025]])
  t.match(statsOf(lifeOf(t, [[film(1), watch('2026-01-02T20:00:00Z')], [serial, watch('2026-01-02T21:00:00Z', { season: 1, episode: 1 })]]), { ...wish, kind: 'tv' }), { totals: { plays: 1, films: 0, episodes: 1 }, busiest: { titles: [serial] } })
})

t.test('days and hours are the person’s own', async (t) => {
  const late = [[film(1), watch('2025-12-31T23:30:00Z')]] as const
  t.match(statsOf(lifeOf(t, late), wish), { totals: { plays: 1 }, days: { '2026-01-01': 1 }, first: { at: '2025-12-31T23:30:00.000Z' } })
  t.equal(statsOf(lifeOf(t, late), { ...wish, zone: 'America/New_York' }).totals.plays, 0)
  t.equal(statsOf(lifeOf(t, late), wish).hours[0], 1)
  const night = statsOf(lifeOf(t, [[film(1), watch('2026-03-29T00:59:00Z'), watch('2026-03-29T01:00:00Z')]]), wish)
  t.strictSame([night.hours[1], night.hours[2], night.hours[3]], [1, 0, 1], 'the hour that the clock skips has nothing')
  t.strictSame(night.weekdays, [0, 0, 0, 0, 0, 0, 2])
  const row = statsOf(lifeOf(t, [[film(1), watch('2026-06-07T21:59:00Z'), watch('2026-06-08T10:00:00Z'), watch('2026-06-09T20:00:00Z')]]), wish)
  t.strictSame([row.current, row.streak?.days], [3, 3], 'a row of days that ended yesterday may go on today')
  t.ok(isZone('Europe/Berlin') && !isZone('Middle/Earth'))
})

t.test('what was taken back is in no number; a rating without a viewing is said to be one', async (t) => {
  const id = '01930000-0000-7000-8000-000000000001'
  const undone = statsOf(lifeOf(t, [[film(1), ['AddToWatchlist', {}, '2026-01-01T12:00:00Z'], watch('2026-01-05T12:00:00Z'), ['Undo', { commandId: '01930000-0000-7000-8000-000000000002' }, '2026-01-06T12:00:00Z']]]), wish)
  t.match(undone, { totals: { plays: 0 }, watchlist: { added: 1, watched: 0, dropped: 0, droppedTitles: [], waiting: 1, medianDays: null } }, 'watched and undone: still waiting')
  t.match(statsOf(lifeOf(t, [[film(1), watch('2026-01-05T12:00:00Z'), ['UnmarkWatched', { playId: id }, '2026-01-06T12:00:00Z']]]), wish).totals, { plays: 0 })
  t.match(statsOf(lifeOf(t, [[film(1), rate('LIKE', '2026-01-05T12:00:00Z')]]), wish), { totals: { plays: 0 }, estimates: { ratedUnseen: 1 }, faces: { LIKE: 1 }, years: [2026] })
  t.match(statsOf(lifeOf(t, [[film(1), rate('LIKE', '2025-01-05T12:00:00Z'), rate('OK', '2026-01-05T12:00:00Z')]]), wish).faces, { LIKE: 0, OK: 1 }, 'a rating that was changed counts once')
})

t.test('the watchlist: how long titles waited, and what was dropped', async (t) => {
  const stats = statsOf(lifeOf(t, [
    [film(1), ['AddToWatchlist', {}, '2026-01-01T12:00:00Z'], watch('2026-01-11T12:00:00Z')],
    [film(2), ['AddToWatchlist', {}, '2025-01-01T12:00:00Z'], rate('OK', '2026-01-01T12:00:00Z')],
    [film(3), ['AddToWatchlist', {}, '2026-02-01T12:00:00Z'], ['RemoveFromWatchlist', {}, '2026-02-02T12:00:00Z'], ['AddToWatchlist', {}, '2026-02-03T12:00:00Z']],
    [serial, ['AddToWatchlist', {}, '2026-02-01T12:00:00Z'], ['RemoveFromWatchlist', {}, '2026-02-02T12:00:00Z'], ['Undo', { commandId: '01930000-0000-7000-8000-000000000002' }, '2026-02-03T12:00:00Z']],
  ]), wish)
  t.strictSame(stats.watchlist, { added: 4, watched: 2, dropped: 1, droppedTitles: [film(3)], waiting: 2, medianDays: 10, longest: { title: film(2), days: 365 } })
})

t.test('an empty library', async (t) => {
  const none = statsOf({ rows: [], cards, stays: [] }, { kind: 'all', zone: 'UTC', now: wish.now })
  t.match(none, { years: [], totals: { plays: 0, minutes: 0 }, periods: [], decades: [], streak: null, current: 0, busiest: null, first: null, loved: [], watchlist: { waiting: 0 } })
})

const zones = ['UTC', 'Europe/Berlin', 'America/St_Johns', 'Australia/Lord_Howe', 'Pacific/Apia', 'Asia/Kathmandu', 'Africa/Casablanca']
const anyInstant = fc.date({ min: new Date('1950-01-01T00:00:00Z'), max: new Date('2030-01-01T00:00:00Z'), noInvalidDate: true }).map((date) => date.toISOString())

t.test('local time is what the zone’s clocks show', async (t) => {
  await holds(t, 'as Intl formats it', 500, [fc.constantFrom(...zones), anyInstant], (zone, instant) => {
    const shown = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' }).format(new Date(instant))
    const { day, hour, year, month, weekday } = localClock(zone)(instant)
    if (`${day} ${String(hour).padStart(2, '0')}` !== shown.slice(0, 13) || `${year}` !== day.slice(0, 4) || month !== Number(day.slice(5, 7))) throw new Error(`${instant} in ${zone}: ${day} ${hour}, not ${shown}`)
    if (weekday !== (new Date(`${day}T12:00:00Z`).getUTCDay() + 6) % 7) throw new Error(`${day} is no weekday ${weekday}`)
  })
})

const anyRow = fc.record({
  tmdbId: fc.integer({ min: 1, max: 9 }), mediaType: fc.constantFrom('movie' as const, 'tv' as const), rating: fc.option(fc.constantFrom(...RATINGS)), ratedAt: anyInstant,
  plays: fc.array(fc.record({ playId: fc.uuid(), watchedAt: anyInstant, season: fc.constantFrom(undefined, 1, 2), together: fc.constantFrom([], [bob]) }), { maxLength: 8 }),
})
const anyLife = fc.uniqueArray(anyRow, { selector: titleKey, maxLength: 8 }).map((rows) => rows.map(({ plays, ...row }): LibraryRow => ({
  key: `${ada}_${titleKey(row)}`, userId: ada, ...row, ratedAt: row.rating === null ? null : row.ratedAt, plays: plays.sort((a, b) => a.watchedAt < b.watchedAt ? -1 : 1).map(({ season, ...play }) => ({ ...play, ...season === undefined || row.mediaType === 'movie' ? {} : { season } })),
  lastWatchedAt: null, watchlistPriority: null, watchlistNote: null, watchlistAddedAt: null, favouriteAt: null, progressSeconds: null, durationSeconds: null, progressAt: null,
  review: null, tags: [], elsewhere: null, viewedAt: null, dismissedAt: null, changedAt: '',
})))

t.test('the parts of every library add up, and say the same in whichever order its rows come', async (t) => {
  const total = (counts: Iterable<number>) => [...counts].reduce((sum, count) => sum + count, 0)
  await holds(t, 'sums', 200, [anyLife, fc.constantFrom(...zones), fc.constantFrom(undefined, 1999, 2026)], (rows, zone, year) => {
    const asked = { ...year === undefined ? {} : { year }, kind: 'all', zone, now: wish.now } as const
    const stats = statsOf({ rows, cards, stays: [] }, asked)
    const { plays, minutes } = stats.totals
    const sums = [total(stats.periods.map((each) => each.plays)), total(stats.weekdays), total(stats.hours), total(Object.values(stats.days))]
    if (sums.some((sum) => sum !== plays)) throw new Error(`${plays} viewings, but ${sums}`)
    if (total(stats.periods.map((each) => each.minutes)) !== minutes) throw new Error('the hours of the periods are not all hours')
    if (total(Object.values(stats.faces)) !== total(stats.periods.flatMap(({ faces }) => Object.values(faces)))) throw new Error('the faces of the periods are not all faces')
    if (stats.streak && Object.keys(stats.days).filter((day) => day >= stats.streak!.from && day <= stats.streak!.to).length !== stats.streak.days) throw new Error('a row of days has a gap')
    if (stats.streak && (stats.days[dayAfter(stats.streak.to)] ?? stats.days[dayAfter(stats.streak.from, -1)])) throw new Error('a row of days is cut short')
    const turned = statsOf({ rows: [...rows].reverse(), cards, stays: [] }, asked)
    if (JSON.stringify(turned) !== JSON.stringify(stats)) throw new Error('the order of the rows matters')
    const split = [statsOf({ rows, cards, stays: [] }, { ...asked, kind: 'movie' }), statsOf({ rows, cards, stays: [] }, { ...asked, kind: 'tv' })]
    if (total(split.map(({ totals }) => totals.plays)) !== plays) throw new Error('films and series are not all')
  })
})
