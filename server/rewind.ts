/**
 * The command line, beside the service: `npm run -s rewind -- events tail --follow`. It reads the same settings, uses the
 * PostgreSQL of a running service or starts it for as long as it needs, and ends with a code that scripts can use:
 * 0 done, 1 failed, 2 called wrongly, 3 not found, 78 a setting is wrong.
 */

import process from 'node:process'
import { parseArgs } from 'node:util'
import type { CliCommand, CliOption } from './cli/command.ts'
import { EXIT, UsageError } from './cli/command.ts'
import { copyEvents } from './cli/copy-events.ts'
import { eventCommands } from './cli/events.ts'
import { importCommands } from './cli/import.ts'
import { libraryLooks } from './cli/library.ts'
import { projectionCommands } from './cli/projections.ts'
import { tryTmdbCommand } from './cli/try-tmdb.ts'
import { syncCommands } from './cli/catalogue-sync.ts'
import { undoCommands } from './cli/undo.ts'
import { userCommands } from './cli/users.ts'
import { ConfigError, EXIT_CONFIG, loadConfig } from './config.ts'
import { archiveCommands } from '../workers/by-hand/archives.ts'
import { articleCommands } from '../workers/by-hand/articles.ts'
import { connectionCommands } from '../workers/by-hand/connections.ts'
import { indexerCommands } from '../workers/by-hand/indexers.ts'
import { mediaCommands } from '../workers/by-hand/media.ts'
import { par2Commands } from '../workers/by-hand/par2.ts'
import { retentionCommands } from '../workers/by-hand/retention.ts'
import { releaseCommands } from '../workers/by-hand/releases.ts'

const commands: readonly CliCommand[] = [...eventCommands, copyEvents, ...projectionCommands, ...libraryLooks, ...importCommands, ...undoCommands, ...syncCommands, tryTmdbCommand, ...userCommands, ...retentionCommands, ...releaseCommands, ...indexerCommands, ...connectionCommands, ...articleCommands, ...archiveCommands, ...par2Commands, ...mediaCommands]

const everywhere: Readonly<Record<string, CliOption>> = { json: { means: 'lines of JSON, for programs' }, help: { means: 'this' } }

process.exitCode = await run(process.argv.slice(2))

async function run(given: readonly string[]): Promise<number> {
  const command = commands.find(({ name }) => name === given.slice(0, name.split(' ').length).join(' '))
  if (!command) {
    const asked = given.length === 0 || given.includes('--help') || given.includes('-h')
    process[asked ? 'stdout' : 'stderr'].write(`${asked ? '' : `There is no command "${given.slice(0, 2).join(' ')}".\n\n`}${overview(given[0])}`)
    return asked ? EXIT.done : EXIT.usage
  }
  const stop = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop.abort())
  // Whoever read the output has seen enough, as `head` does.
  process.stdout.on('error', () => stop.abort())
  try {
    const { values, positionals } = parse(command, given.slice(command.name.split(' ').length))
    if (values.help === true) {
      process.stdout.write(usage(command))
      return EXIT.done
    }
    if (positionals.length !== command.words.length) throw new UsageError(`${command.name} takes ${command.words.join(' ') || 'no words'}`)
    return await command.run({
      config: loadConfig(process.env, '.env'), words: positionals, options: values, input: process.stdin, signal: stop.signal,
      print: (value, words) => { process.stdout.write(`${values.json === true ? JSON.stringify(value) : words}\n`) },
    })
  } catch (error) {
    if (stop.signal.aborted) return EXIT.done
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    if (error instanceof UsageError) process.stderr.write(`\n${usage(command)}`)
    return error instanceof UsageError ? EXIT.usage : error instanceof ConfigError ? EXIT_CONFIG : EXIT.failed
  }
}

function parse({ options }: CliCommand, args: readonly string[]) {
  const own = Object.entries(options).map(([name, { takes }]) => [name, { type: takes === undefined ? 'boolean' : 'string' }] as const)
  try {
    const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options: { json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' }, ...Object.fromEntries(own) } })
    return { values: values as Readonly<Record<string, string | boolean | undefined>>, positionals }
  } catch (error) {
    throw new UsageError((error as Error).message, { cause: error })
  }
}

function usage({ name, summary, about, words, options }: CliCommand): string {
  const lines = Object.entries({ ...options, ...everywhere }).map(([option, { takes, means }]) => [`--${option}${takes === undefined ? '' : ` ${takes}`}`, means] as const)
  return `rewind ${[name, ...words, '[OPTIONS]'].join(' ')}\n${summary}.\n${about === undefined ? '' : `${about}\n`}\n${table(lines)}`
}

/** All commands, or those of a group: `rewind events`. */
function overview(group: string | undefined): string {
  const ofGroup = commands.filter(({ name }) => name.split(' ')[0] === group)
  const lines = (ofGroup.length > 0 ? ofGroup : commands).map(({ name, words, summary }) => [[name, ...words].join(' '), summary] as const)
  return `rewind COMMAND [OPTIONS]\n\n${table(lines)}\n"rewind COMMAND --help" says more. Exit codes: 0 done, 1 failed, 2 called wrongly, 3 not found, ${EXIT_CONFIG} a setting is wrong.\n`
}

function table(lines: readonly (readonly [string, string])[]): string {
  const width = Math.max(...lines.map(([first]) => first.length))
  return lines.map(([first, second]) => `  ${first.padEnd(width)}  ${second}\n`).join('')
}
