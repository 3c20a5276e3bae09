/** The service's log: JSON lines for machines, or one readable line each for a person at a terminal. Secrets are cut out either way. */

import process from 'node:process'
import type { DestinationStream, Logger } from 'pino'
import pino from 'pino'
import type { Config } from './config.ts'

/** Wherever they stand, two levels deep. */
const SECRETS = ['password', 'token', 'apiKey', 'authorization', 'cookie', 'set-cookie', 'passwordHash', 'connectionString']
const redact = { paths: SECRETS.flatMap((name) => [`["${name}"]`, `*["${name}"]`, `*.*["${name}"]`]), censor: '[redacted]' }

export function createLogger({ logLevel, logPretty }: Pick<Config, 'logLevel' | 'logPretty'>, out: { write(text: string): unknown } = process.stdout): Logger {
  const destination: DestinationStream = logPretty ?? process.stdout.isTTY === true ? { write: (line) => { out.write(readable(line)) } } : { write: (line) => { out.write(line) } }
  return pino({ level: logLevel, base: null, timestamp: pino.stdTimeFunctions.isoTime, formatters: { level: (level) => ({ level }) }, redact, serializers: { err: withoutParameters } }, destination)
}

/** What a driver hangs on its errors may hold somebody's data: code, place and message are enough. */
function withoutParameters(error: unknown): unknown {
  if (!(error instanceof Error)) return error
  const { code, detail } = error as { code?: unknown; detail?: unknown }
  return { type: error.name, code, message: withoutPath(error.message), detail, stack: withoutPath(error.stack ?? ''), ...error.cause instanceof Error ? { cause: withoutParameters(error.cause) } : {} }
}

/** A fetch that fails names the whole address, which may be the secret: who knows a browser's address at its push service can push to it. */
function withoutPath(text: string): string {
  return text.replace(/(for url \(https?:\/\/)(?:[^\s/@]*@)?([^\s/?#]+)\S*?(?=\)(?::|\s|$))/g, '$1$2/…')
}

function readable(line: string): string {
  const { level, time, msg, err, reqId, ...fields } = JSON.parse(line) as Record<string, unknown>
  const told = Object.entries(fields).map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`).join(' ')
  const stack = (err as { stack?: string } | undefined)?.stack
  return `${String(time).slice(11, 19)} ${String(level).padEnd(5)} ${msg}${told && `  ${told}`}${stack ? `\n${stack}` : ''}\n`
}
