/** `rewind events copy`: all events of one store into another. */

import process from 'node:process'
import type { Config } from '../config.ts'
import type { Copied, CopyProgress } from '../events/copy-store.ts'
import { copyStore, ForeignTargetError } from '../events/copy-store.ts'
import { isKurrentdb, kurrentdbUrl } from '../event-store/kurrentdb-address.ts'
import { openDatabaseForCopy, openForCopy } from '../event-store/open-event-store.ts'
import type { Log } from '../log.ts'
import { createLogger } from '../logger.ts'
import { postgresUrl } from '../setting.ts'
import { realSystem } from '../system.ts'
import type { CliCommand } from './command.ts'
import { EXIT, UsageError } from './command.ts'
import { openConfigured } from './open-data.ts'

/** Names the database of `DATABASE_URL`, or the built-in one where that is not set. */
const OWN = 'database'

export const copyEvents: CliCommand = {
  name: 'events copy', words: [], summary: 'Every event of one store into another',
  about: 'The other must be empty or hold a beginning of them: what was interrupted goes on. Stop Rewind first.',
  options: {
    from: { takes: 'URL', means: `as in EVENT_STORE_URL, or "${OWN}" for that of DATABASE_URL; must be given` },
    to: { takes: 'URL', means: 'the same; must be given' },
  },
  async run({ config, options, signal, print }) {
    const [from, to] = [addressOf('from', options.from), addressOf('to', options.to)]
    if (from === to) throw new UsageError('--from and --to name the same store')
    const log = createLogger({ logLevel: 'error', logPretty: null }, process.stderr)
    const parts = new AsyncDisposableStack()
    try {
      const source = await open(from, config, log, parts)
      const target = await open(to, config, log, parts)
      const copied = await copyStore({ source: source.store, target: target.store, take: target.take, signal, onProgress: showProgress })
      if (!copied) {
        process.stderr.write('Interrupted. What is copied stays; the same command goes on behind it.\n')
        return EXIT.failed
      }
      print(copied, told(copied))
      return copied.findings === 0 ? EXIT.done : EXIT.failed
    } catch (error) {
      if (!(error instanceof ForeignTargetError)) throw error
      print({ error: error.message, code: error.code }, error.message)
      return EXIT.failed
    } finally {
      await parts.disposeAsync()
    }
  },
}

function addressOf(name: string, value: string | boolean | undefined): string {
  if (typeof value !== 'string') throw new UsageError(`--${name} is missing: the address of a store, or "${OWN}"`)
  if (value === OWN) return value
  const reading = isKurrentdb(value) ? kurrentdbUrl(value) : postgresUrl(value)
  if ('problem' in reading) throw new UsageError(`--${name} ${reading.problem}, or "${OWN}"`)
  return reading.value
}

async function open(address: string, config: Config, log: Log, parts: AsyncDisposableStack) {
  if (address === OWN) {
    const opened = await openDatabaseForCopy(await openConfigured(config, log, parts), realSystem, log)
    parts.defer(opened.store.close)
    return opened
  }
  const opened = await openForCopy(address, realSystem, log)
  parts.defer(opened.close)
  return opened
}

/** A bar, on a terminal only. */
function showProgress({ phase, done, total }: CopyProgress): void {
  if (!process.stderr.isTTY) return
  const share = total === 0 ? 1 : Math.min(1, done / total)
  // To the end of the line, so that a shorter text leaves nothing of a longer one (ECMA-48, EL).
  process.stderr.write(`\r[${'#'.repeat(Math.floor(share * 30)).padEnd(30)}] ${Math.floor(share * 100)} %  ${phase}  ${done.toLocaleString('en')} events\x1b[K`)
}

function told({ events, streams, taken, sha256, findings }: Copied): string {
  const same = `Both stores hold the same ${events.toLocaleString('en')} events of ${streams.toLocaleString('en')} streams (${sha256}); ${taken.toLocaleString('en')} were copied now.`
  return findings === 0 ? same : `${same} ${findings} of them were changed since they were recorded: see rewind events verify.`
}
