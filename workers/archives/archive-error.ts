/**
 * Why an archive is not unpacked, and what can be done about it. A password that was tried and refused is told apart from damage where
 * the format allows: RAR5 keeps a check of the password, RAR4 and zip only a checksum of what comes out.
 */
export type ArchiveErrorCode =
  | 'PASSWORD_NEEDED' | 'WRONG_PASSWORD' | 'DAMAGED' | 'MISSING_VOLUMES' | 'UNSUPPORTED' | 'HOSTILE' | 'TOO_LARGE' | 'TOO_MANY_FILES' | 'TIME' | 'MEMORY'

export class ArchiveError extends Error {
  override readonly name = 'ArchiveError'
  readonly code: ArchiveErrorCode
  /** `message` is a sentence without its full stop. */
  constructor(code: ArchiveErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
