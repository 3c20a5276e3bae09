/**
 * What admins set while Rewind runs. Promises of the port:
 *
 * SE1 A scope has one value, which its schema allows; where nothing has been set, its fallback.
 * SE2 A change says which version it was made from; when another came first it is refused, and nothing is lost.
 * SE3 Secrets lie sealed; with another master key nothing starts, and says what is missing. After a start with a new master key and the one before it, the latter is needed no more.
 * SE4 Each change is recorded once, by whom and what, without secrets; killed in between, later.
 * SE5 Whoever follows a scope hears the newest value within a second of a change in any process, and never an older one after a newer.
 * SE6 A value of a newer Rewind, or a damaged one, never comes into force: a start fails and says so, a running process keeps what it had.
 * SE7 The last change of a scope can be taken back, secrets included, and so can that; whoever wants it says which version they mean (SE2).
 */

import { sql } from 'kysely'
import type { Command, CommandId, Issued } from '../../domain/command.ts'
import type { Actor } from '../../domain/event.ts'
import type { ChangeSetting, Json } from '../../domain/settings.ts'
import { acceptedOrThrow } from '../auth/record.ts'
import type { Database } from '../db/database.ts'
import { listen } from '../db/listen.ts'
import { reaching } from '../db/reaching.ts'
import { EventStoreError } from '../event-store/event-store.ts'
import type { CommandHandler } from '../handle.ts'
import { limits } from '../limits.ts'
import type { Log } from '../log.ts'
import type { MasterKeys } from '../personal/master-key.ts'
import { MasterKeyError } from '../personal/master-key.ts'
import { seal, unseal } from '../personal/seal.ts'
import { validatorOf } from '../plugins/validation.ts'
import { RequestError } from '../request-error.ts'
import type { System } from '../system.ts'
import { instantOf, uuidv7 } from '../system.ts'
import { changesBetween, withoutSecrets, withSecrets } from './setting-parts.ts'

/** A setting's name, what it may be, and what it is until somebody sets it. One line in `setting-scopes.ts` for each. */
export interface SettingScope<Value> {
  /** `[a-z-]+`; never used for anything else. */
  readonly scope: string
  /** JSON Schema of the whole value. A field that was added later is filled from the fallback. */
  readonly schema: object
  readonly fallback: Value
  /** Paths of the secret texts in it, a star for any name or number: `doors`, a star and `password`, parted by `/`. */
  readonly secrets: readonly string[]
}

export interface Setting<Value> {
  readonly value: Value
  /** 0 while it is the fallback. */
  readonly version: number
  readonly changedAt: string | null
  readonly changedBy: string | null
}

export interface Settings {
  /** From memory: what this process has heard last. */
  read<Value>(scope: SettingScope<Value>): Setting<Value>
  /**
   * Answers when it is in force. What is made of the value before is given as a function: what this process remembers may be older than `from`. Throws `RequestError`: `INVALID_INPUT` for what the schema does not allow, `CONFLICT` when the scope has another version by now.
   */
  change<Value>(scope: SettingScope<Value>, made: { readonly from: number; readonly value: Value | ((before: Value) => Value) }, actor: Actor): Promise<Setting<Value>>
  /** The value as it was before the version `from`, set anew (SE7). Throws `RequestError` as `change` does. */
  undo<Value>(scope: SettingScope<Value>, from: number, actor: Actor): Promise<Setting<Value>>
  /** Called at once with what it is now, then with each change; until the returned function is called. */
  follow<Value>(scope: SettingScope<Value>, hear: (setting: Setting<Value>) => void): () => void
  /** Changes in force that are not recorded yet. */
  readonly unrecorded: number
  close(): Promise<void>
}

interface Ports {
  readonly database: Database
  readonly scopes: readonly SettingScope<unknown>[]
  readonly master: MasterKeys
  readonly handle: CommandHandler['handle']
  readonly system: System
  readonly log: Log
}

