import t from '../../test/support/tap.ts'
import { serialByTmdbId, serials } from './serials.ts'
import { filmByImdbId, filmByTmdbId, films, GENRE_IDS, yearOf } from './index.ts'

t.test('the starter catalogue holds at least sixty films, each with ids of its own', async (t) => {
  t.ok(films.length >= 60, `${films.length} films`)
  t.equal(new Set(films.map((film) => film.tmdbId)).size, films.length)
  t.equal(new Set(films.map((film) => film.imdbId)).size, films.length)
  for (const film of films) {
    t.match(film.imdbId, /^tt\d{7,8}$/)
    t.equal(filmByTmdbId(film.tmdbId), film)
    t.equal(filmByImdbId(film.imdbId), film)
  }
})

t.test('every film is complete and old enough to be free', async (t) => {
  for (const film of films) {
    t.equal(new Date(`${film.releaseDate}T00:00:00Z`).toISOString().slice(0, 10), film.releaseDate, `${film.title} has a real date`)
    t.ok(yearOf(film) <= 1968 && film.runtimeMinutes > 5 && film.runtimeMinutes < 200)
    t.ok(film.directors.length > 0 && film.genres.length > 0 && film.countries.length > 0)
    t.ok(film.genres.every((genre) => GENRE_IDS[genre] > 0))
    t.ok(film.overview.length > 60 && film.tagline.length > 3 && film.score > 0 && film.score < 10)
  }
})

t.test('IMDb numbers grow with the years, as the first ones were given: a slip of a digit stands out', async (t) => {
  // IMDb numbered its first films by year of production; releases lag behind by a year or two.
  for (const film of films) {
    const earlier = films.filter((other) => yearOf(other) < yearOf(film) - 4)
    const odd = earlier.filter((other) => Number(other.imdbId.slice(2)) > Number(film.imdbId.slice(2)))
    t.same(odd.map((other) => other.title), [], film.title)
  }
})

t.test('every serial is complete, in order, and old enough to be free', async (t) => {
  t.ok(serials.length >= 4 && serials.some(({ seasons }) => seasons.filter(({ number }) => number > 0).length > 1))
  for (const serial of serials) {
    t.equal(serialByTmdbId(serial.tmdbId), serial)
    t.notOk(filmByTmdbId(serial.tmdbId), 'a number of its own')
    t.ok(serial.directors.length > 0 && serial.cast.length > 0 && serial.genres.length > 0 && serial.overview.length > 60 && serial.score > 0 && serial.score < 10)
    t.strictSame(serial.seasons.map(({ number }) => number), [...serial.seasons].map(({ number }) => number).sort((a, b) => a - b), serial.title)
    t.strictSame([...new Set(serial.seasons.map(({ number }) => number))].length, serial.seasons.length)
    for (const { number, episodes } of serial.seasons.filter((season) => season.number > 0)) {
      t.equal(new Set(episodes.map(({ name }) => name)).size, episodes.length, `${serial.title} ${number}`)
      const days = episodes.flatMap(({ shown }) => shown ?? [])
      t.strictSame(days, days.toSorted(), `${serial.title} ${number} was shown in order`)
      t.ok(days.every((day) => day >= serial.firstShown && new Date(`${day}T00:00:00Z`).toISOString().startsWith(day) && day < '1936'))
    }
  }
})
