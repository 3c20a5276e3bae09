/** What rules would have done, had they been in force: the recorded past of each film played through them. */

import type { AcquisitionEvent } from '../domain/acquisition-events.ts'
import type { Copy } from '../domain/copies.ts'
import { leasedUntil, withCopy, withoutCopy } from '../domain/copies.ts'
import type { Recorded } from '../domain/event.ts'
import { utc } from '../domain/instant.ts'
import type { Playable } from '../domain/playable.ts'
import { parseAcquisitionStream } from '../domain/playable.ts'
import type { RetentionRules, Stay } from '../domain/retention.ts'
import { endByRules } from '../domain/retention.ts'

export interface WouldHaveLeft {
  readonly jobId: string
  readonly playable: Playable
  readonly at: string
  /** When somebody watched it after that; null: nobody did. */
  readonly watchedAt: string | null
}

interface Film { readonly jobId: string; readonly playable: Playable; stay: Stay; copies: readonly Copy[]; left: WouldHaveLeft | null; gone: boolean }

export interface RetentionReplay {
  /** Events in their order, of any number of films; others are passed over. */
  hear(event: Recorded<AcquisitionEvent>): void
  /** In the order of time. */
  until(now: string): readonly WouldHaveLeft[]
}

export function replayRetention(rules: RetentionRules): RetentionReplay {
  const films = new Map<string, Film>()

  /** Only the first time counts: what came after it might have gone otherwise. */
  function passTime(film: Film, now: string): void {
    const end = endByRules(film.stay, rules)
    if (film.left === null && end !== null && end <= now) film.left = { jobId: film.jobId, playable: film.playable, at: end, watchedAt: null }
  }

  return {
    hear(event) {
      const { jobId } = event.data
      const at = utc(event.meta.issuedAt)
      if (event.type === 'MovieReady') {
        const playable = parseAcquisitionStream(event.stream)
        if (playable) films.set(jobId, { jobId, playable, stay: { readyAt: at, lastStreamedAt: null, restoredAt: null, kept: false, leaving: null, leasedUntil: null }, copies: [], left: null, gone: false })
        return
      }
      const film = films.get(jobId)
      if (!film || film.gone) return
      passTime(film, at)
      if (event.type === 'MovieStreamed' && film.left !== null) film.left = { ...film.left, watchedAt: film.left.watchedAt ?? event.data.at }
      film.gone = event.type === 'MovieDeleted'
      film.copies = event.type === 'CopySaved' ? withCopy(film.copies, event.data) : event.type === 'CopyRemoved' ? withoutCopy(film.copies, event.data) : film.copies
      film.stay = { ...stayAfter(film.stay, event, at), leasedUntil: leasedUntil(film.copies) }
    },
    until(now) {
      for (const film of films.values()) if (!film.gone) passTime(film, now)
      return [...films.values()].flatMap(({ left }) => left ?? []).sort((a, b) => a.at < b.at ? -1 : 1)
    },
  }
}

function stayAfter(stay: Stay, event: Recorded<AcquisitionEvent>, at: string): Stay {
  switch (event.type) {
    case 'MovieStreamed': return { ...stay, lastStreamedAt: event.data.at }
    case 'MovieKept': return { ...stay, kept: true }
    case 'MovieReleased': return { ...stay, kept: false }
    case 'MovieRestored': return { ...stay, restoredAt: at }
  }
  return stay
}
