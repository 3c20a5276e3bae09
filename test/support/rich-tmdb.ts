/**
 * An upstream in TMDB's format that knows more of one film, and of a series, than the demo does: certificates, offers, videos, faces, a collection.
 * Everything else is the demo's. Its pictures come from here too.
 */

import { createServer } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { startTmdbServer } from '../../demo/tmdb-server.ts'
import { pictureOf } from './pictures.ts'

const TOKEN = 'rich-token'
const COLLECTION = { id: 900_100, name: 'Shadows of the Twenties', poster_path: '/poster653.png', backdrop_path: '/backdrop234.png' }
export const SERIES_ID = 900_200
export const COLLECTION_ID = COLLECTION.id
export const ACTOR_ID = 1_900_000_054

type Fields = Record<string, unknown>
const offer = (provider_id: number, provider_name: string) => ({ provider_id, provider_name, logo_path: `/logo${provider_id}.png`, display_priority: provider_id })
const OFFERS = {
  results: {
    DE: { link: 'https://www.themoviedb.org/movie/653/watch?locale=DE', flatrate: [offer(1, 'Kinothek'), offer(2, 'Lichtspiel+')], rent: [offer(3, 'Leihbar')] },
    US: { link: 'https://www.themoviedb.org/movie/653/watch?locale=US', free: [offer(4, 'Public Reel')], buy: [offer(5, 'Bijou')] },
  },
}
const video = (key: string, type: string, name: string, published_at: string, site = 'YouTube') => ({ id: key, key, type, name, published_at, site, official: true, iso_639_1: 'en', iso_3166_1: 'US', size: 1080 })
const image = (file_path: string) => ({ file_path, width: 1920, height: 1080, aspect_ratio: 1.778, iso_639_1: null, vote_average: 5, vote_count: 1 })
const faced = (people: readonly Fields[]) => people.map((person) => ({ ...person, profile_path: `/face${String(person.id)}.png` }))
const part = (id: number, title: string, release_date: string) => ({ id, title, original_title: title, release_date, media_type: 'movie', overview: '', poster_path: `/poster${id}.png`, backdrop_path: `/backdrop${id}.png`, genre_ids: [27], vote_average: 7.9, vote_count: 900 })

function richFilm(film: Fields): Fields {
  const { cast, crew } = film.credits as { cast: readonly Fields[]; crew: readonly Fields[] }
  return {
    ...film, belongs_to_collection: COLLECTION, budget: 1_250_000, revenue: 4_800_000, homepage: 'https://nosferatu.example.org/',
    production_companies: [{ id: 1, name: 'Prana-Film', logo_path: null, origin_country: 'DE' }],
    credits: { cast: faced(cast), crew: [...faced(crew), { id: 1_900_000_900, name: 'Henrik Galeen', job: 'Screenplay', department: 'Writing', profile_path: null }, { id: 1_900_000_901, name: 'Hans Erdmann', job: 'Original Music Composer', department: 'Sound', profile_path: null }] },
    images: { backdrops: [653, 234, 631].map((id) => image(`/backdrop${id}.png`)), posters: [image('/poster653.png')], logos: [{ ...image('/logo7.png'), iso_639_1: 'en' }] },
    videos: { results: [video('clip00', 'Clip', 'The shadow on the stairs', '2024-01-02T00:00:00.000Z'), video('trailer0', 'Trailer', 'Restored: official trailer', '2023-05-06T00:00:00.000Z'), video('76979871', 'Featurette', 'How it was tinted', '2022-02-02T00:00:00.000Z', 'Vimeo')] },
    release_dates: { results: [['DE', '12'], ['US', 'PG'], ['GB', 'PG']].map(([iso_3166_1, certification]) => ({ iso_3166_1, release_dates: [{ certification, type: 3, release_date: '1922-03-04T00:00:00.000Z' }] })) },
    'watch/providers': OFFERS,
  }
}

