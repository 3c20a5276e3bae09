/** What a command of `rewind` is, and the codes it ends with. */

import type { Readable } from 'node:stream'
import type { Config } from '../config.ts'

export const EXIT = { done: 0, failed: 1, usage: 2, notFound: 3 } as const

export interface Call {
  readonly config: Config
  /** Words after the command's name. */
  readonly words: readonly string[]
  readonly options: Readonly<Record<string, string | boolean | undefined>>
  readonly input: Readable
  /** Aborts on Ctrl-C. */
  readonly signal: AbortSignal
  /** One line on the output: the value as JSON with `--json`, else the words. */
  print(value: unknown, words: string): void
}

export interface CliOption {
  /** What it takes; a switch takes nothing. */
  readonly takes?: string
  readonly means: string
}

export interface CliCommand {
  readonly name: string
  /** One line, without a full stop. */
  readonly summary: string
  /** Sentences for its own help. */
  readonly about?: string
  /** Beside `--json` and `--help`. */
  readonly options: Readonly<Record<string, CliOption>>
  /** Names of its words; each must be given. */
  readonly words: readonly string[]
  run(call: Call): Promise<number>
}

/** What is wrong with how a command was called. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}
