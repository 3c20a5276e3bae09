/** The log of a thread: its parent writes it. */

import type { Log } from '../server/log.ts'
import type { OfThread } from './run-thread.ts'

export function threadLog(tell: (message: OfThread) => void): Log {
  const at = (level: keyof Log) => (fields: object, message: string) => tell({ type: 'log', level, fields: withPlainErrors(fields), message })
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') }
}

/** Errors lose their code on the way between threads. */
function withPlainErrors(fields: object): object {
  return Object.fromEntries(Object.entries(fields).map(([name, value]: [string, unknown]) => [name, value instanceof Error
    ? { type: value.name, message: value.message, stack: value.stack, code: (value as NodeJS.ErrnoException).code }
    : value]))
}
