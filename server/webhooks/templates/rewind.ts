/** Our own JSON, documented in SPEC.md: `type`, `timestamp` and `data`, as Standard Webhooks wants it. */

import { playableRef } from '../../../domain/playable.ts'
import type { HookMessage } from '../hook-message.ts'
import { aboutOf } from '../hook-message.ts'

export function rewindJson(message: HookMessage): object {
  const { kind, at, position, title, requester, link, facts: { subject, requestedBy, ...facts } } = message
  return {
    type: kind, timestamp: at,
    data: {
      position, about: aboutOf(message), link,
      ...subject === undefined ? {} : { title: { mediaType: subject.mediaType, tmdbId: subject.tmdbId, ...playableRef(subject), title: title?.title ?? null, year: title?.year ?? null, poster: title?.poster ?? null } },
      ...requestedBy === undefined ? {} : { requestedBy: { userId: requestedBy, username: requester } },
      ...facts,
    },
  }
}
