import t from '../../test/support/tap.ts'
import { meantBy } from './shared.ts'

const nothing = { title: null, text: null, url: null }
const movie = (tmdbId: number) => ({ kind: 'title', mediaType: 'movie', tmdbId })
const search = (words: string) => ({ kind: 'search', words })

t.test('TMDB says which title it is, whichever field the address comes in', async (t) => {
  t.same(meantBy({ ...nothing, url: 'https://www.themoviedb.org/movie/653-nosferatu-eine-symphonie-des-grauens' }), movie(653))
  t.same(meantBy({ ...nothing, text: 'Look at this: https://www.themoviedb.org/tv/1396-breaking-bad?language=en-US' }), { kind: 'title', mediaType: 'tv', tmdbId: 1396 })
  t.same(meantBy({ ...nothing, title: 'https://themoviedb.org/de-DE/movie/19' }), movie(19))
  t.same(meantBy({ ...nothing, text: 'web+rewind:movie/653' }), movie(653))
})

t.test('IMDb names a title by an id of its own, with words for when nobody knows it', async (t) => {
  const nosferatu = { kind: 'imdb', imdbId: 'tt0013442', words: 'Nosferatu' }
  t.same(meantBy({ title: 'Nosferatu (1922) - IMDb', text: null, url: 'https://www.imdb.com/title/tt0013442/' }), nosferatu)
  t.same(meantBy({ ...nothing, text: 'Nosferatu (1922) ⭐ 7.8 | Fantasy, Horror\nhttps://m.imdb.com/title/tt0013442/?ref_=ext_shr' }), nosferatu)
})

t.test('Letterboxd, Trakt and YouTube are searched for, without what stands around the title', async (t) => {
  t.same(meantBy({ ...nothing, url: 'https://letterboxd.com/film/the-passion-of-joan-of-arc/' }), search('the passion of joan of arc'))
  t.same(meantBy({ ...nothing, text: 'Sunrise: A Song of Two Humans directed by F. W. Murnau\nhttps://boxd.it/2bac' }), search('Sunrise: A Song of Two Humans'))
  t.same(meantBy({ ...nothing, url: 'https://trakt.tv/movies/the-general-1926' }), search('the general'))
  t.same(meantBy({ title: null, text: 'Check out Metropolis on Trakt!', url: 'https://trakt.tv/movies/metropolis-1927' }), search('Metropolis'))
  t.same(meantBy({ title: 'METROPOLIS (1927) | Official Trailer [HD]', text: 'https://youtu.be/Q0NzALRJifI', url: null }), search('METROPOLIS'))
  t.same(meantBy({ title: 'Nosferatu (TV Mini Series 1922– ) - IMDb', text: null, url: null }), search('Nosferatu'))
})

t.test('words are searched for, and nothing is nothing', async (t) => {
  t.same(meantBy({ ...nothing, text: '  “The Cabinet of Dr. Caligari”\nYou must see it!' }), search('The Cabinet of Dr. Caligari'))
  t.same(meantBy({ ...nothing, title: '1917' }), search('1917'), 'a year may be all there is')
  t.equal(meantBy({ ...nothing, text: 'x'.repeat(999) })?.kind === 'search' && 'bounded', 'bounded')
  t.same([meantBy(nothing), meantBy({ ...nothing, url: 'https://example.org/films/7' }), meantBy({ ...nothing, text: ' \n' })], [undefined, undefined, undefined])
})

t.test('no other host can pass for one of them', async (t) => {
  t.equal(meantBy({ ...nothing, url: 'https://evil-themoviedb.org/movie/653' }), undefined)
  t.equal(meantBy({ ...nothing, url: 'https://example.org/title/tt0013442/' }), undefined)
})
