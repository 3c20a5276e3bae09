/** A PostgreSQL database that is migrated, proven durable, and spoken to in a role that cannot change history. */

import { CamelCasePlugin, Kysely, Migrator, PostgresDialect, sql } from 'kysely'
import pg from 'pg'
import { migrations } from '../../migrations/index.ts'
import { limits } from '../limits.ts'
import type { Log } from '../log.ts'
import type { Tables } from './tables.ts'
import { valueTypes } from './value-types.ts'

/** Where a database is: a URL for a real server, host (a socket's folder) and password for the embedded one. */
export type Connection = { readonly connectionString: string } | { readonly host: string; readonly user: string; readonly password: string; readonly database: string }

export interface Database {
  readonly kysely: Kysely<Tables>
  readonly pool: pg.Pool
  /** A connection outside the pool, for what holds one for long: LISTEN, the append queue, an advisory lock. The caller ends it. */
  connect(): Promise<pg.Client>
  close(): Promise<void>
}

const APP_ROLE = 'rewind_app'

export async function openDatabase({ connection, log }: { connection: Connection; log: Log }): Promise<Database> {
  const restricted = await prepare(connection, log)
  const config: pg.ClientConfig = {
    ...connection,
    types: valueTypes,
    application_name: 'rewind',
    keepAlive: true,
    connectionTimeoutMillis: limits.databaseConnectTimeoutMs,
    // A plan made while a table was empty would scan it for ever after: prepared statements keep their parse, not their plan.
    // A machine that goes silent loses its locks within seconds: 5 s, then three questions two seconds apart.
    options: `-c tcp_keepalives_idle=5 -c tcp_keepalives_interval=2 -c tcp_keepalives_count=3 -c TimeZone=UTC -c plan_cache_mode=force_custom_plan${restricted ? ` -c role=${APP_ROLE}` : ''}`,
  }
  const pool = poolOf({ ...config, max: limits.databasePoolConnections, idleTimeoutMillis: limits.databaseIdleTimeoutMs }, log)
  const kysely = kyselyOn(pool)
  return {
    kysely,
    pool,
    async connect() {
      const client = new pg.Client(config)
      client.on('error', (error) => log.warn({ err: error }, 'a database connection was lost'))
      await client.connect()
      return client
    },
    async close() {
      await kysely.destroy()
      // kysely ends a pool only once it has used it
      if (!pool.ended) await pool.end()
    },
  }
}

/** As the owner: settings checked, migrations run, the restricted role made. True when that role can be used. */
async function prepare(connection: Connection, log: Log): Promise<boolean> {
  const pool = poolOf({ ...connection, types: valueTypes, max: 2, connectionTimeoutMillis: limits.databaseConnectTimeoutMs }, log)
  const owner = kyselyOn(pool)
  try {
    await assertDurable(pool)
    await migrate(owner, log)
    return await restrict(pool, log)
  } finally {
    await owner.destroy()
    if (!pool.ended) await pool.end()
  }
}

function poolOf(config: pg.PoolConfig, log: Log): pg.Pool {
  const pool = new pg.Pool(config)
  // One that dies between two questions of whoever has taken it out says so at the next question; here it only must not end the process.
  pool.on('connect', (client) => client.on('error', () => {}))
  // A connection that dies while idle is replaced at the next use; without a listener it would end the process. An ended
  // pool does not wait for its connections to be closed, so the server may well stop before they are.
  pool.on('error', (error) => {
    if (!pool.ending) log.warn({ err: error }, 'an idle database connection was lost')
  })
  return pool
}

function kyselyOn(pool: pg.Pool): Kysely<Tables> {
  return new Kysely<Tables>({
    dialect: new PostgresDialect({ pool }),
    // Keys inside JSON values are data: TMDB's stay as TMDB spells them.
    plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
  })
}

export class NotDurableError extends Error {
  override readonly name = 'NotDurableError'
  readonly code = 'NOT_DURABLE'
}

/** Acknowledged means on disk (ES4): a server that is set to forget is refused, not warned about. */
async function assertDurable(pool: Pick<pg.Pool, 'query'>): Promise<void> {
  const { rows } = await pool.query<{ name: string; setting: string }>(
    `select name, setting from pg_settings where name in ('fsync', 'full_page_writes', 'synchronous_commit') and setting in ('off')`)
  if (rows.length > 0) {
    const off = rows.map(({ name }) => name).sort().join(', ')
    throw new NotDurableError(`This PostgreSQL could lose acknowledged changes: ${off} is off. Turn it on in postgresql.conf, or use another server.`)
  }
}

const MIGRATE_ATTEMPTS_MAX = 5

async function migrate(owner: Kysely<Tables>, log: Log): Promise<void> {
  const migrator = new Migrator({ db: owner, provider: { getMigrations: async () => ({ ...migrations }) } })
  let { error, results } = await migrator.migrateToLatest()
  // It looks at every table there is; one that a rebuild swaps just then is gone when it comes to it (42P01).
  for (let attempt = 1; (error as { code?: string } | undefined)?.code === '42P01' && attempt < MIGRATE_ATTEMPTS_MAX; attempt++) ({ error, results } = await migrator.migrateToLatest())
  for (const result of results ?? []) if (result.status === 'Success') log.info({ migration: result.migrationName }, 'database migrated')
  if (error) throw error instanceof Error ? error : new Error(String(error))
}

/**
 * The service works as `rewind_app`, which may add events (by the append function) but not change them. Where the owner
 * may not make roles (a hosted database), the triggers on `events` refuse as well.
 */
async function restrict(pool: pg.Pool, log: Log): Promise<boolean> {
  try {
    // One transaction under a lock: processes that start together would otherwise trip over each other's grants.
    await pool.query(`begin; select pg_advisory_xact_lock(hashtext('${APP_ROLE}'));
      do $$ begin
        if not exists (select from pg_roles where rolname = '${APP_ROLE}') then create role ${APP_ROLE} nologin; end if;
      exception when duplicate_object or unique_violation then null; end $$;
      do $$ begin
        if not pg_has_role('${APP_ROLE}', 'member') then grant ${APP_ROLE} to current_user; end if;
      end $$;
      grant usage, create on schema public to ${APP_ROLE};
      grant select on events, streams, head to ${APP_ROLE};
      grant select, insert, update, delete on command_outcomes, checkpoints, accounts, sessions, catalogue_cache, questions_of_the_day, picture_colours, titles_to_describe, outbox, push_subscriptions, rebuilds, event_store_name to ${APP_ROLE};
      grant select, insert, update, delete on catalogue_titles, catalogue_syncs, catalogue_sync_titles, catalogue_refresh, housekeeping to ${APP_ROLE};
      grant select, insert, update, delete on library_imports, library_import_titles, library_import_lists to ${APP_ROLE};
      grant select, insert, update, delete on removed_devices, passkeys, second_factors, recovery_codes, sent_codes, sign_in_challenges, invitations, reset_links, email_addresses to ${APP_ROLE};
      grant select, insert, update, delete on webhook_attempts to ${APP_ROLE};
      grant select, insert, update on personal_keys, settings to ${APP_ROLE};
      grant execute on function append_events, append_one to ${APP_ROLE};
      commit`)
    return true
  } catch (error) {
    if ((error as { code?: string }).code !== '42501') throw error
    log.warn({}, `the role ${APP_ROLE} could not be made: only triggers protect recorded events here`)
    return false
  }
}

