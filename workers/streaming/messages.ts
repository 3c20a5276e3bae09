/**
 * What the server and the downloader's thread say to each other about films that land. Pull based: after `read` or `remux` nothing comes
 * until `pull` asks for the next chunk, so a slow player holds one chunk at most, and one that went away says `cancel`.
 */

import type { LandingAim, LandingFault, LandingFilm, MovedFilm, NotPlayable } from '../../server/media/landing-films.ts'

/** `id` is the asker's, and names the reader in what follows. */
export type LandingAsk =
  | { readonly ask: 'open'; readonly id: number; readonly jobId: string }
  | { readonly ask: 'read'; readonly id: number; readonly jobId: string; readonly tag: string; readonly from: number; readonly to: number; readonly aim: LandingAim }
  | { readonly ask: 'remux'; readonly id: number; readonly jobId: string; readonly tag: string; readonly fromSeconds: number; readonly aim: LandingAim }
  | { readonly ask: 'pull'; readonly id: number }
  | { readonly ask: 'cancel'; readonly id: number }

export type LandingAnswer =
  | { readonly answer: 'film'; readonly id: number; readonly film: LandingFilm | NotPlayable | null }
  /** At most `limits.landingChunkBytes`; its buffer is handed over. */
  | { readonly answer: 'chunk'; readonly id: number; readonly bytes: Uint8Array }
  | { readonly answer: 'end'; readonly id: number }
  /** A null code is a bug, told in the log. */
  | { readonly answer: 'failed'; readonly id: number; readonly code: LandingFault | null; readonly message: string }
  /** Unasked: from now on it is to be found in the object store. */
  | { readonly answer: 'moved'; readonly jobId: string; readonly film: MovedFilm }
