import t from '../../test/support/tap.ts'
import { tmdbAnswers } from '../../test/support/tmdb-answers.ts'
import { readCollection } from './tmdb-collection.ts'
import { readFound, readSearchPage } from './tmdb-list.ts'
import { readPerson, readPersonBrief } from './tmdb-person.ts'

const answers = tmdbAnswers()
const load = (name: string): unknown => answers!.load(name)

t.test("TMDB's own people are read exactly", async (t) => {
  if (!answers) return t.pass('not run: the real answers of TMDB are not here')

  t.test('a person in full', async (t) => {
    const raw = load('people__details') as { biography: string }
    const images = answers.example('/person/{person_id}/images') as { profiles: { file_path: string }[] }
    const tagged = answers.example('/person/{person_id}/tagged_images')
    const { credits, knownFor, ...person } = readPerson({
      ...raw,
      combined_credits: load('people__combined_credits'),
      external_ids: load('people__external_ids'),
      images,
      tagged_images: tagged,
    })
    t.match(person, {
      personId: 12312,
      name: 'Richard Anderson',
      profilePath: '/AiAPSDhMNu7zoZRngj8dISNk1rA.jpg',
      department: 'Acting',
      birthday: '1926-08-08',
      deathday: '2017-08-31',
      imdbId: 'nm0027323',
      placeOfBirth: 'Long Branch, New Jersey, USA',
      homepage: 'http://www.bionik.com/',
      alsoKnownAs: ['Dick Anderson', 'Richard Norman Anderson', 'Ричард Андерсон', 'Дик Андерсон'],
    })
    t.equal(person.biography, raw.biography)
    t.strictSame(person.images, images.profiles.map(({ file_path }) => file_path))
    t.ok(person.tagged.includes('/1wY4psJ5NVEhCuOYROwLH2XExM2.jpg'))
    t.strictSame(
      credits.map(({ title, as, role, department, releaseDate, episodes }) => [title, as, role, department, releaseDate, episodes]),
      [
        ['The Extraordinary Voyage', 'crew', 'Thanks', 'Crew', '2011-12-08', null],
        ['Forrest Gump', 'cast', 'Forrest Gump', 'Acting', '1994-06-23', null],
        ['Tales from the Crypt', 'crew', 'Director', 'Directing', '1989-06-10', 1],
        ['LIVE with Kelly and Mark', 'cast', 'Self', 'Acting', '1988-09-05', 1],
      ],
      'newest first',
    )
    t.strictSame(knownFor.map(({ title }) => title), ['Forrest Gump'], 'not for a visit to a talk show')
  })

  t.test('a long career, each title once in a department', async (t) => {
    const raw = answers.example('/person/{person_id}/combined_credits') as { cast: { id: number; media_type: string }[] }
    const { credits, knownFor } = readPerson({ id: 31, name: 'Tom Hanks', known_for_department: 'Acting', combined_credits: raw })
    t.equal(credits.filter(({ as }) => as === 'cast').length, new Set(raw.cast.map(({ id, media_type }) => `${media_type}${id}`)).size)
    t.ok(knownFor.length > 0 && knownFor.length <= 12)
    const dates = credits.map(({ releaseDate }) => releaseDate ?? '9999')
    t.strictSame(dates, dates.toSorted().reverse(), 'what has no date is still to come')
  })

  t.test('a blank homepage is none', async (t) => {
    t.match(readPerson(load('unit__person-blank-homepage')), { personId: 31, homepage: null })
    t.match(readPerson(load('unit__person')), {
      personId: 287,
      deathday: null,
      homepage: null,
      alsoKnownAs: ['Бред Питт', 'Бред Пітт', 'Buratto Pitto', 'Брэд Питт'],
    })
    t.strictSame(readPersonBrief(load('unit__person')), {
      personId: 287,
      name: 'Brad Pitt',
      profilePath: '/kU3B75TyRiCgE270EyZnHjfivoq.jpg',
    })
  })

  t.test('people who are looked for', async (t) => {
    t.match(readSearchPage(answers.example('/search/person'), 'person'), {
      results: [],
      people: [{ personId: 31, name: 'Tom Hanks', department: 'Acting', titles: ['Forrest Gump', 'Toy Story', 'The Green Mile'] }],
    })
    const raw = load('people_lists__popular') as { results: { id: number }[] }
    t.strictSame(readSearchPage(raw, 'person').people.map(({ personId }) => personId), raw.results.map(({ id }) => id))
    const multi = load('search__multi') as { results: { id: number; media_type: string }[] }
    t.strictSame(
      readSearchPage(multi, null).people.map(({ personId }) => personId),
      multi.results.filter(({ media_type }) => media_type === 'person').map(({ id }) => id),
    )
    t.strictSame(readSearchPage(load('search__movie'), 'movie').people, [])
  })

  t.test('collections, whose films may have names for titles', async (t) => {
    t.match(readCollection(load('unit__collection')), {
      collectionId: 10,
      name: 'Star Wars Collection',
      backdropPath: '/qVPChlozQ1BP3svfHjiAdNneMGA.jpg',
      parts: [{ tmdbId: 11, title: 'Star Wars', year: 1977 }, {}],
    })
    const raw = answers.example('/collection/{collection_id}') as { parts: { id: number; release_date: string }[] }
    t.strictSame(
      readCollection(raw).parts.map(({ tmdbId }) => tmdbId),
      raw.parts.toSorted((a, b) => a.release_date.localeCompare(b.release_date)).map(({ id }) => id),
    )
  })

  t.test('what is found by the id of others', async (t) => {
    t.match(readFound(load('find__tv_results')).results, [{ mediaType: 'tv', tmdbId: 1396, title: 'Breaking Bad' }])
    t.match(readFound(load('unit__find-tvdb-id-tvshow')).results, [{ mediaType: 'tv', tmdbId: 1396 }])
    t.match(readFound(answers.example('/find/{external_id}')).results, [{ mediaType: 'movie', tmdbId: 934433 }])
    t.strictSame(readFound(load('find__tv_season_results')).results, [], 'a season is no title')
  })
})

t.test('several roles in one title are one row; what is for adults only is left out', async (t) => {
  const film = { id: 653, title: 'Nosferatu', media_type: 'movie', release_date: '1922-02-16', vote_count: 10 }
  const { credits } = readPerson({
    id: 2,
    name: 'F. W. Murnau',
    combined_credits: {
      cast: [{ ...film, id: 7, adult: true, character: 'X' }],
      crew: [{ ...film, job: 'Director', department: 'Directing' }, { ...film, job: 'Editor', department: 'Editing' }, {
        ...film,
        job: 'Casting',
        department: 'Directing',
      }, { ...film, id: 8, release_date: '', job: 'Director', department: 'Directing' }],
    },
  })
  t.strictSame(credits.map(({ tmdbId, department, role }) => [tmdbId, department, role]), [[8, 'Directing', 'Director'], [
    653,
    'Directing',
    'Director, Casting',
  ], [653, 'Editing', 'Editor']])
})
