/** Seals the words of people in events before they are recorded, and opens them for whoever reads. */

import type { NewEvent, StreamName, UserId } from '../../domain/event.ts'
import { personalFields } from '../../domain/index.ts'
import { ERASED, personOf } from '../../domain/personal.ts'
import type { StoredEvent } from '../event-store/event-store.ts'
import { EventStoreError } from '../event-store/event-store.ts'
import { limits } from '../limits.ts'
import type { System } from '../system.ts'
import type { PersonalKeys } from './personal-keys.ts'
import { seal, unseal } from './seal.ts'

/** In place of a text. No field that holds a text ever holds an object, so neither can be taken for the other. */
interface SealedText { readonly sealed: string; readonly of: UserId }

export interface PersonalTexts {
  /** Throws `EventStoreError` `ERASED` for the words of a person whose account has been erased. */
  seal(stream: StreamName, events: readonly NewEvent[]): Promise<readonly NewEvent[]>
  /** The very same array where nobody's words are in it, which costs no look at the keys. */
  open(events: readonly StoredEvent[]): readonly StoredEvent[] | Promise<readonly StoredEvent[]>
  /** The person's key has been destroyed: it is not to be used from memory either. */
  forget(userId: UserId): void
}

/** Whether events of this type may hold somebody's words. */
export function isPersonal(type: string): boolean {
  return Object.hasOwn(personalFields, type)
}

type Keys = ReadonlyMap<UserId, Uint8Array | null | undefined>

export function createPersonalTexts({ keys, system }: { readonly keys: PersonalKeys; readonly system: Pick<System, 'now' | 'randomBytes'> }): PersonalTexts {
  const cache = createKeyCache(system)

  async function keyOf(userId: UserId): Promise<Uint8Array> {
    const key = cache.get(userId)?.key ?? await keys.keyOf(userId)
    cache.put(userId, key)
    if (key === null) throw new EventStoreError('ERASED', `The account ${userId} has been erased: nothing can be recorded in its person's words`)
    return key
  }

  async function sealOne(stream: StreamName, event: NewEvent): Promise<NewEvent> {
    const texts = Object.entries(event.data as object).filter(([field, value]) => typeof value === 'string' && personalFields[event.type]!.includes(field))
    const person = personOf(stream, event.meta.actor)
    if (texts.length === 0 || person === null) return event
    const key = await keyOf(person)
    const sealed = texts.map(([field, text]) => [field, { sealed: seal(Buffer.from(text as string), key, placeOf(event, stream, field), system), of: person } satisfies SealedText])
    return { ...event, data: { ...event.data as object, ...Object.fromEntries(sealed) as object } }
  }

  /** Keys as they are now, of as many people as asked for, in one look. */
  async function lookUp(people: readonly UserId[], known: Map<UserId, Uint8Array | null | undefined>): Promise<Keys> {
    const found = await keys.find(people)
    for (const userId of people) {
      cache.put(userId, found.get(userId))
      known.set(userId, found.get(userId))
    }
    return known
  }

  return {
    forget: (userId) => cache.remove(userId),
    async seal(stream, events) {
      if (!events.some(({ type }) => isPersonal(type))) return events
      const sealed: NewEvent[] = []
      for (const event of events) sealed.push(isPersonal(event.type) ? await sealOne(stream, event) : event)
      return sealed
    },
    open(events) {
      /** Each of these people, and whether there must be a key of theirs. */
      const people = new Map<UserId, boolean>()
      for (const event of events) if (isPersonal(event.type)) notePeople(people, event)
      if (people.size === 0) return events
      const known = new Map<UserId, Uint8Array | null | undefined>()
      const missing: UserId[] = []
      for (const [userId, needed] of people) {
        const entry = cache.get(userId)
        // One who had no key a moment ago may have written something since.
        if (entry && (entry.key !== undefined || !needed)) known.set(userId, entry.key)
        else missing.push(userId)
      }
      const openAll = (keys: Keys) => events.map((event) => isPersonal(event.type) ? openOne(event, keys) : event)
      return missing.length === 0 ? openAll(known) : lookUp(missing, known).then(openAll)
    },
  }
}

function notePeople(people: Map<UserId, boolean>, { stream, type, data, meta }: StoredEvent): void {
  for (const [field, value] of Object.entries(data as object) as [string, unknown][]) {
    if (isSealed(value)) people.set(value.of, true)
    // Recorded before texts were sealed: whether it may still be read is asked all the same.
    else if (typeof value === 'string' && personalFields[type]!.includes(field)) {
      const person = personOf(stream, meta.actor)
      if (person !== null && !people.has(person)) people.set(person, false)
    }
  }
}

function openOne(event: StoredEvent, keys: Keys): StoredEvent {
  const { stream, type, meta } = event
  const person = personOf(stream, meta.actor)
  const data = Object.entries(event.data as object).map(([field, value]: [string, unknown]) => {
    if (isSealed(value)) return [field, openText(event, field, value, keys.get(value.of))]
    const erased = typeof value === 'string' && person !== null && personalFields[type]!.includes(field) && keys.get(person) === null
    return [field, erased ? ERASED : value]
  })
  return { ...event, data: Object.fromEntries(data) as unknown }
}

function openText(event: StoredEvent, field: string, { sealed, of }: SealedText, key: Uint8Array | null | undefined): string {
  if (key === null) return ERASED
  if (key === undefined) throw new Error(`The key of person ${of} is missing, with which ${field} of event ${event.id} is sealed: restore the table personal_keys from a backup`)
  try {
    return unseal(sealed, key, placeOf(event, event.stream, field)).toString()
  } catch (error) {
    throw new Error(`${field} of event ${event.id} does not open: it was changed, or moved here from elsewhere`, { cause: error })
  }
}

function isSealed(value: unknown): value is SealedText {
  return typeof value === 'object' && value !== null && 'sealed' in value
}

function placeOf({ id }: Pick<NewEvent, 'id'>, stream: StreamName, field: string): string {
  return `${id}\n${stream}\n${field}`
}

/** Keys looked up a moment ago; undefined for who has none. For a moment only, so that a process that follows no log soon knows of one that was destroyed. */
function createKeyCache({ now }: Pick<System, 'now'>) {
  const entries = new Map<UserId, { readonly key: Uint8Array | null | undefined; readonly until: number }>()
  return {
    get(userId: UserId) {
      const entry = entries.get(userId)
      return entry && entry.until > now() ? entry : undefined
    },
    remove(userId: UserId): void {
      entries.delete(userId)
    },
    put(userId: UserId, key: Uint8Array | null | undefined): void {
      entries.delete(userId)
      entries.set(userId, { key, until: now() + limits.personalKeyCacheMs })
      if (entries.size > limits.personalKeyCacheMax) entries.delete(entries.keys().next().value!)
    },
  }
}
