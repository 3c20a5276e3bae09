import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { commands, eventSchemas } from '../../domain/index.ts'
import t from '../support/tap.ts'
import type { Golden } from './golden.ts'
import { goldenFolder, rowsAfter } from './golden.ts'

const deciders = new Map(Object.values(commands).map(({ decider }) => [decider.category, decider]))
const files = readdirSync(goldenFolder).sort()

t.test('every event type has a golden file for every shape it ever had', async (t) => {
  const wanted = Object.entries(eventSchemas).flatMap(([type, schema]) => Array.from({ length: schema }, (_, i) => `${type}.v${i + 1}.json`))
  t.strictSame(wanted.filter((file) => !existsSync(join(goldenFolder, file))), [], 'none is missing (test/golden/record.ts writes new ones)')
  t.strictSame(files.filter((file) => !wanted.includes(file)), [], 'none is of a type nobody knows')
})

t.test('every golden event is replayed', async (t) => {
  for (const file of files) {
    const { category, given, event, rows } = JSON.parse(readFileSync(join(goldenFolder, file), 'utf8')) as Golden
    const decider = deciders.get(category)!
    const before = given.reduce((state, past) => decider.evolve(state, past), decider.initial)
    t.doesNotThrow(() => decider.evolve(before, event), `${file}: its decider takes it`)
    t.strictSame(rowsAfter(given, event), rows, `${file}: it leads to the same rows as ever`)
    t.equal(`${event.type}.v${event.schema}.json`, file)
  }
})
