/** English is what the server says. */
export { saidOfReleases as enJudged } from '../../projections/said-of-releases.ts'
