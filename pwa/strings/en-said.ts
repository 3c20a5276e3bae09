/** English is what the server says. */
export { said as enSaid } from '../../projections/said.ts'
