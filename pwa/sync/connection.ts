/**
 * Where the link to the server stands. Pure; the engine acts on it.
 *
 *                 ┌──────────── cut (offline event, or the person's wish) ─────────────┐
 *                 ▼                                                                    │
 *   ┌──────▶  offline ──────── restored ───────▶ catching-up ───── caught-up ─────▶  live
 *   │                                            ▲    │   ▲                            │
 *   │                                   retry    │    │   └─────── gap ────────────────┤
 *   │                                            │    │ failed                         │ failed
 *   │                                            │    ▼                                │
 *   ├─────────────────── cut ─────────────── backing-off ◀─────────────────────────────┘
 *   │
 *   └── (from any) ──   signed-out ◀── signed-out (from any)      signed-out ── signed-in ──▶ catching-up
 */
export type Connection =
  | { readonly name: 'offline' }
  /** `attempt`: how many in a row have failed. */
  | { readonly name: 'catching-up'; readonly attempt: number }
  | { readonly name: 'live' }
  | { readonly name: 'backing-off'; readonly attempt: number; readonly delayMs: number }
  /** No session, or another person's. The outbox is kept. */
  | { readonly name: 'signed-out' }

export type Turn =
  | { readonly type: 'cut' }
  | { readonly type: 'restored' }
  | { readonly type: 'caught-up' }
  /** Something is missing, or something new has to be asked for. */
  | { readonly type: 'gap' }
  /** `delayMs`: how long to wait, see `retryDelayMs`. */
  | { readonly type: 'failed'; readonly delayMs: number }
  | { readonly type: 'retry' }
  | { readonly type: 'signed-out' }
  | { readonly type: 'signed-in' }

export function turn(connection: Connection, event: Turn): Connection {
  switch (event.type) {
    case 'cut': return connection.name === 'signed-out' ? connection : { name: 'offline' }
    case 'signed-out': return { name: 'signed-out' }
    case 'signed-in': return connection.name === 'signed-out' ? { name: 'catching-up', attempt: 0 } : connection
    case 'restored': return connection.name === 'offline' || connection.name === 'backing-off' ? { name: 'catching-up', attempt: 0 } : connection
    case 'caught-up': return connection.name === 'catching-up' ? { name: 'live' } : connection
    case 'gap': return connection.name === 'live' ? { name: 'catching-up', attempt: 0 } : connection
    case 'retry': return connection.name === 'backing-off' ? { name: 'catching-up', attempt: connection.attempt } : connection
    case 'failed': return connection.name === 'catching-up' || connection.name === 'live'
      ? { name: 'backing-off', attempt: attemptOf(connection) + 1, delayMs: event.delayMs }
      : connection
  }
}

export function attemptOf(connection: Connection): number {
  return 'attempt' in connection ? connection.attempt : 0
}

/** Full jitter (between nothing and all of a delay that doubles), so that many devices do not come back as one. `chance` in [0, 1). */
export function retryDelayMs(attempt: number, chance: number, { minMs, maxMs }: { readonly minMs: number; readonly maxMs: number }): number {
  return Math.round(minMs + chance * (Math.min(maxMs, minMs * 2 ** Math.min(attempt, 30)) - minMs))
}
