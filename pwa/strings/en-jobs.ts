/** English is what the downloader says. */
export { saidOfJobs as enJobs } from '../../projections/said-of-jobs.ts'
