/** Why an import cannot go on: told to the admin, who mends it and resumes. */

export class SyncFault extends Error {
  override readonly name = 'SyncFault'
  /**
   * - `EXPORT_NOT_FOUND`: there is no such export, or no such file.
   * - `EXPORT_UNREADABLE`: it is not what TMDB exports.
   * - `STORAGE_FULL`: the disk is.
   * - `STORAGE_UNUSABLE`: the folder of imports is not to be read or written.
   * - `FILES_DAMAGED`: a file of titles is not as it was written, or gone.
   */
  readonly code: 'EXPORT_NOT_FOUND' | 'EXPORT_UNREADABLE' | 'STORAGE_FULL' | 'STORAGE_UNUSABLE' | 'FILES_DAMAGED'
  constructor(code: SyncFault['code'], message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
