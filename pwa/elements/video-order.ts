/** In which order a title's videos are shown, and where each of them plays. Pure. */

import type { Video } from '../../projections/wire-catalogue.ts'

const ORDER: readonly Video['kind'][] = ['trailer', 'teaser', 'clip', 'featurette', 'other']

export function videoAddress({ site, key }: Pick<Video, 'site' | 'key'>): string {
  const name = encodeURIComponent(key)
  return site === 'YouTube' ? `https://www.youtube.com/watch?v=${name}` : `https://vimeo.com/${name}`
}

/** Trailers first, of each kind the newest. */
export function inOrder(videos: readonly Video[]): readonly Video[] {
  return [...videos].sort((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind) || (b.publishedAt ?? '').localeCompare(a.publishedAt ?? ''))
}
