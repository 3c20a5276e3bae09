import { readFileSync, writeFileSync } from 'node:fs'
import process from 'node:process'
import type pg from 'pg'
import { withPostgres } from '../test/support/postgres.ts'
import t from '../test/support/tap.ts'

const SCHEMA = new URL('./schema.sql', import.meta.url)

const HEADER = '-- What the migrations in this folder make. Compared by schema.test.ts; written by it when WRITE_SCHEMA=1 is set.\n\n'

async function lines(pool: pg.Pool, query: string): Promise<string[]> {
  const { rows } = await pool.query<{ line: string }>(query)
  return rows.map(({ line }) => `${line};`)
}

/** PostgreSQL's own words for everything in it, in an order of our own. kysely's bookkeeping is left out. */
async function dump(pool: pg.Pool): Promise<string> {
  const tables = await lines(pool, `
    select format(E'create table %I (\\n%s\\n)%s', c.relname, string_agg(format('  %I %s%s%s%s', a.attname, format_type(a.atttypid, a.atttypmod),
        case when a.attcollation <> 0 and a.attcollation <> t.typcollation then ' collate ' || (select quote_ident(collname) from pg_collation where oid = a.attcollation) else '' end,
        case when a.attnotnull then ' not null' else '' end, coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), '')), E',\\n' order by a.attnum),
        coalesce(' with (' || array_to_string(c.reloptions, ', ') || ')', '')) as line
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped join pg_type t on t.oid = a.atttypid
      left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname not like 'kysely%'
    group by c.oid, c.relname, c.reloptions order by c.relname`)
  const constraints = await lines(pool, `
    select format('alter table %I add constraint %I %s', c.relname, k.conname, pg_get_constraintdef(k.oid)) as line
    from pg_constraint k join pg_class c on c.oid = k.conrelid
    where c.relnamespace = 'public'::regnamespace and c.relname not like 'kysely%' and k.contype <> 'n' order by c.relname, k.contype desc, k.conname`)
  const indexes = await lines(pool, `
    select indexdef as line from pg_indexes i where schemaname = 'public' and tablename not like 'kysely%'
      and not exists (select from pg_constraint where conname = i.indexname) order by indexname`)
  const functions = await lines(pool, `
    select rtrim(pg_get_functiondef(oid), E'\\n') as line from pg_proc where pronamespace = 'public'::regnamespace order by proname`)
  const triggers = await lines(pool, `select pg_get_triggerdef(oid) as line from pg_trigger where not tgisinternal order by tgname`)
  return HEADER + [...tables, ...constraints, ...indexes, ...functions, ...triggers].join('\n\n') + '\n'
}

t.test('the migrations make the schema that is written down beside them', async (t) => {
  const { database } = await withPostgres(t)
  const made = await dump(database.pool)
  if (process.env['WRITE_SCHEMA']) writeFileSync(SCHEMA, made)
  t.equal(made, readFileSync(SCHEMA, 'utf8'))
})
