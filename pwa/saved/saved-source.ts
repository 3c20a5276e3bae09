/** What the player plays from this device, instead of asking the server for it. */

import type { Playable } from '../../domain/playable.ts'
import { playableOf, playableRef, samePlayable } from '../../domain/playable.ts'
import type { StreamLink } from '../../projections/wire.ts'
import type { MediaAnswer } from '../../projections/wire-media.ts'
import { replica } from '../house.ts'
import { savedAddress } from './plan-answer.ts'
import type { SavedFilm } from './saved-film.ts'
import { isPlayable } from './saved-film.ts'
import { savedFilms } from './saved-films.ts'

export interface SavedSource { readonly link: StreamLink; readonly media: MediaAnswer }

/** Of a job, or of a film or an episode: then whatever of it is here. Undefined where nothing is, or nobody would answer with it. */
export async function savedSource(of: string | Playable): Promise<SavedSource | undefined> {
  if (!navigator.serviceWorker?.controller) return undefined
  await savedFilms.open()
  const films = savedFilms.all().map(({ film }) => film).filter((film) => isPlayable(film) && (typeof of === 'string' ? film.jobId === of : samePlayable(playableOf(film), of)))
  const film = films.find(({ state }) => state === 'saved') ?? films[0]
  return film && sourceOfSaved(film)
}

/** Playing it here counts for its stay as well, when the server can be told at once; later the lease speaks for it. */
export async function notePlay({ jobId }: StreamLink): Promise<void> {
  const here = replica()
  const job = here?.jobs.get(jobId)
  if (here?.link.online && job?.status === 'ready') await here.send('RecordStream', { ...playableRef(playableOf(job)), jobId })
}

function sourceOfSaved({ jobId, source, beside }: SavedFilm): SavedSource {
  const { contentType, sizeBytes, expiresAt } = source!
  const { subtitles, ...rest } = beside ?? { info: null, playability: null, subtitles: [], chapters: [] }
  return {
    link: { url: savedAddress(jobId), expiresAt, contentType, size: sizeBytes, complete: true, jobId, way: 'ranges', durationSeconds: null },
    media: { ...rest, subtitles: subtitles.map(({ file, ...facts }) => ({ ...facts, url: savedAddress(jobId, file) })) },
  }
}
