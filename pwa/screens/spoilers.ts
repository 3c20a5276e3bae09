/**
 * What would give the story away: pictures and texts of episodes that a person has not seen. As with the trackers people like, they are
 * covered once somebody follows a series, and not before: who has not begun is deciding whether to. The episode that comes next is
 * not covered, nor are specials; each can be uncovered, and on this device all.
 */

import type { EpisodeRef, Following } from '../../projections/series-progress.ts'
import { episodeKey } from '../../projections/series-progress.ts'

const KEY = 'rewind-spoilers'

export function isCovered(episode: EpisodeRef, following: Following | undefined, shown: boolean): boolean {
  if (shown || !following || episode.season === 0 || following.ever.size === 0) return false
  const { next } = following.progress
  return !following.ever.has(episodeKey(episode)) && !(next && episodeKey(next) === episodeKey(episode))
}

export function areSpoilersShown(): boolean {
  return localStorage.getItem(KEY) === 'shown'
}

export function showSpoilers(shown: boolean): void {
  if (shown) localStorage.setItem(KEY, 'shown')
  else localStorage.removeItem(KEY)
}
