/**
 * What a news server has shown of itself: how many connections it lets us have, how much may be under way on one, whether it can be
 * used at all, and what came from it. The pool asks here, and tells what happened; nothing here waits or connects.
 *
 *   usable ─ too many connections ▶ usable with as many as are open, one more after a while
 *   usable ─ broken protocol, twice ▶ usable, asked one by one
 *   usable ─ login refused, account used up ▶ closed for `newsServerRefusalMs`
 *   usable ─ nothing but failures ▶ away for `newsServerRestMs`, or until the next job comes
 */

import { limits } from '../../server/limits.ts'
import type { NewsServerSettings } from '../../server/upstreams.ts'
import type { NntpError } from './nntp-error.ts'

export interface ServerStatistics {
  readonly name: string
  /** Landed from it. */
  articles: number
  bytes: number
  /** It did not have. */
  missing: number
  damaged: number
  /** Connections that could not be made, or broke. */
  failures: number
  connectionsOpen: number
  /** Decoded bytes a second, of late. */
  bytesPerSecond: number
  /** Why it is not used now, in words for an admin. */
  trouble: { readonly code: NntpError['code']; readonly message: string } | null
}

export interface NewsServer {
  readonly settings: NewsServerSettings
  readonly statistics: ServerStatistics
  /** Connections it may have now. */
  readonly allowed: number
  /** Requests under way on one connection. */
  readonly depth: number
  /** Whether it is asked at all; `closed` servers count as if they lacked everything. */
  readonly state: 'usable' | 'away' | 'closed'
  /** It does not know `STAT`. */
  statUnknown: boolean
  /** Which of its connections are open, by their number. */
  readonly open: Set<number>
  /** An answer came: all is well on this connection. */
  answered(): void
  /**
   * A connection broke or could not be made, for the nth time in a row. Answers what to do: try again after a while, leave it to the
   * connections that are open, or give the server up until `back`.
   */
  failed(error: NntpError, inARow: number, inARowMax: number): 'again' | 'fewer' | 'down'
  /** It may have one connection more than it has. True when that is fewer than are set up. */
  oneMore(): boolean
  back(): void
}

export function createNewsServer(settings: NewsServerSettings): NewsServer {
  const connectionsMax = Math.min(settings.connections, limits.nntpConnectionsMax)
  const statistics: ServerStatistics = { name: settings.name, articles: 0, bytes: 0, missing: 0, damaged: 0, failures: 0, connectionsOpen: 0, bytesPerSecond: 0, trouble: null }
  let allowed = connectionsMax
  let depth = settings.pipelineDepth
  let pipelineFaults = 0
  let state: NewsServer['state'] = 'usable'

  function fewer(): 'fewer' {
    allowed = Math.max(1, statistics.connectionsOpen)
    return 'fewer'
  }
  function down(error: NntpError, next: 'away' | 'closed'): 'down' {
    state = next
    statistics.trouble = { code: error.code, message: error.message }
    return 'down'
  }

  return {
    settings, statistics, statUnknown: false, open: new Set(),
    get allowed() {
      return allowed
    },
    get depth() {
      return depth
    },
    get state() {
      return state
    },
    answered() {
      statistics.trouble = null
    },
    failed(error, inARow, inARowMax) {
      statistics.failures++
      const othersWork = statistics.connectionsOpen > 0
      switch (error.code) {
        case 'BUSY':
          if (othersWork) return fewer()
          break
        // Some say that when there are too many connections: as long as others are open, it is taken for that.
        case 'LOGIN': case 'ACCOUNT':
          return othersWork ? fewer() : down(error, 'closed')
        case 'PROTOCOL':
          if (depth > 1 && ++pipelineFaults >= limits.nntpPipelineFaultsMax) depth = 1
          break
        case 'CONNECT': case 'TIMEOUT': case 'CLOSED': case 'REFUSED':
          break
      }
      if (inARow < inARowMax) return 'again'
      return othersWork ? fewer() : down(error, 'away')
    },
    oneMore() {
      allowed = Math.min(allowed + 1, connectionsMax)
      return allowed < connectionsMax
    },
    back() {
      state = 'usable'
    },
  }
}
