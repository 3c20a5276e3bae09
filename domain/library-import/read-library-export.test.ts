import t from '../../test/support/tap.ts'
import { readLibraryExport } from './read-library-export.ts'

const bounds = { rowsMax: 1_000, problemsMax: 10 }

t.test('a file that is none of those we know is named, and nothing is read of it', async (t) => {
  const read = readLibraryExport({ 'holiday.csv': new TextEncoder().encode('Day,Weather\n1,Rain\n') }, bounds)
  t.match(read, { rows: [], lists: [], problems: [{ code: 'FILE_UNKNOWN', file: 'holiday.csv', line: null }], problemsLeftOut: 0 })
})
