/** What the catalogue's upstream could not do. */

export class CatalogueError extends Error {
  override readonly name = 'CatalogueError'
  /**
   * - `NOT_FOUND`: TMDB has no such title; final.
   * - `TMDB_ERROR`: TMDB did not answer, or not with what we can read.
   * - `UNAVAILABLE`: we ask TMDB more than it allows just now.
   */
  readonly code: 'NOT_FOUND' | 'TMDB_ERROR' | 'UNAVAILABLE'
  constructor(code: CatalogueError['code'], message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
