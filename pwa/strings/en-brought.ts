/** English is what the server says. */
export { saidOfQuality as enBrought } from '../../projections/said-of-quality.ts'
