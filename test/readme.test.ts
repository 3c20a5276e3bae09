/** What the README says of settings is what the code knows. */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { settingsTable } from '../server/config.ts'
import t from './support/tap.ts'

t.test('the README has the table of settings as they are', async (t) => {
  const readme = readFileSync(join(import.meta.dirname, '../README.md'), 'utf8')
  const missing = settingsTable().split('\n').filter((line) => !readme.includes(line))
  t.same(missing, [], 'print the table anew with settingsTable() of server/config.ts')
})
