import type { StreamName, UserId } from './event.ts'

export function userStream(userId: UserId): StreamName {
  return `user-${userId}` as StreamName
}

/** Whose stream it is; undefined for any other stream. */
export function parseUserStream(stream: StreamName): UserId | undefined {
  return stream.startsWith('user-') ? stream.slice('user-'.length) as UserId : undefined
}
