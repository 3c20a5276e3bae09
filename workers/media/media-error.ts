/** What is wrong with a film's file. */

export type MediaErrorCode =
  /** Of no kind that is known here. */
  | 'NOT_MEDIA'
  /** It contradicts itself, or what it promises is not there. */
  | 'DAMAGED'
  /** It ends before its end. */
  | 'TRUNCATED'
  /** Made to use up whoever reads it: more parts, or more reading, than any film needs. */
  | 'HOSTILE'
  /** A film, but nothing in it can be made playable here. */
  | 'UNSUPPORTED'
  /** Nothing moved for too long. */
  | 'TIME'
  /** The place where it is kept does not answer as it should. */
  | 'STORAGE'

export class MediaError extends Error {
  override readonly name = 'MediaError'
  readonly code: MediaErrorCode
  constructor(code: MediaErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
