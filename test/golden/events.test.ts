import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { commands, eventSchemas, eventUpcasters, personalFields } from '../../domain/index.ts'
import type { Schema } from '../../domain/schema.ts'
import { upcast } from '../../domain/upcast.ts'
import t from '../support/tap.ts'
import type { Golden } from './golden.ts'
import { goldenFolder, rowsAfter } from './golden.ts'

const deciders = new Map(Object.values(commands).map(({ decider }) => [decider.category, decider]))
const files = readdirSync(goldenFolder).sort()

/** Of one shape, how it is for an episode, or an account, where it is otherwise for a film. */
const VARIANT = /\.(episode|account)(?=\.json$)/

t.test('every event type has a golden file for every shape it ever had', async (t) => {
  const wanted = Object.entries(eventSchemas).flatMap(([type, schema]) => Array.from({ length: schema }, (_, i) => `${type}.v${i + 1}.json`))
  t.strictSame(wanted.filter((file) => !existsSync(join(goldenFolder, file))), [], 'none is missing (test/golden/record.ts writes new ones)')
  t.strictSame(files.filter((file) => !wanted.includes(file.replace(VARIANT, ''))), [], 'none is of a type nobody knows')
})

t.test('every former shape has the step that leads out of it', async (t) => {
  const steps = eventUpcasters as Readonly<Record<string, readonly unknown[]>>
  const wanted = Object.entries(eventSchemas).filter(([, schema]) => schema > 1).map(([type, schema]) => [type, schema - 1])
  t.ok(wanted.length >= 1)
  t.strictSame(Object.entries(steps).map(([type, { length }]) => [type, length]), wanted, 'a raised number comes with its step, and no step is of another number')
})

t.test('every golden event is replayed', async (t) => {
  for (const file of files) {
    const { category, given: recorded, event: old, present, rows } = JSON.parse(readFileSync(join(goldenFolder, file), 'utf8')) as Golden
    t.equal(`${old.type}.v${old.schema}.json`, file.replace(VARIANT, ''))
    const [given, event] = [recorded.map(upcast), upcast(old)]
    t.equal(event.schema, eventSchemas[event.type as keyof typeof eventSchemas], `${file}: it is of the present shape`)
    t.strictSame(event.data, present ?? old.data, `${file}: its payload is what it always became`)
    t.equal(present === undefined, old.schema === event.schema, `${file}: what a former shape becomes is on record`)
    const decider = deciders.get(category)!
    const before = given.reduce((state, past) => decider.evolve(state, past), decider.initial)
    t.doesNotThrow(() => decider.evolve(before, event), `${file}: its decider takes it`)
    t.strictSame(rowsAfter(given, event), rows, `${file}: it leads to the same rows as ever`)
  }
})

/** Texts that come from people and are not sealed, with the reason. */
const NOBODYS_WORDS: Readonly<Record<string, string>> = {
  'WatchingContinuedElsewhere.providerName': 'the name of a service',
  'FetchRequested.releaseId': 'an indexer\'s id', 'ReleaseSelected.releaseId': 'an indexer\'s id', 'ReleaseMapped.releaseId': 'an indexer\'s id', 'ReleaseRejected.releaseId': 'an indexer\'s id', 'ReleaseChosen.releaseId': 'an indexer\'s id', 'ReleaseSelected.reason': 'our own words',
  'MovieDeleted.reason': 'our own words',
  'FetchDeclined.reason': 'said for the household, and kept with the fetch',
}

t.test('what people write in their own words is declared, so that it is recorded sealed', async (t) => {
  const isText = (schema: Schema) => schema.type === 'string' && !('enum' in schema) && (!('format' in schema || 'pattern' in schema) || 'format' in schema && schema.format === 'uri')
  const texts = Object.values(commands).filter(({ least }) => least !== 'worker')
    .flatMap(({ decider, schema }) => Object.entries(schema && 'properties' in schema ? schema.properties : {}).filter(([, property]) => isText(property)).map(([name]) => `${decider.category} ${name}`))
  const wanted = files.flatMap((file) => {
    const { category, event } = JSON.parse(readFileSync(join(goldenFolder, file), 'utf8')) as Golden
    return Object.keys(event.data as object).filter((field) => field !== 'jobId' && texts.includes(`${category} ${field}`)).map((field) => `${event.type}.${field}`)
  })
  const declared = Object.entries(personalFields).flatMap(([type, fields]) => fields.map((field) => `${type}.${field}`))
  t.strictSame([...new Set(wanted)].filter((field) => !declared.includes(field) && !(field in NOBODYS_WORDS)), [], 'declare it beside its event (CONTRIBUTING, "A personal field"), or say here why not')
  t.strictSame(Object.keys(NOBODYS_WORDS).filter((field) => !wanted.includes(field)), [], 'and no reason is given for what needs none')
})