interface Row {
  readonly scope: string; readonly version: number; readonly value: unknown; readonly sealed: string | null; readonly masterKeyId: string | null; readonly changedAt: string; readonly changedBy: string
  readonly former: unknown; readonly formerSealed: string | null; readonly formerMasterKeyId: string | null
}
type Known = Setting<Json>

const CHANNEL = 'rewind_settings'

/** Throws `MasterKeyError` (SE3), and an error that names the scope whose value cannot be used (SE6). */
export async function openSettings(ports: Ports): Promise<Settings> {
  const { database, scopes, system, log } = ports
  const checks = new Map(scopes.map(({ scope, schema }) => [scope, validatorOf(schema)]))
  const { read, take, follow } = settingsInForce()
  const recording = recordingOf(ports)
  const stop = new AbortController()

  /** What cannot be used is told to `unusable`. */
  async function look(unusable: (error: unknown, row: Row) => void, only?: string): Promise<void> {
    for (const row of await rowsOf(database.kysely, only)) {
      const scope = scopes.find((each) => each.scope === row.scope)
      if (!scope || row.version <= read(scope).version) continue
      try {
        take(row.scope, settingOf(row, scope, checks.get(row.scope)!, ports.master))
      } catch (error) {
        unusable(error, row)
      }
    }
  }
  const refresh = (only?: string) => look((error, { scope, version }) => log.error({ err: error, scope, version }, 'a setting was changed to what cannot be used here; the one before stays in force'), only)

  await sealAnew(ports)
  await look((error) => { throw error })
  const listening = listen({
    database, channel: CHANNEL, system, log, signal: stop.signal, pollMs: limits.settingsPollMs,
    onNotification: (scope) => void refresh(scope).catch((error: unknown) => log.warn({ err: error, scope }, 'a changed setting could not be read; it is looked for again')),
    async poll() {
      await refresh()
      await recording.settle()
    },
  })

  const change: Settings['change'] = async (scope, { from, value: wished }, actor) => {
    await refresh(scope.scope)
    const before = read(scope)
    if (before.version !== from) throw tooLate()
    const value = isFunction(wished) ? wished(before.value) : wished
    const problems = checks.get(scope.scope)!(value)
    if (problems.length > 0) throw new RequestError('INVALID_INPUT', `These settings are not possible: ${problems.map(({ instancePath, message }) => `${instancePath || 'they'} ${message}`).join('; ')}.`)
    const changes = changesBetween(before.value as Json, value as Json, scope.secrets)
    if (changes.length === 0) return before
    await recording.settle(scope.scope)
    const setting = { value: value as Json, version: from + 1, changedAt: instantOf(system), changedBy: actor }
    if (!await write(ports, scope, setting, commandOf({ scope: scope.scope, version: from + 1, changes }, setting, system))) throw tooLate()
    take(scope.scope, setting)
    log.info({ scope: scope.scope, version: setting.version, by: actor, changed: changes.map(({ path }) => path) }, 'a setting was changed')
    await recording.settle(scope.scope).catch((error: unknown) => {
      if (!(error instanceof RequestError || error instanceof EventStoreError)) throw error
      log.warn({ err: error, scope: scope.scope }, 'a changed setting is in force, and not recorded yet')
    })
    return read(scope)
  }

  return {
    read, follow, change,
    async undo(scope, from, actor) {
      const [row] = await rowsOf(database.kysely, scope.scope)
      if (row?.version !== from) throw tooLate()
      return await change(scope, { from, value: formerOf(row, scope, ports.master) }, actor)
    },
    get unrecorded() { return recording.waiting },
    async close() {
      stop.abort()
      await listening
    },
  }
}

