/** What PAR2 data can be refused for, and what cannot be repaired. */

export type Par2ErrorCode =
  /** Fewer recovery blocks are there than are lacking. */
  | 'NOT_ENOUGH_BLOCKS'
  /** There is no set: its main packet or a file's description is nowhere whole. */
  | 'DAMAGED_SET'
  /** It asks for what no honest set asks for: names outside its folder, sizes that cannot be. */
  | 'HOSTILE_SET'
  /** More blocks are lacking than are repaired here. */
  | 'TOO_MUCH_DAMAGE'
  /** PAR 1.0, the format of before 2003. */
  | 'PAR1'
  /** What was rebuilt is not what the set describes: a recovery block lies. */
  | 'REPAIR_FAILED'

export class Par2Error extends Error {
  override readonly name = 'Par2Error'
  readonly code: Par2ErrorCode
  /** With NOT_ENOUGH_BLOCKS: how many are needed, and how many there are. */
  readonly blocks: { readonly needed: number; readonly available: number } | undefined
  constructor(code: Par2ErrorCode, message: string, { blocks, ...options }: ErrorOptions & { readonly blocks?: Par2Error['blocks'] } = {}) {
    super(message, options)
    this.code = code
    this.blocks = blocks
  }
}
