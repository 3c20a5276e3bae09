/** Where what plays comes from: this device, with or without a network; else the server. */

import type { Playable } from '../../domain/playable.ts'
import type { StreamLink } from '../../projections/wire.ts'
import type { MediaAnswer } from '../../projections/wire-media.ts'
import { catalogue } from '../catalogue.ts'
import { notePlay, savedSource } from '../saved/saved-source.ts'

/** Throws `CatalogueFailure`. */
export async function linkOf(playable: Playable, signal: AbortSignal): Promise<StreamLink> {
  const link = (await savedSource(playable))?.link
  if (!link) return await catalogue.stream(playable, signal)
  void notePlay(link)
  return link
}

/** Subtitles and chapters. Throws `CatalogueFailure`. */
export async function mediaBeside(playable: Playable, signal: AbortSignal): Promise<MediaAnswer> {
  return (await savedSource(playable))?.media ?? await catalogue.media(playable, signal)
}