/** What this process goes by, and who follows it. */
function settingsInForce() {
  const known = new Map<string, Known>()
  const followers = new Map<string, Set<(setting: Known) => void>>()
  const read: Settings['read'] = <Value>({ scope, fallback }: SettingScope<Value>) =>
    (known.get(scope) as Setting<Value> | undefined) ?? { value: fallback, version: 0, changedAt: null, changedBy: null }
  const follow: Settings['follow'] = (scope, hear) => {
    const own = followers.get(scope.scope) ?? new Set()
    followers.set(scope.scope, own.add(hear as never))
    hear(read(scope))
    return () => void own.delete(hear as never)
  }
  function take(scope: string, setting: Known): void {
    // Two looks may be answered in the other order.
    if (setting.version <= (known.get(scope)?.version ?? 0)) return
    known.set(scope, setting)
    for (const hear of followers.get(scope) ?? []) hear(setting)
  }
  return { read, follow, take }
}

/** Throws for what is not to come into force (SE6). */
function settingOf(row: Row, { scope, fallback }: SettingScope<unknown>, check: ReturnType<typeof validatorOf>, master: MasterKeys): Known {
  const value = filled(withSecrets(row.value as Json, row.sealed === null ? {} : opened(row, row.sealed, master)), fallback as Json)
  const [problem] = check(value)
  if (problem) throw new Error(`The settings of “${scope}” in the database are not what this version of Rewind can use (${problem.instancePath || '/'} ${problem.message}). Start the newer version again, or delete their row of the table settings.`)
  return { value, version: row.version, changedAt: row.changedAt, changedBy: row.changedBy }
}

/** What it was before the present version. */
function formerOf<Value>({ scope: name, version, former, formerSealed, formerMasterKeyId }: Row, { fallback }: SettingScope<Value>, master: MasterKeys): Value {
  // Version 1 follows on nothing; a later one was set by a Rewind that did not keep what had been before.
  if (former === null && version > 1) throw new RequestError('CONFLICT', 'What these settings were before that change is not known any more.')
  if (former === null) return fallback
  const secrets = formerSealed === null ? {} : opened({ scope: name, version: version - 1, masterKeyId: formerMasterKeyId }, formerSealed, master)
  return filled(withSecrets(former as Json, secrets), fallback as Json) as Value
}

function isFunction<Value>(wished: Value | ((before: Value) => Value)): wished is (before: Value) => Value {
  return typeof wished === 'function'
}

const tooLate = () => new RequestError('CONFLICT', 'Somebody else has changed these settings meanwhile. Look at them again, then make your change.')

async function rowsOf(kysely: Database['kysely'], only?: string): Promise<readonly Row[]> {
  const all = kysely.selectFrom('settings').select(['scope', 'version', 'value', 'sealed', 'masterKeyId', 'changedAt', 'changedBy', 'former', 'formerSealed', 'formerMasterKeyId'])
  return await reaching(() => (only === undefined ? all : all.where('scope', '=', only)).execute())
}

/** Fields that a stored value lacks because they were added later. */
function filled(value: Json, fallback: Json): Json {
  const isObject = (json: Json) => typeof json === 'object' && json !== null && !Array.isArray(json)
  return isObject(value) && isObject(fallback) ? { ...fallback as object, ...value as object } : value
}

/** Bound to the version too: of two sealed texts of a scope one cannot stand for the other. */
const belongsTo = (scope: string, version: number) => `settings ${scope} ${version}`

function opened({ scope, version, masterKeyId }: Pick<Row, 'scope' | 'version' | 'masterKeyId'>, sealed: string, { present, former }: MasterKeys): Readonly<Record<string, string>> {
  const key = [present, former].find((each) => each?.id === masterKeyId)
  if (!key) throw new MasterKeyError(`The secrets among the settings of “${scope}” are sealed with another master key (${masterKeyId}) than the present one (${present.id}): set MASTER_KEY to that one, or MASTER_KEY_BEFORE when you are changing it.`)
  try {
    return JSON.parse(unseal(sealed, key.bytes, belongsTo(scope, version)).toString()) as Record<string, string>
  } catch (error) {
    throw new MasterKeyError(`The secrets among the settings of “${scope}” do not open with the master key ${key.id}: their row was changed. Restore the table settings from a backup, or delete the row and set them anew.`, { cause: error })
  }
}

