/** Hardware keys, lock screens and headsets. */

type Action = Parameters<MediaSession['setActionHandler']>[0]

/** `of`: what it is a part of; may be empty. */
export interface Shown { readonly title: string; readonly of: string; readonly artwork: string }
/** `seek` is told seconds of the source, which are what it shows. Without `next` or `previous` there is none. */
export interface Deeds { skip(seconds: number): void; seek(ownSeconds: number): void; next?(): void; previous?(): void }

const WIDTHS = [780, 1280] as const

/** Returns what takes the offer back. */
export function offerMediaSession(video: HTMLVideoElement, { title, of, artwork }: Shown, { skip, seek, next, previous }: Deeds): () => void {
  if (!('mediaSession' in navigator)) return () => {}
  const session = navigator.mediaSession
  const sources = artwork === '' ? [] : WIDTHS.map((width) => ({ src: artwork.replace(/\/\d+(?=\/[^/]+$)/, `/${width}`), sizes: `${width}x${Math.round(width * 9 / 16)}` }))
  session.metadata = new MediaMetadata({ title, artist: of, artwork: sources })
  const handlers: readonly (readonly [Action, MediaSessionActionHandler | null])[] = [
    ['play', () => void video.play()],
    ['pause', () => video.pause()],
    ['seekbackward', ({ seekOffset }) => skip(-(seekOffset ?? 10))],
    ['seekforward', ({ seekOffset }) => skip(seekOffset ?? 10)],
    ['seekto', ({ seekTime }) => { if (seekTime !== undefined && seekTime !== null) seek(seekTime) }],
    ['nexttrack', next ? () => next() : null],
    ['previoustrack', previous ? () => previous() : null],
  ]
  for (const [action, handler] of handlers) session.setActionHandler(action, handler)
  const tell = () => {
    // Of a stream whose end nobody knows there is no place to tell.
    if (Number.isFinite(video.duration) && video.currentTime <= video.duration) session.setPositionState({ duration: video.duration, playbackRate: video.playbackRate, position: video.currentTime })
  }
  const moments = ['play', 'pause', 'seeked', 'ratechange'] as const
  for (const moment of moments) video.addEventListener(moment, tell)
  tell()
  return () => {
    for (const moment of moments) video.removeEventListener(moment, tell)
    session.metadata = null
    for (const [action] of handlers) session.setActionHandler(action, null)
  }
}
