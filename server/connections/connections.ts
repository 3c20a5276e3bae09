/** The indexers and news servers there are: those of the environment or the demo first, then those that admins have set up. */

import type { ConnectionSource, ConnectionsAnswer, IndexerWish, NewsServerWish } from '../../projections/wire-connections.ts'
import type { Actor } from '../../domain/event.ts'
import type { Config } from '../config.ts'
import { uuidv7 } from '../system.ts'
import type { System } from '../system.ts'
import { invalid, notFound, RequestError } from '../request-error.ts'
import type { IndexerSettings, NewsServerSettings, Upstreams } from '../upstreams.ts'
import { newsServerDefaults } from '../upstreams.ts'
import type { ConnectionSettings, StoredIndexer, StoredNewsServer } from './connection-scope.ts'
import { connectionScope } from './connection-scope.ts'
import type { Settings } from './settings-store.ts'

export type InUse = Pick<Upstreams, 'indexers' | 'newsServers'>
export type Kind = 'indexers' | 'newsServers'
type Entry<K extends Kind> = ConnectionSettings[K][number]
type Wishes = { indexers: IndexerWish; newsServers: NewsServerWish }
/** Which version somebody has looked at, and who changes it. */
export interface Change { readonly from: number; readonly actor: Actor }

export interface Connections {
  /** Those that may be asked and used now: enabled, indexers in the admins' order, news servers by priority. */
  inUse(): InUse
  /** Called at once, then with each change, until the returned function is called. */
  follow(hear: (inUse: InUse) => void): () => void
  shown(): Pick<ConnectionsAnswer, 'version' | 'changedAt'> & { readonly indexers: readonly (IndexerSettings & Shown)[]; readonly newsServers: readonly (NewsServerSettings & Shown)[] }
  /** Each throws `RequestError`: `INVALID_INPUT`, `NOT_FOUND`, `FORBIDDEN` for what is not set here, `CONFLICT` when others were first. */
  save<K extends Kind>(kind: K, id: string | null, wish: Wishes[K], change: Change): Promise<void>
  remove(kind: Kind, id: string, change: Change): Promise<void>
  /** The change that led to this version, secrets included. */
  undo(change: Change): Promise<void>
  /** All that are set here, in their new order. */
  order(kind: Kind, ids: readonly string[], change: Change): Promise<void>
  /** As it would be used if it were saved; with the secret of what is set up where none is given. */
  indexerOf(wish: IndexerWish | null, id: string | null): IndexerSettings
  newsServerOf(wish: NewsServerWish | null, id: string | null): NewsServerSettings
}
interface Shown { readonly id: string; readonly source: ConnectionSource }

interface Ports {
  readonly settings: Settings
  /** What the environment or the demo names. */
  readonly fixed: InUse
  readonly config: Pick<Config, 'indexerUrl' | 'usenetHost'>
  readonly system: Pick<System, 'now' | 'randomBytes'>
}

