// Every test imports this instead of 'tap'.
import './callsites.ts'
import t from 'tap'

export default t
export * from 'tap'
