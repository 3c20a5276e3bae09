import type { Database } from '../db/database.ts'
import { limits } from '../limits.ts'
import type { RawEvent } from './event-store.ts'
import type { TakeEvents } from './take-events.ts'
import { notTaken, runsOf } from './take-events.ts'

const SEPARATOR = '\u001e'
const TAKE = 'select refused from append_events($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)'

/** All of a call in one transaction. The statement appends at one time, so there is one for every time that was recorded. */
export function takeIntoPostgres(database: Database): TakeEvents {
  return async (events) => {
    const client = await database.connect()
    try {
      await client.query('begin')
      for (const run of runsOf(events, (a, b) => a.recordedAt === b.recordedAt, limits.appendEventsMax)) {
        const { rows } = await client.query<{ refused: string[] | null }>({ name: 'take', text: TAKE, values: argumentsOf(run) })
        const refused = rows[0]!.refused?.[0]
        if (refused !== undefined) throw notTaken(run.find(({ stream }) => stream === refused)!)
      }
      await client.query('commit')
    } finally {
      await client.end().catch(() => {})
    }
  }
}

function argumentsOf(events: readonly RawEvent[]): string[] {
  const ofStream = new Map<string, { expected: number; count: number }>()
  for (const { stream, version } of events) {
    const own = ofStream.get(stream)
    if (own) own.count++
    else ofStream.set(stream, { expected: version - 1, count: 1 })
  }
  const [streams, places] = [[...ofStream.keys()], [...ofStream.values()]]
  const joined = (part: (event: RawEvent) => string | number | null) => events.map(part).join(SEPARATOR)
  const listed = (part: (event: RawEvent) => string | number | null) => events.map(part).join()
  return [
    streams.join(SEPARATOR), places.map(({ expected }) => expected).join(), places.map(({ count }) => count).join(), events[0]!.recordedAt,
    joined(({ stream }) => stream), listed(({ version }) => version), listed(({ id }) => id), joined(({ type }) => type), listed(({ schema }) => schema),
    joined(({ dataText }) => dataText), joined(({ metaText }) => metaText), listed(({ hash }) => hash),
  ]
}