const episode = (episode_number: number, name: string, air_date: string) => ({ id: episode_number, name, overview: 'What the lighthouse keeper found.', episode_number, season_number: 2, air_date, runtime: 24, still_path: null, vote_average: 7.5, vote_count: 40, show_id: SERIES_ID })
const SERIES: Fields = {
  id: SERIES_ID, name: 'The Lighthouse Keepers', original_name: 'Die Leuchtturmwärter', overview: 'Two keepers, one lamp, and a sea that answers when they talk to it.', tagline: 'Somebody has to stay awake.',
  first_air_date: '2024-10-01', last_air_date: '2026-11-20', status: 'Returning Series', genres: [{ id: 18, name: 'Drama' }, { id: 9648, name: 'Mystery' }], original_language: 'de', origin_country: ['DE'],
  spoken_languages: [{ iso_639_1: 'de', name: 'Deutsch', english_name: 'German' }], poster_path: '/poster234.png', backdrop_path: '/backdrop234.png', vote_average: 8.1, vote_count: 812, number_of_episodes: 12, number_of_seasons: 2,
  created_by: [{ id: 1_900_000_053, name: 'F. W. Murnau', profile_path: null }], networks: [{ id: 1, name: 'Nordfunk' }], production_companies: [], episode_run_time: [24],
  seasons: [1, 2].map((season_number) => ({ id: season_number, season_number, name: `Season ${season_number}`, overview: '', poster_path: `/poster${season_number === 1 ? 234 : 653}.png`, air_date: `${2023 + season_number}-10-01`, episode_count: 6 })),
  last_episode_to_air: episode(5, 'Fog', '2026-11-20'), next_episode_to_air: episode(6, 'The lamp goes out', '2026-12-04'),
  content_ratings: { results: [{ iso_3166_1: 'DE', rating: '12' }, { iso_3166_1: 'US', rating: 'TV-14' }] }, external_ids: { imdb_id: 'tt9002000', tvdb_id: 900200 },
  credits: { cast: [], crew: [] }, aggregate_credits: { cast: [{ id: ACTOR_ID, name: 'Max Schreck', profile_path: `/face${ACTOR_ID}.png`, roles: [{ character: 'The keeper', episode_count: 12 }], total_episode_count: 12 }], crew: [] },
  keywords: { results: [{ id: 900_000_010, name: 'lighthouse' }] }, videos: { results: [] }, images: { backdrops: [], posters: [], logos: [] }, recommendations: { results: [] }, similar: { results: [] }, 'watch/providers': { results: {} },
}

function richPerson(person: Fields): Fields {
  const credits = (person.combined_credits ?? { cast: [], crew: [] }) as { cast: readonly Fields[]; crew: readonly Fields[] }
  return {
    ...person, birthday: '1879-09-06', deathday: '1936-02-20', place_of_birth: 'Berlin, Germany', also_known_as: ['Friedrich Gustav Max Schreck'], imdb_id: 'nm0775180', profile_path: `/face${ACTOR_ID}.png`,
    biography: 'He trained at the Berliner Staatstheater and toured for years before Max Reinhardt took him on.\n\n'.repeat(9).trim(),
    combined_credits: {
      cast: [...credits.cast, { ...part(234, 'The Cabinet of Dr. Caligari', '1920-02-27'), character: 'A passer-by' }, { id: SERIES_ID, media_type: 'tv', name: 'The Lighthouse Keepers', first_air_date: '2024-10-01', character: 'The keeper', episode_count: 12, poster_path: null, genre_ids: [18], vote_average: 8, vote_count: 9 }],
      crew: [{ ...part(631, 'Sunrise: A Song of Two Humans', '1927-11-04'), job: 'Second Unit Director', department: 'Directing' }],
    },
    images: { profiles: ['a', 'b', 'c'].map((name) => ({ ...image(`/face${name}.png`), height: 513, width: 342 })) },
  }
}

/** The settings that make the service ask it. */
export async function richTmdb(t: { teardown(run: () => unknown): unknown }): Promise<{ readonly env: Readonly<Record<string, string>>; stop(): Promise<void> }> {
  const demo = await startTmdbServer({ token: TOKEN })
  const ask = async (url: string) => await (await fetch(new URL(url, demo.apiBaseUrl), { headers: { authorization: `Bearer ${TOKEN}` } })).json() as Fields
  const answer = async (url: string): Promise<Fields | undefined> => {
    const path = url.split('?')[0]!
    if (path === '/3/movie/653') return richFilm(await ask(url))
    if (path === `/3/tv/${SERIES_ID}`) return SERIES
    if (path === `/3/collection/${COLLECTION_ID}`) return { ...COLLECTION, overview: 'Four films in which the dark is somebody.', parts: [part(653, 'Nosferatu', '1922-02-16'), part(234, 'The Cabinet of Dr. Caligari', '1920-02-27'), part(29267, 'Destiny', '1921-10-06')] }
    if (path === `/3/person/${ACTOR_ID}`) return richPerson(await ask(url))
    return undefined
  }
  const server = createServer((request, response) => {
    const url = request.url!
    const serve = async () => {
      const made = /^\/t\/p\/w\d+\/(face|logo)(\w+)\.png$/.exec(url)
      if (made) return response.writeHead(200, { 'content-type': 'image/png' }).end(await pictureOf('png', { ...made[1] === 'logo' ? { width: 92, height: 92 } : {}, colour: `#${(Number(made[2]) % 9 || 5) * 11}6a8${made[2]!.length % 10}` }))
      const ours = url.startsWith('/3/') ? await answer(url) : undefined
      if (ours) return response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(ours))
      const theirs = await fetch(new URL(url, demo.apiBaseUrl), { headers: { authorization: `Bearer ${TOKEN}` } })
      response.writeHead(theirs.status, { 'content-type': theirs.headers.get('content-type') ?? '' }).end(new Uint8Array(await theirs.arrayBuffer()))
    }
    serve().catch(() => response.destroy())
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const stop = async () => {
    server.closeAllConnections()
    server.close()
    await demo.stop()
  }
  t.teardown(stop)
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return { env: { DEMO: 'true', TMDB_API_KEY: TOKEN, TMDB_BASE_URL: `${base}/3`, TMDB_IMAGE_BASE_URL: `${base}/t/p` }, stop }
}