export function connectionsIn({ settings, fixed, config, system }: Ports): Connections {
  const source: Readonly<Record<Kind, ConnectionSource>> = { indexers: config.indexerUrl === null ? 'demo' : 'environment', newsServers: config.usenetHost === null ? 'demo' : 'environment' }
  const stored = () => settings.read(connectionScope).value
  const inUse = (set: ConnectionSettings): InUse => ({
    indexers: withOwnNames([...fixed.indexers, ...set.indexers.filter(({ enabled }) => enabled)]),
    newsServers: withOwnNames([...fixed.newsServers, ...set.newsServers.filter(({ enabled }) => enabled).map(usable)].sort((a, b) => a.priority - b.priority)),
  })
  const find = <K extends Kind>(kind: K, id: string | null) => (stored()[kind] as readonly Entry<K>[]).find((each) => each.id === id)
  const fixedId = (kind: Kind, place: number) => place === 0 ? source[kind] : `${source[kind]}-${place + 1}`
  const fixedOf = <K extends Kind>(kind: K, id: string | null) => fixed[kind].find((_, place) => fixedId(kind, place) === id) as InUse[K][number] | undefined

  async function change<K extends Kind>(kind: K, { from, actor }: Change, next: (entries: readonly Entry<K>[]) => readonly Entry<K>[]): Promise<void> {
    await settings.change(connectionScope, { from, value: (before) => ({ ...before, [kind]: next(before[kind] as readonly Entry<K>[]) }) }, actor)
  }
  /** Of those that are set here. */
  function own<K extends Kind>(kind: K, entries: readonly Entry<K>[], id: string): Entry<K> {
    if (fixedOf(kind, id)) throw new RequestError('FORBIDDEN', `That one is set by the ${source[kind]}, and is not changed here.`)
    return entries.find((each) => each.id === id) ?? notThere(kind)
  }

  return {
    inUse: () => inUse(stored()),
    follow: (hear) => settings.follow(connectionScope, ({ value }) => hear(inUse(value))),
    shown() {
      const { value, version, changedAt } = settings.read(connectionScope)
      const both = <Entry extends object, Set extends Entry & { readonly id: string }>(kind: Kind, set: readonly Set[], given: readonly Entry[]) =>
        [...given.map((entry, place) => ({ ...entry, id: fixedId(kind, place), source: source[kind] })), ...set.map((entry) => ({ ...entry, source: 'here' as const }))]
      return { version, changedAt, indexers: both<IndexerSettings, StoredIndexer>('indexers', value.indexers, fixed.indexers), newsServers: both('newsServers', value.newsServers.map((each) => ({ ...usable(each), id: each.id })), fixed.newsServers) }
    },
    save: (kind, id, wish, made) => change(kind, made, (entries) => {
      const entry = { ...entryFrom(kind, wish, id === null ? undefined : own(kind, entries, id)), id: id ?? uuidv7(system) }
      if ([...fixed[kind], ...entries.filter((each) => each.id !== id)].some(({ name }) => name === entry.name)) throw invalid('name', 'is another\'s already')
      return id === null ? [...entries, entry] : entries.map((each) => each.id === id ? entry : each)
    }),
    remove: (kind, id, made) => change(kind, made, (entries) => entries.filter((each) => each !== own(kind, entries, id))),
    async undo({ from, actor }) {
      await settings.undo(connectionScope, from, actor)
    },
    order: (kind, ids, made) => change(kind, made, (entries) => {
      if (ids.length !== entries.length || new Set(ids).size !== ids.length || entries.some((each) => !ids.includes(each.id))) throw invalid('ids', 'must be all of those set here, each once')
      return ids.map((id) => entries.find((each) => each.id === id)!)
    }),
    indexerOf: (wish, id) => wish ? indexerFrom(wish, find('indexers', id)) : fixedOf('indexers', id) ?? find('indexers', id) ?? notThere('indexers'),
    newsServerOf: (wish, id) => wish ? usable(newsServerFrom(wish, find('newsServers', id))) : fixedOf('newsServers', id) ?? usable(find('newsServers', id) ?? notThere('newsServers')),
  }
}

function notThere(kind: Kind): never {
  throw notFound(kind === 'indexers' ? 'indexer' : 'news server')
}

function entryFrom<K extends Kind>(kind: K, wish: Wishes[K], before: Entry<K> | undefined): Entry<K> {
  return (kind === 'indexers' ? indexerFrom(wish as IndexerWish, before as StoredIndexer | undefined) : newsServerFrom(wish as NewsServerWish, before as StoredNewsServer | undefined)) as Entry<K>
}

/** A secret is for the place it was given for: whoever changes that gives it anew. */
function indexerFrom({ apiKey, ...fields }: IndexerWish, before: StoredIndexer | undefined): IndexerSettings {
  const url = URL.parse(fields.url)
  // What stands in an address is shown and recorded: a key is a field of its own.
  if (!url || url.username || url.password || url.search || url.hash) throw invalid('url', 'must be an address such as https://api.example.org/api, without a name, a password, a key or anything else behind a question mark')
  const kept = before && URL.parse(before.url)?.origin === url.origin ? before.apiKey : undefined
  const key = apiKey ?? kept
  if (key === undefined) throw invalid('apiKey', before ? 'is needed again, because the address is another' : 'is missing')
  return { ...fields, apiKey: key }
}

function newsServerFrom({ password, ...fields }: NewsServerWish, before: StoredNewsServer | undefined): Omit<StoredNewsServer, 'id'> {
  const same = before?.host === fields.host && before.port === fields.port && (before.tls === fields.tls || fields.tls) && before.username === fields.username
  const secret = password ?? (same ? before.password : undefined)
  if (fields.username === null) return fields
  if (secret === undefined) throw invalid('password', before ? 'is needed again, because the server or the user is another' : 'is missing')
  return { ...fields, password: secret }
}

function usable({ username, password, ...fields }: Omit<StoredNewsServer, 'id'>): NewsServerSettings {
  return { ...newsServerDefaults, ...fields, ...username === null || password === undefined ? {} : { username, password } }
}

/** The environment may have come to name one as another was named here. */
function withOwnNames<Entry extends { readonly name: string }>(entries: readonly Entry[]): readonly Entry[] {
  const taken = new Set<string>()
  return entries.map((entry) => {
    let { name } = entry
    for (let i = 2; taken.has(name); i++) name = `${entry.name} (${i})`
    taken.add(name)
    return { ...entry, name }
  })
}
