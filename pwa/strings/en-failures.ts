/** English, why a fetch failed, by its public code: what is said to people who do not read the English sentence that came with it. */
export const enFailures = {
  'NOT_FOUND': 'No release of it was found.',
  'TMDB_ERROR': 'The catalogue did not answer.',
  'INDEXER_ERROR': 'The indexer did not answer as it should.',
  'USENET_ERROR': 'The release could not be downloaded whole.',
  'STORAGE_ERROR': 'It could not be stored.',
  'JOB_ERROR': 'It could not be unpacked or made ready.',
} as const
