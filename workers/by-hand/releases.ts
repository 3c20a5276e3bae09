/** `rewind release`: what the downloader makes of release titles. */

import { createInterface } from 'node:readline'
import type { CliCommand } from '../../server/cli/command.ts'
import { EXIT, UsageError } from '../../server/cli/command.ts'
import { playabilityOfRelease } from '../../projections/playability.ts'
import type { Kind } from '../../server/releases/parse-release.ts'
import { parseRelease } from '../../server/releases/parse-release.ts'
import { releaseFields } from '../../server/releases/release-fields.ts'
import { rankCommand } from './rank.ts'

const KINDS: readonly string[] = ['movie', 'tv', 'any'] satisfies readonly Kind[]

const parse: CliCommand = {
  name: 'release parse', summary: 'What release titles say: one a line on the input, one line out for each',
  words: [], options: { kind: { takes: 'KIND', means: 'movie, tv or any: what is looked for; any unless said' }, path: { means: 'the lines are paths of files' } },
  async run({ options, input, signal, print }) {
    const kind = String(options.kind ?? 'any')
    if (!KINDS.includes(kind)) throw new UsageError(`--kind is one of ${KINDS.join(', ')}`)
    for await (const title of createInterface({ input, crlfDelay: Infinity, signal })) {
      const parsed = parseRelease(title, { kind: kind as Kind, input: options.path === true ? 'path' : 'title' })
      const { playable, why } = playabilityOfRelease(parsed)
      const fields = { ...releaseFields(parsed), playable, playable_why: why }
      print({ title, ...fields }, `${title}\n${Object.entries(fields).filter(([, value]) => says(value)).map(([name, value]) => `  ${name.padEnd(18)} ${Array.isArray(value) ? value.join(', ') : String(value)}\n`).join('')}`)
    }
    return EXIT.done
  },
}

const says = (value: unknown) => value !== null && value !== false && value !== '' && !(Array.isArray(value) && value.length === 0)

export const releaseCommands: readonly CliCommand[] = [parse, rankCommand]