/** What the former master key sealed. A process that still runs with that one finds each either way. */
async function sealAnew({ database: { kysely }, master, system }: Ports): Promise<void> {
  const anew = (row: Pick<Row, 'scope' | 'version' | 'masterKeyId'>, sealed: string) => seal(Buffer.from(JSON.stringify(opened(row, sealed, master))), master.present.bytes, belongsTo(row.scope, row.version), system)
  for (const row of await rowsOf(kysely)) {
    const { scope, version, formerSealed, formerMasterKeyId } = row
    if (row.sealed !== null && row.masterKeyId !== master.present.id) {
      await kysely.updateTable('settings').set({ sealed: anew(row, row.sealed), masterKeyId: master.present.id }).where('scope', '=', scope).where('sealed', '=', row.sealed).execute()
    }
    if (formerSealed === null || formerMasterKeyId === master.present.id) continue
    await kysely.updateTable('settings').set({ formerSealed: anew({ scope, version: version - 1, masterKeyId: formerMasterKeyId }, formerSealed), formerMasterKeyId: master.present.id })
      .where('scope', '=', scope).where('formerSealed', '=', formerSealed).execute()
  }
}

/** False when the scope has another version by now, or a change that is not recorded yet. */
async function write({ database: { kysely }, master, system }: Ports, { scope, secrets: patterns }: Pick<SettingScope<unknown>, 'scope' | 'secrets'>, setting: Known, unrecorded: Issued<Command>): Promise<boolean> {
  const { version, changedAt, changedBy } = setting
  const { open, secrets } = withoutSecrets(setting.value, patterns)
  const none = Object.keys(secrets).length === 0
  const row = {
    version, value: JSON.stringify(open), changedAt: changedAt!, changedBy: changedBy!, unrecorded: JSON.stringify(unrecorded),
    sealed: none ? null : seal(Buffer.from(JSON.stringify(secrets)), master.present.bytes, belongsTo(scope, version), system), masterKeyId: none ? null : master.present.id,
  }
  return await reaching(() => kysely.transaction().execute(async (tx) => {
    const { numInsertedOrUpdatedRows } = await tx.insertInto('settings').values({ scope, ...row })
      .onConflict((conflict) => conflict.column('scope').doUpdateSet({ ...row, former: sql`settings.value`, formerSealed: sql`settings.sealed`, formerMasterKeyId: sql`settings.master_key_id` }).where('settings.version', '=', version - 1).where('settings.unrecorded', 'is', null)).executeTakeFirstOrThrow()
    if (numInsertedOrUpdatedRows !== 1n) return false
    await sql`select pg_notify(${CHANNEL}, ${scope})`.execute(tx)
    return true
  }))
}

function commandOf(data: ChangeSetting, { changedAt, changedBy }: Known, system: System): Issued<Command> {
  return { id: uuidv7(system) as CommandId, type: 'ChangeSetting', data, issuedAt: changedAt!, deviceId: null, actor: changedBy as Actor, sender: 'worker' }
}

/** The command lies beside the value until it is done; its events' ids follow from its own, so that twice is once. */
function recordingOf({ database: { kysely }, handle }: Ports): { readonly waiting: number; settle(scope?: string): Promise<void> } {
  let waiting = 0
  return {
    get waiting() { return waiting },
    async settle(scope) {
      const open = kysely.selectFrom('settings').select(['scope', 'version', 'unrecorded']).where('unrecorded', 'is not', null)
      const rows = await reaching(() => (scope === undefined ? open : open.where('scope', '=', scope)).execute())
      waiting = rows.length
      for (const row of rows) {
        acceptedOrThrow(await handle(row.unrecorded as Issued<Command>))
        await reaching(() => kysely.updateTable('settings').set({ unrecorded: null }).where('scope', '=', row.scope).where('version', '=', row.version).execute())
        waiting--
      }
    },
  }
}
