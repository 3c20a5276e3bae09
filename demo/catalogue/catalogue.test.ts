import t from '../../test/support/tap.ts'
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
