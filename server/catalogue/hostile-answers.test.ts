/** Whatever TMDB answers, the catalogue says what its schemas allow, or fails in words. */

import { Ajv } from 'ajv'
import fc from 'fast-check'
import { holds } from '../../test/support/property.ts'
import t from '../../test/support/tap.ts'
import { episode, everything, person, provider, title } from '../../test/support/everything-tmdb-says.ts'
import { tmdbAnswers } from '../../test/support/tmdb-answers.ts'
import {
  certificationsSchema,
  collectionSchema,
  configurationSchema,
  countriesSchema,
  episodeSchema,
  foundSchema,
  genresSchema,
  keywordSchema,
  keywordsSchema,
  languagesSchema,
  personBriefSchema,
  personSchema,
  providersSchema,
  searchPageSchema,
  seasonSchema,
} from '../routes/catalogue-schemas.ts'
import { titleDetailSchema, titlePageSchema } from '../routes/title-schemas.ts'
import type { Catalogue } from './catalogue.ts'
import { createCatalogue } from './catalogue.ts'
import type { CatalogueCache } from './catalogue-cache.ts'
import { CatalogueError } from './catalogue-error.ts'
import { sharedTitleParts } from './title-detail.ts'

const household = { counts: { DISLIKE: 0, OK: 0, LIKE: 0, SUPER_LIKE: 0 }, mean: null }
const ajv = new Ajv({ strict: false })
/** All that the catalogue can be asked, with what its answers must look like. */
const QUESTIONS = ([
  ['a film', async (of) => titleDetailOf(await of.title({ mediaType: 'movie', tmdbId: 1 })), titleDetailSchema],
  ['a series', async (of) => titleDetailOf(await of.title({ mediaType: 'tv', tmdbId: 1 })), titleDetailSchema],
  ['a season', (of) => of.season(1, 1), seasonSchema],
  ['an episode', (of) => of.episode(1, 1, 1), episodeSchema],
  ['a person', (of) => of.person(1), personSchema],
  ['a person in brief', (of) => of.personBrief(1), personBriefSchema],
  ['a collection', (of) => of.collection(1), collectionSchema],
  ['a search', (of) => of.search('x', 'all', 1), searchPageSchema],
  ['a search for people', (of) => of.search('x', 'person', 1), searchPageSchema],
  ['a list', (of) => of.trending('all', 1), titlePageSchema],
  ['discovered films', (of) => of.discover('movie', { certification: 'PG', region: 'US' }, 1), titlePageSchema],
  ['a title by another id', (of) => of.find('tt0000001', 'imdb_id'), foundSchema],
  ['genres', (of) => of.genres(), genresSchema],
  ['a keyword', (of) => of.keyword(1), keywordSchema],
  ['keywords by their words', (of) => of.keywords('x'), keywordsSchema],
  ['languages', (of) => of.languages(), languagesSchema],
  ['countries', (of) => of.countries(), countriesSchema],
  ['certifications', (of) => of.certifications(), certificationsSchema],
  ['providers', (of) => of.providers('movie', 'US'), providersSchema],
  ['the configuration', (of) => of.configuration(), configurationSchema],
] as const satisfies readonly (readonly [string, (of: Catalogue) => Promise<unknown>, object])[]).map(([name, ask, schema]) => ({
  name,
  ask: ask as (of: Catalogue) => Promise<unknown>,
  valid: ajv.compile(schema),
}))

function titleDetailOf(title: Awaited<ReturnType<Catalogue['title']>>): unknown {
  return { ...sharedTitleParts(title, 'US'), ratings: [], household, entry: null, jobStatus: null }
}

/** Keeps nothing, but hands on what could be kept: JSON. */
const forgetful: CatalogueCache = {
  async read(_key, _ages, ask) {
    return { value: JSON.parse(JSON.stringify(await ask('person'))), tag: '', fetchedAt: '2026-01-01T00:00:00.000Z', stale: false }
  },
}

/** What does not hold of the catalogue's answers when TMDB answers everything with `json`. */
async function wrongWith(json: unknown): Promise<string[]> {
  const catalogue = createCatalogue({ tmdb: { get: async () => json }, cache: forgetful, colourOf: () => null })
  const found = await Promise.all(QUESTIONS.map(async ({ name, ask, valid }) => {
    try {
      const answer = await ask(catalogue)
      if (!valid(answer)) return `${name}: ${ajv.errorsText(valid.errors)}`
      return JSON.stringify(answer).length > SIZE_MAX ? `${name}: too large` : ''
    } catch (error) {
      return error instanceof CatalogueError ? '' : `${name}: ${error instanceof Error ? error.stack : error}`
    }
  }))
  return found.filter(Boolean)
}

