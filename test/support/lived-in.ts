/** A demo that somebody has lived in for a while, so that its screens have something to show. */

import { films } from '../../demo/catalogue/index.ts'
import { RATINGS } from '../../domain/scales.ts'
import { eventually } from './eventually.ts'
import type { Credentials, Person } from './person.ts'
import { newCommand, newJobId, signIn } from './person.ts'

export const LIST_ID = '0a0a0a0a-0000-4000-8000-0000000000aa'
const movie = (tmdbId: number) => ({ title: { mediaType: 'movie', tmdbId } }) as const
const ends = [653, 19, 961, 234, 10098]
/** Every third of the catalogue waits, every third was watched and rated, the rest is still to be found. */
const others = films.map(({ tmdbId }) => tmdbId).filter((id) => !ends.includes(id))
const waiting = [19, 961, 234, 10098, ...others.filter((_, index) => index % 3 === 0)]
const reviews = [
  [653, 9.5, 'The shadow on the stairs is worth all the rest. Nobody has to jump out of anything: it is enough that he comes nearer.'],
  [others[1]!, 7, 'Short, and better for it.'],
  [others[4]!, 4, 'I had remembered it as funnier. The last ten minutes make up for some of it, and the piano does the rest.'],
] as const
const rated = [653, ...others.filter((_, index) => index % 3 === 1)]
/** A film that they have done nothing with. */
export const UNSEEN = others[2]!

/** Webhooks that an admin has set up: one that nobody may be told at, one that does not answer, one that was switched off. What happens from here on they are told. */
export async function tellOthers(url: string, admin: Credentials): Promise<void> {
  const { post } = await signIn(url, admin)
  const common = { enabled: true, ownNetwork: true, kinds: ['request.approved', 'request.available', 'grab', 'health'], secret: null }
  const hooks = [
    { ...common, name: 'Household chat', template: 'discord', url: 'http://127.0.0.1:9/api/webhooks/1/token', ownNetwork: false },
    { ...common, name: 'Home automation', template: 'rewind', kinds: ['request.available', 'health', 'health.restored'], url: 'http://127.0.0.1:9/hook', secret: `whsec_${'A'.repeat(44)}`, headers: [{ name: 'Authorization', value: 'Bearer token' }] },
    { ...common, name: 'Phone', template: 'ntfy', url: 'https://ntfy.example/films', enabled: false, ownNetwork: false },
  ]
  for (const [version, hook] of hooks.entries()) await post('/api/admin/webhooks', { version, hook })
}

export async function liveIn(url: string, credentials: Credentials): Promise<void> {
  const person = await signIn(url, credentials)
  await person.send(...waiting.map((id) => newCommand('AddToWatchlist', { ...movie(id), priority: id % 2 ? 'HIGH' : 'MEDIUM' })))
  await person.send(...rated.map((id, index) => newCommand('RateMovie', { ...movie(id), rating: index === 0 ? 'SUPER_LIKE' : RATINGS[id % RATINGS.length]! })))
  await person.send(...rated.map((id) => newCommand('MarkWatched', movie(id))))
  await person.send(newCommand('AddFavourite', movie(653)), newCommand('TagTitle', { ...movie(653), tag: 'silent' }))
  for (const [id, score, text] of reviews) await person.send(newCommand('WriteReview', { ...movie(id), score, text, visibility: 'friends' }))
  await person.send(newCommand('CreateList', { listId: LIST_ID, name: 'Rainy Sundays', description: 'For when it pours and nobody wants to go anywhere.', visibility: 'public' }))
  for (const id of [653, 19, 961, 234]) await person.send(newCommand('AddToList', { listId: LIST_ID, ...movie(id) }))
  await person.send(newCommand('NoteListItem', { listId: LIST_ID, ...movie(653), note: 'With the lights out. Orlok on the stairs is still the best shadow ever filmed.' }))
  await download(person, 653)
  await person.send(newCommand('RecordProgress', { ...movie(653), positionSeconds: 2_150, durationSeconds: 5_700 }))
  for (const id of [19, 961]) await person.send(newCommand('RequestFetch', { movieId: id, jobId: newJobId() }))
  await eventually('every card is there', async () => (await person.replica()).cards.size >= rated.length + waiting.length)
}

async function download(person: Person, movieId: number): Promise<void> {
  const jobId = newJobId()
  await person.send(newCommand('RequestFetch', { movieId, jobId }))
  await eventually('the film is ready', async () => (await person.get<{ job: { status: string } }>(`/api/jobs/${jobId}`)).job.status === 'ready', 180_000)
}

/** Takes some of it back, and answers the moment before. */
export async function regret(url: string, credentials: Credentials): Promise<string> {
  const person = await signIn(url, credentials)
  const then = (await person.replica()).events.reduce((newest, { recordedAt }) => recordedAt > newest ? recordedAt : newest, '')
  await eventually('time has passed', () => new Date().toISOString() > then)
  for (const id of [19, 961, 10098]) await person.send(newCommand('RemoveFromWatchlist', movie(id)))
  await person.send(newCommand('SetWatchlistPriority', { ...movie(234), priority: 'LOW' }), newCommand('UntagTitle', { ...movie(653), tag: 'silent' }), newCommand('RemoveFromList', { listId: LIST_ID, ...movie(961) }))
  return then
}

const LES_VAMPIRES = 1_800_000_003
const FANTOMAS = 1_800_000_001
const DAY_MS = 86_400_000

/** What takes longer to come about: years of evenings, an episode that plays, a profile for anyone. */
export async function furnish(url: string, credentials: Credentials): Promise<void> {
  const person = await signIn(url, credentials)
  const evenings = rated.flatMap((id, index) => Array.from({ length: 1 + index % 3 }, (_, again) => newCommand('MarkWatched', { ...movie(id), watchedAt: new Date(Date.now() - ((index * 37 + again * 211) % 700 + 1) * DAY_MS).toISOString() })))
  for (let from = 0; from < evenings.length; from += 20) await person.send(...evenings.slice(from, from + 20))
  const serial = { title: { mediaType: 'tv', tmdbId: FANTOMAS } } as const
  await person.send(newCommand('MarkWatched', { ...serial, season: 1, episode: 1 }), newCommand('RateMovie', { ...serial, rating: 'LIKE' }))
  await person.send(newCommand('UpdateProfile', { name: 'Ida', bio: 'Silent films, mostly on Sundays. The piano matters more than you think.', visibility: 'public', shows: ['favourites', 'ratings', 'reviews', 'lists', 'stats'] }))
  for (const id of [961, 234, 19]) await person.send(newCommand('AddFavourite', movie(id)))
  const jobId = newJobId()
  await person.send(newCommand('RequestFetch', { seriesId: LES_VAMPIRES, season: 1, episode: 1, jobId }))
  await eventually('the episode is ready', async () => (await person.get<{ job: { status: string } }>(`/api/jobs/${jobId}`)).job.status === 'ready', 180_000)
}
