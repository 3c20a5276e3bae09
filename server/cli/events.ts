/** `rewind events`: the newest ones, what comes, and one in full. */

import process from 'node:process'
import type { EventId, Position, RecordedEvent, StreamName } from '../../domain/event.ts'
import { browseEvents, eventWithRelated, everyEvent } from '../events/browse-events.ts'
import type { EventFilter } from '../events/event-filter.ts'
import { passes } from '../events/event-filter.ts'
import { verifyEvents } from '../events/verify-events.ts'
import type { EventStore } from '../event-store/event-store.ts'
import { limits } from '../limits.ts'
import type { Call, CliCommand, CliOption } from './command.ts'
import { EXIT, UsageError } from './command.ts'
import { openData } from './open-data.ts'

const FILTERS = {
  stream: { takes: 'NAME', means: 'of this stream: projection-library' },
  type: { takes: 'TYPE', means: 'of this type: TitleRated' },
  category: { takes: 'NAME', means: 'of streams of this kind: library, list, job' },
  actor: { takes: 'ID', means: 'by this person or worker; "rewind user list" says who is who' },
  deviceId: { takes: 'ID', means: 'from this device' },
  commandId: { takes: 'ID', means: 'of this command' },
  correlationId: { takes: 'ID', means: 'of this chain of causes' },
  from: { takes: 'TIME', means: 'recorded then or later: 2026-01-31T12:00:00Z' },
  to: { takes: 'TIME', means: 'recorded before' },
} as const satisfies Record<keyof EventFilter, CliOption>
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

const tail: CliCommand = {
  name: 'events tail', summary: 'The newest events, and with --follow what comes', words: [], options: { follow: { means: 'go on until Ctrl-C' }, limit: { takes: 'COUNT', means: `how many of the past, ${limits.pageSizeDefault} unless said` }, ...FILTERS },
  async run(call) {
    const filter = filterOf(call)
    const limit = Number(call.options.limit ?? limits.pageSizeDefault)
    if (!Number.isInteger(limit) || limit < 1 || limit > limits.browseLookedAtMax) throw new UsageError(`--limit must be a whole number from 1 to ${limits.browseLookedAtMax}`)
    const data = await openData(call.config)
    try {
      const last = await data.store.lastPosition()
      const events = await newest(data.store, filter, { limit, signal: call.signal })
      for (const event of events.toReversed()) if (event.position <= last) tell(call, event)
      if (call.options.follow === true) {
        for await (const batch of data.store.subscribe(last, { signal: call.signal })) for (const event of batch.events) if (passes(event, filter)) tell(call, event)
      }
      return EXIT.done
    } finally {
      await data.close()
    }
  },
}

/** One look has a bound: for what is rare it takes several, and a person at a terminal sees how far it is. */
async function newest(store: EventStore, filter: EventFilter, { limit, signal }: { readonly limit: number; readonly signal: AbortSignal }): Promise<readonly RecordedEvent[]> {
  const events: RecordedEvent[] = []
  const shown = (text: string) => { if (process.stderr.isTTY) process.stderr.write(`\r${text}\x1b[K`) }
  for (let before: Position | undefined; events.length < limit && !signal.aborted;) {
    const page = await browseEvents(store, filter, { limit: limit - events.length, ...before === undefined ? {} : { before } })
    events.push(...page.events)
    if (page.before === null) break
    before = page.before
    shown(`looking back, at position ${Number(before)}: ${events.length} found`)
  }
  shown('')
  return events
}

const show: CliCommand = {
  name: 'events show', summary: 'One event in full, with its causes and effects', words: ['ID'], options: {},
  async run(call) {
    const id = call.words[0]!
    if (!UUID.test(id)) throw new UsageError(`${id} is not the id of an event`)
    const data = await openData(call.config)
    try {
      const found = await eventWithRelated(data.store, id as EventId)
      if (!found) {
        call.print({ error: 'There is no such event.', code: 'NOT_FOUND' }, 'There is no such event.')
        return EXIT.notFound
      }
      call.print(found, JSON.stringify(found, null, 2))
      return EXIT.done
    } finally {
      await data.close()
    }
  },
}

const exported: CliCommand = {
  name: 'events export', summary: 'Every event that passes, oldest first, as lines of JSON', words: [], options: FILTERS,
  async run(call) {
    const filter = filterOf(call)
    const data = await openData(call.config)
    try {
      for await (const event of everyEvent(data.store, filter)) {
        call.print(event, JSON.stringify(event))
        if (call.signal.aborted) return EXIT.failed
      }
      return EXIT.done
    } finally {
      await data.close()
    }
  },
}

const verify: CliCommand = {
  name: 'events verify', summary: 'Whether every event, or one stream, is as it was recorded; 1 when not', words: [], options: { stream: { takes: 'NAME', means: 'this one alone' } },
  async run({ config, options, signal, print }) {
    const data = await openData(config)
    try {
      const total = Number(await data.store.lastPosition())
      let [checked, broken] = [0, 0]
      for await (const part of verifyEvents(data.store, typeof options.stream === 'string' ? { stream: options.stream as StreamName } : {})) {
        checked += part.checked
        broken += part.findings.length
        for (const finding of part.findings) print(finding, `${finding.code}  ${finding.message}`)
        if (options.stream === undefined) showProgress(checked, total)
        if (signal.aborted) return EXIT.failed
      }
      print({ checked, findings: broken }, broken === 0 ? `${checked} events are as they were recorded.` : `${broken} findings in ${checked} events.`)
      return broken === 0 ? EXIT.done : EXIT.failed
    } finally {
      await data.close()
    }
  },
}

/** On a terminal only. */
function showProgress(done: number, total: number): void {
  if (process.stderr.isTTY) process.stderr.write(`\r${Math.round(100 * Math.min(1, total === 0 ? 1 : done / total))} %  ${done} events\r`)
}

export const eventCommands: readonly CliCommand[] = [tail, show, exported, verify]

function filterOf({ options }: Call): EventFilter {
  const filter = Object.fromEntries(Object.keys(FILTERS).flatMap((name) => typeof options[name] === 'string' ? [[name, options[name]]] : [])) as Record<string, string>
  for (const name of ['from', 'to']) if (filter[name] !== undefined && Number.isNaN(Date.parse(filter[name]))) throw new UsageError(`--${name} must be a time, such as 2026-01-31T12:00:00Z`)
  for (const name of ['deviceId', 'commandId', 'correlationId']) if (filter[name] !== undefined && !UUID.test(filter[name])) throw new UsageError(`--${name} must be an id, in lower case`)
  return filter
}

function tell({ print }: Call, event: RecordedEvent): void {
  print(event, `${Number(event.position)}  ${event.recordedAt}  ${event.type}  ${event.stream}  ${event.id}`)
}
