/**
 * Which stream an event's id stands in. KurrentDB looks for an id again only in the stream that it is appended to, and finds no
 * event by its id. So an append first claims its ids in `ids-<id of the command>`, by a link to where its events are going to
 * stand; then it appends. A claim without events is left by an append that was refused or whose process died: it says
 * where the ids may stand, never that they do.
 *
 * The claims are in KurrentDB and not in a table, because two stores that must agree need a third thing that makes them, and
 * because whoever has the log then has everything. They cost one small append per command. `$>` is the type of links: it keeps them out
 * of what is read as events (`serverFilter`).
 */

import type { EventData, KurrentDBClient, ResolvedEvent } from '@kurrent/kurrentdb-client'
import { binaryEvent, NO_STREAM } from '@kurrent/kurrentdb-client'
import type { NewEvent, StreamName } from '../../domain/event.ts'
import { limits } from '../limits.ts'
import type { System } from '../system.ts'
import { uuidv7 } from '../system.ts'
import { EventStoreError } from './event-store.ts'
import { conflictIn, inTime, patiently } from './kurrentdb-faults.ts'

export interface Claim {
  readonly stream: StreamName
  /** Where the events stand when nobody came first; else later, or nowhere. */
  readonly version: number
  /** Of the events among those of the command. */
  readonly indexes: readonly number[]
}

export interface Claims {
  /**
   * Claims the ids for this stream. Answers the version from which on they may stand there already, undefined when nobody has
   * had them before. Throws `EVENT_ID_REUSED` when one of them is claimed for another stream.
   */
  claim(stream: StreamName, version: number, events: readonly Pick<NewEvent, 'id'>[]): Promise<number | undefined>
  /** Who has this id. */
  find(id: string): Promise<Claim | undefined>
}

type ReadStream = (stream: string) => Promise<readonly ResolvedEvent[]>

export function createClaims(client: KurrentDBClient, read: ReadStream, system: System): Claims {
  const claimsIn = async (base: string): Promise<readonly Claim[]> => (await read(`ids-${base}`)).flatMap((resolved) => claimIn(resolved) ?? [])

  /** Nobody else comes in between: a claim is appended right behind the ones that were looked at. */
  const claimOne = (base: string, wanted: Claim) => patiently(system, async (attempt) => {
    let known = attempt === 0 ? [] : await claimsIn(base)
    for (;;) {
      const standing = check(base, known, wanted)
      if (standing) return standing.version
      try {
        const streamState = known.length === 0 ? NO_STREAM : BigInt(known.length - 1)
        const deadline = limits.kurrentdbAnswerMs
        await inTime(system, deadline, client.appendToStream(`ids-${base}`, linkOf(wanted, system), { streamState, requiresLeader: true, deadline }))
        // Sent again after an answer that was lost it may have been there before.
        return attempt === 0 && known.length === 0 ? undefined : wanted.version
      } catch (error) {
        if (conflictIn(error) === undefined) throw error
        known = [...await claimsIn(base)]
      }
    }
  })

  return {
    async claim(stream, version, events) {
      const wanted = new Map<string, number[]>()
      for (const { id } of events) {
        const indexes = wanted.get(baseOf(id))
        if (indexes) indexes.push(indexOf(id))
        else wanted.set(baseOf(id), [indexOf(id)])
      }
      const found = await Promise.all([...wanted].map(([base, indexes]) => claimOne(base, { stream, version, indexes })))
      const before = found.filter((version) => version !== undefined)
      return before.length === 0 ? undefined : Math.min(...before)
    },
    async find(id) {
      const claims = await patiently(system, () => claimsIn(baseOf(id)))
      return claims.find(({ indexes }) => indexes.includes(indexOf(id)))
    },
  }
}

/** The claim that covers all that is wanted; undefined when one has to be made. */
function check(base: string, known: readonly Claim[], { stream, indexes }: Claim): Claim | undefined {
  const other = known.find((claim) => claim.stream !== stream && claim.indexes.some((index) => indexes.includes(index)))
  if (other) throw new EventStoreError('EVENT_ID_REUSED', `An event's id of command ${base} is taken already, in ${other.stream}`)
  const own = known.filter((claim) => claim.stream === stream)
  return indexes.every((index) => own.some((claim) => claim.indexes.includes(index))) ? own[0] : undefined
}

/** Ids of one command's events differ in these three digits (`eventIdOf`). */
const baseOf = (id: string): string => `${id.slice(0, 15)}000${id.slice(18)}`
const indexOf = (id: string): number => Number.parseInt(id.slice(15, 18), 16)

/** With an id of its own each time: KurrentDB must not take another claim for this one sent again. */
function linkOf({ stream, version, indexes }: Claim, system: System): EventData {
  return binaryEvent({ id: uuidv7(system), type: '$>', data: Buffer.from(`${version}@${stream}`), metadata: { indexes } })
}

function claimIn({ event, link }: ResolvedEvent): Claim | undefined {
  const claim = link ?? event
  if (claim?.type !== '$>') return undefined
  const [version = '', ...rest] = Buffer.from(claim.data as Uint8Array).toString().split('@')
  return { stream: rest.join('@') as StreamName, version: Number(version), indexes: (claim.metadata as unknown as Pick<Claim, 'indexes'>).indexes }
}
