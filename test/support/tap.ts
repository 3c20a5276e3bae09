// Every test imports this instead of 'tap'.
import './callsites.ts'
import t from 'tap'

/** Of a file run by itself, as long as `npm test` gives it: tap's own default is shorter than some scenarios. */
const FILE_TIMEOUT_MS = 600_000
t.setTimeout(FILE_TIMEOUT_MS)

export default t
export * from 'tap'
