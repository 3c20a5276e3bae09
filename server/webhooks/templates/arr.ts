/**
 * What Radarr sends of films and Sonarr of episodes (their webhook payloads, as published in their source), for receivers that were written for them. Numbers that
 * stand for rows of theirs are TMDB's here; paths of files, which nobody else could open, are left out.
 */

import { createHash } from 'node:crypto'
import type { Episode, Playable } from '../../../domain/playable.ts'
import type { HookMessage } from '../hook-message.ts'

const TYPES: Readonly<Partial<Record<HookMessage['kind'], string>>> = { 'grab': 'Grab', 'download': 'Download', 'health': 'Health', 'health.restored': 'HealthRestored' }

export function arrJson(message: HookMessage): object {
  const { kind, facts: { subject, release, file, quality, health, jobId } } = message
  const sender = { instanceName: 'Rewind', ...message.link === null ? {} : { applicationUrl: new URL('/', message.link).href } }
  if (health) return { level: kind === 'health' ? 'error' : 'notice', message: health.message, type: health.check, eventType: TYPES[kind], ...sender }
  const what = titleOf(subject ?? { mediaType: 'movie', tmdbId: 1 }, message)
  if (!subject) return { ...what, release: { quality: 'Test', qualityVersion: 1, releaseTitle: 'Test', indexer: 'Test', size: 1 }, eventType: 'Test', ...sender }
  const isFilm = subject.mediaType === 'movie'
  const released = release && { release: { quality, qualityVersion: 1, releaseTitle: release.title, indexer: release.indexer, size: release.sizeBytes } }
  const stored = file && { [isFilm ? 'movieFile' : 'episodeFile']: { id: idOf(jobId ?? ''), quality, qualityVersion: 1, sceneName: release?.title, size: file.sizeBytes } }
  if (kind === 'deleted') return { ...what, [isFilm ? 'movieFile' : 'episodeFile']: { id: idOf(jobId ?? ''), quality }, deleteReason: 'manual', eventType: isFilm ? 'MovieFileDelete' : 'EpisodeFileDelete', ...sender }
  return { ...what, ...released, ...stored, ...kind === 'download' ? { isUpgrade: false } : {}, downloadClient: 'Rewind', downloadClientType: 'Rewind', downloadId: jobId, eventType: TYPES[kind], ...sender }
}

function titleOf(subject: Playable, { title }: HookMessage): object {
  const common = { id: subject.tmdbId, title: title?.title ?? '', year: title?.year ?? 0, tmdbId: subject.tmdbId }
  if (subject.mediaType === 'movie') return { movie: { ...common, overview: title?.overview ?? '', genres: title?.genres ?? [], tags: [] }, remoteMovie: { tmdbId: subject.tmdbId, imdbId: '', title: common.title, year: common.year } }
  return { series: { ...common, type: 'standard', tags: [] }, episodes: [{ id: idOf(`${subject.tmdbId} ${episodeNumber(subject)}`), seasonNumber: subject.season, episodeNumber: subject.episode, title: '' }] }
}

const episodeNumber = ({ season, episode }: Episode) => `${season} ${episode}`

/** A number where ours is a text: the same for the same, below 2^31. */
function idOf(text: string): number {
  return createHash('sha256').update(text).digest().readUInt32BE(0) >>> 1
}
