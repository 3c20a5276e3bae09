import t from '../../test/support/tap.ts'
import { tmdbAnswers } from '../../test/support/tmdb-answers.ts'
import { readCertifications, readConfiguration, readCountries, readGenres, readLanguages, readProviders } from './tmdb-vocabulary.ts'

t.test("what filters offer is read from TMDB's own answers exactly", async (t) => {
  const answers = tmdbAnswers()
  if (!answers) return t.pass('not run: the real answers of TMDB are not here')

  const genres = answers.load('genres__tv_list') as { genres: unknown }
  t.strictSame(readGenres(genres), genres.genres)

  const languages = answers.example('/configuration/languages') as { iso_639_1: string; english_name: string }[]
  t.strictSame(
    readLanguages(languages).map(({ code }) => code).sort(),
    languages.map(({ iso_639_1 }) => iso_639_1).filter((code) => code !== 'xx').sort(),
  )
  t.ok(readLanguages(languages).some(({ code, name }) => code === 'de' && name === 'German'))

  const regions = answers.example('/watch/providers/regions') as { results: { iso_3166_1: string; english_name: string }[] }
  t.strictSame(
    readCountries(regions),
    regions.results.map(({ iso_3166_1, english_name }) => ({ code: iso_3166_1, name: english_name })).toSorted((a, b) =>
      a.name.localeCompare(b.name, 'en')
    ),
  )

  for (const name of ['certifications__movie', 'unit__certifications']) {
    const { certifications } = answers.load(name) as { certifications: Record<string, { certification: string; order: number }[]> }
    t.strictSame(
      Object.fromEntries(
        Object.entries(readCertifications({ certifications })).map(([code, steps]) => [
          code,
          steps.map((step) => step.name),
        ]),
      ),
      // Of countries alone: Quebec has a scale of its own.
      Object.fromEntries(
        Object.entries(certifications).filter(([code]) => code !== 'CA-QC').map(([code, steps]) => [
          code,
          steps.toSorted((a, b) => a.order - b.order).map(({ certification }) => certification).filter(Boolean),
        ]),
      ),
      name,
    )
  }

  for (const name of ['watch_providers__movie_providers', 'watch_providers__tv_providers']) {
    const raw = answers.load(name) as {
      results: { provider_id: number; display_priority: number; display_priorities: Record<string, number> }[]
    }
    const providers = readProviders(raw, 'DE')
    const priorities = providers.map(({ providerId }) => raw.results.find(({ provider_id }) => provider_id === providerId)!).map((
      { display_priority, display_priorities },
    ) => display_priorities['DE'] ?? display_priority)
    t.strictSame([providers.length, priorities], [Math.min(300, raw.results.length), priorities.toSorted((a, b) => a - b)], name)
  }

  t.match(readConfiguration(answers.load('configuration__details')), {
    imageBaseUrl: 'https://image.tmdb.org/t/p/',
    sizes: { poster: [92, 154, 185, 342, 500, 780], backdrop: [300, 780, 1280], profile: [45, 185] },
  })
})
