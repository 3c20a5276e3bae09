/** The log of a KurrentDB double: what its servers share, and what outlives them. Positions are places in bytes, with records of the system between. */

export interface LogRecord {
  readonly position: number
  readonly stream: string
  readonly revision: number
  readonly id: string
  readonly type: string
  readonly contentType: string
  readonly data: Uint8Array
  readonly metadata: Uint8Array
  readonly createdMs: number
}
export type Proposed = Pick<LogRecord, 'id' | 'type' | 'contentType' | 'data' | 'metadata'>
export type Expected = number | 'any' | 'exists'
export type Written = { readonly last: LogRecord } | { readonly actual: number }

export interface DoubleLog {
  readonly records: readonly LogRecord[]
  stream(name: string): readonly LogRecord[]
  append(stream: string, expected: Expected, events: readonly Proposed[]): Written
  /** Whether a record begins there, or the log ends before it. */
  isPlace(position: number): boolean
  /** Index of the first record at or after a position. */
  indexFrom(position: number): number
  /** Called after every append. */
  readonly listeners: Set<() => void>
}

/** Of ids in a stream: more than that, and `any` no longer knows one again. */
const REMEMBERED = 100
const SYSTEM_EVERY = 7

export function createDoubleLog(): DoubleLog {
  const records: LogRecord[] = []
  const streams = new Map<string, LogRecord[]>()
  const places = new Set<number>([0])
  const listeners = new Set<() => void>()
  /** The first records of a log are not events. */
  let end = 184

  const write = (stream: string, { id, type, contentType, data, metadata }: Proposed): LogRecord => {
    const own = streams.get(stream) ?? []
    const record = { position: end, stream, revision: own.length, id, type, contentType, data, metadata, createdMs: Date.now() }
    own.push(record)
    streams.set(stream, own)
    records.push(record)
    places.add(end)
    end += 120 + stream.length + type.length + data.length + metadata.length
    return record
  }
  const system = (stream: string, type: string) => write(stream, { id: crypto.randomUUID(), type, contentType: 'application/json', data: Buffer.from('{}'), metadata: new Uint8Array() })
  system('$settings', '$acl')
  system('$users', '$User')

  return {
    records,
    listeners,
    stream: (name) => streams.get(name) ?? [],
    append(stream, expected, events) {
      const own = streams.get(stream) ?? []
      const current = own.length - 1
      const at = (record: LogRecord | undefined, i: number) => record?.id === events[i]!.id
      if (expected === 'any' || expected === 'exists') {
        const recent = own.slice(-REMEMBERED)
        const repeated = events.map(({ id }) => recent.find((record) => record.id === id))
        if (repeated.every((record) => record !== undefined)) return { last: repeated.at(-1)! }
        if (expected === 'exists' && current < 0) return { actual: current }
      } else if (expected < current) {
        const there = events.map((_, i) => own[expected + 1 + i])
        return there.every(at) ? { last: there.at(-1)! } : { actual: current }
      } else if (expected > current) {
        return { actual: current }
      }
      let last: LogRecord | undefined
      for (const event of events) last = write(stream, event)
      if (records.length % SYSTEM_EVERY === 0) system('$stats-127.0.0.1:2113', '$statsCollected')
      if (records.length % (3 * SYSTEM_EVERY) === 0) system(`$$${stream}`, '$metadata')
      for (const told of listeners) told()
      return { last: last! }
    },
    isPlace: (position) => position >= end || places.has(position),
    indexFrom(position) {
      let [low, high] = [0, records.length]
      while (low < high) {
        const middle = (low + high) >> 1
        if (records[middle]!.position >= position) high = middle
        else low = middle + 1
      }
      return low
    },
  }
}
