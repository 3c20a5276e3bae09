/** Hardware keys, lock screens and headsets. */

type Action = Parameters<MediaSession['setActionHandler']>[0]

/** `seek` is told seconds of the source, which are what it shows. Returns what takes the offer back. */
export function offerMediaSession(video: HTMLVideoElement, title: string, artwork: string, skip: (seconds: number) => void, seek: (ownSeconds: number) => void): () => void {
  if (!('mediaSession' in navigator)) return () => {}
  const session = navigator.mediaSession
  session.metadata = new MediaMetadata({ title, ...(artwork ? { artwork: [{ src: artwork }] } : {}) })
  const handlers: readonly (readonly [Action, MediaSessionActionHandler])[] = [
    ['play', () => void video.play()],
    ['pause', () => video.pause()],
    ['seekbackward', ({ seekOffset }) => skip(-(seekOffset ?? 10))],
    ['seekforward', ({ seekOffset }) => skip(seekOffset ?? 10)],
    ['seekto', ({ seekTime }) => { if (seekTime !== undefined && seekTime !== null) seek(seekTime) }],
  ]
  for (const [action, handler] of handlers) session.setActionHandler(action, handler)
  return () => {
    session.metadata = null
    for (const [action] of handlers) session.setActionHandler(action, null)
  }
}
