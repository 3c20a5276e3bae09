/** What the catalogue's upstream could not do. */

export class CatalogueError extends Error {
  override readonly name = 'CatalogueError'
  /**
   * - `NOT_FOUND`: TMDB has no such title; final.
   * - `TMDB_ERROR`: TMDB, or who else was asked, did not answer, or not with what we can read.
   * - `UNAVAILABLE`: we ask more than is allowed just now.
   */
  readonly code: 'NOT_FOUND' | 'TMDB_ERROR' | 'UNAVAILABLE'
  /** TMDB was not asked: nothing would have had an answer just now. */
  readonly untried: boolean
  constructor(code: CatalogueError['code'], message: string, options: ErrorOptions & { readonly untried?: boolean } = {}) {
    super(message, options)
    this.code = code
    this.untried = options.untried ?? code === 'UNAVAILABLE'
  }
}