/** Of what is kept of one answer. */
const SIZE_MAX = 1_000_000

type Path = readonly (string | number)[]

function pathsIn(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path]
  return [path, ...Object.entries(value).flatMap(([key, inner]) => pathsIn(inner, [...path, Array.isArray(value) ? Number(key) : key]))]
}

function replaced(value: unknown, [first, ...rest]: Path, hostile: unknown): unknown {
  if (first === undefined || typeof value !== 'object' || value === null) return hostile
  if (Array.isArray(value)) return value.map((item, index) => index === first ? replaced(item, rest, hostile) : item)
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, key === first ? replaced(inner, rest, hostile) : inner]))
}

const PATHS = pathsIn(everything)
const deep = JSON.parse('['.repeat(2_000) + ']'.repeat(2_000)) as unknown
const HOSTILE = [
  null,
  true,
  0,
  -1,
  0.5,
  1e308,
  2 ** 31,
  2 ** 53,
  '',
  ' ',
  '\0',
  '\ud800',
  '<script>',
  'javascript:alert(1)',
  '/../../etc/passwd',
  '/a.svg',
  '9999-99-99',
  '0000-00-00',
  'Infinity',
  '__proto__',
  'x'.repeat(50_000),
  [],
  {},
  [null],
  [[]],
  [{}],
  deep,
  Array.from(
    { length: 600 },
    (_, index) => ({
      ...title,
      ...episode,
      ...person,
      ...provider,
      id: index + 1,
      episode_number: index,
      provider_id: index + 1,
      overview: 'x'.repeat(20),
    }),
  ),
  JSON.parse('{"__proto__": {"id": 1}, "constructor": 1, "toString": null}') as unknown,
  Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`K${index}`, { flatrate: [provider] }])),
]

t.test('an answer that is whole is read by all', async (t) => {
  const languages = await wrongWith([{ iso_639_1: 'de', english_name: 'German' }])
  t.strictSame([await wrongWith(everything), languages], [[], []])
  const catalogue = createCatalogue({ tmdb: { get: async () => everything }, cache: forgetful, colourOf: () => null })
  const unread = await Promise.all(QUESTIONS.map(async ({ name, ask }) => await ask(catalogue).then(() => '', () => name)))
  // Whose answer is a list.
  t.strictSame(unread.filter(Boolean), ['languages', 'the configuration'])
})

t.test('whatever is wrong with an answer, ours fits its schema or fails in words', async (t) => {
  await holds(t, 'parts of an answer are replaced', 250, [
    fc.array(
      fc.tuple(
        fc.nat(PATHS.length - 1),
        fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...HOSTILE) }, { weight: 1, arbitrary: fc.jsonValue() }),
      ),
      { minLength: 1, maxLength: 8 },
    ),
  ], async (changes) => {
    const json = changes.reduce<unknown>((so, [path, hostile]) => replaced(so, PATHS[path]!, hostile), everything)
    const wrong = await wrongWith(json)
    if (wrong.length > 0) throw new Error(wrong.join('\n'))
  })
})

t.test('wherever a field stands, its value may be a name that every object knows, or too long, or deep', async (t) => {
  for (const name of new Set(PATHS.map((path) => path.at(-1)).filter((part) => typeof part === 'string'))) {
    for (const hostile of ['constructor', '__proto__', 'x'.repeat(50_000), deep]) {
      const json = JSON.parse(JSON.stringify(everything), (key, value: unknown) => key === name ? hostile : value) as unknown
      const wrong = await wrongWith(json)
      if (wrong.length > 0) t.fail(`${name}: ${wrong.join(', ')}`)
    }
  }
  t.ok(PATHS.length > 500)
})

t.test('an answer that is another thing altogether is refused in words', async (t) => {
  for (const value of HOSTILE) t.strictSame(await wrongWith(value), [], JSON.stringify(value).slice(0, 40))
})

t.test('every real answer of TMDB, to every question, ours fits its schema or fails in words', async (t) => {
  const answers = tmdbAnswers()
  if (!answers) return t.pass('not run: the real answers of TMDB are not here')
  const wrong: string[] = []
  for (const name of answers.names) wrong.push(...(await wrongWith(answers.load(name))).map((what) => `${name}: ${what}`))
  t.strictSame(wrong, [])
  t.ok(answers.names.length > 100)
})
