/** `rewind release rank`: in which order a quality profile wants the releases of an indexer's answer, and why. */

import { readdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import process from 'node:process'
import type { Call, CliCommand } from '../../server/cli/command.ts'
import { EXIT, UsageError } from '../../server/cli/command.ts'
import { limits } from '../../server/limits.ts'
import { parseFeed } from '../../server/indexer/newznab-answer.ts'
import type { CustomFormat } from '../../server/releases/ranking/custom-format.ts'
import { readCustomFormat } from '../../server/releases/ranking/custom-format.ts'
import { presets } from '../../server/releases/ranking/presets.ts'
import { readQualityProfile, readSizeRules } from '../../server/releases/ranking/quality-profile.ts'
import { sayOfQuality } from '../../projections/said-of-quality.ts'
import { rankReleases } from '../../server/releases/ranking/rank-releases.ts'
import { ProfileError } from '../../server/releases/ranking/told-json.ts'
import { orRefused, readInput } from './read-input.ts'

export const rankCommand: CliCommand = {
  name: 'release rank', summary: 'Releases of an indexer\'s answer in the order in which a quality profile wants them, with reasons',
  about: `PROFILE is a file with the JSON of Radarr, Sonarr or the TRaSH guides, or one of Rewind's own: ${presets.map(({ name }) => name).join(', ')}. Ends with 1 when none may be taken.`,
  words: ['FEED', 'PROFILE'],
  options: {
    formats: { takes: 'DIR', means: 'folder with the custom formats that the profile names' }, sizes: { takes: 'FILE', means: 'table of sizes by quality' },
    runtime: { takes: 'MINUTES', means: 'of the film; without it sizes are not judged' }, language: { takes: 'CODE', means: 'the film\'s own language, such as de' },
  },
  run: (call) => orRefused(call, async () => {
    const [feed, profileFile] = call.words as [string, string]
    const { formats, sizes, runtime, language } = call.options
    const profile = presets.find(({ name }) => name === profileFile) ?? readQualityProfile(await json(profileFile), typeof formats === 'string' ? await formatsIn(formats) : [])
    const items = parseFeed(await readInput(feed, limits.indexerAnswerBytesMax), basename(feed)).items
    const ranked = rankReleases(items, {
      profile, sizes: typeof sizes === 'string' ? readSizeRules(await json(sizes)) : new Map(), kind: profile.app === 'sonarr' ? 'tv' : 'movie',
      runtimeMinutes: minutesOf(runtime), originalLanguage: typeof language === 'string' ? language : null,
    })
    ranked.forEach(({ offer, ...each }, index) => print(call, index + 1, offer, each))
    if (profile.missingFormats.length > 0) process.stderr.write(`Custom formats that were not brought along count nothing: ${profile.missingFormats.join(', ')}\n`)
    return ranked.some(({ refusals }) => refusals.length === 0) ? EXIT.done : EXIT.failed
  }),
}

type Judged = Omit<ReturnType<typeof rankReleases>[number], 'offer'>

function print(call: Call, place: number, { title, sizeBytes }: { readonly title: string; readonly sizeBytes: number | null }, judged: Judged): void {
  const { parsed: _, ...told } = judged
  const { reasons, refusals } = told
  call.print({ place, title, sizeBytes, accepted: refusals.length === 0, ...told }, `${String(place).padStart(3)}  ${title}\n     ${[...refusals.map(({ message }) => `no: ${message}`), ...reasons.map(({ message }) => message)].join('; ')}`)
}

function minutesOf(text: string | boolean | undefined): number | null {
  if (text === undefined) return null
  if (!/^[1-9]\d{0,3}$/.test(String(text))) throw new UsageError('--runtime is a number of minutes')
  return Number(text)
}

async function json(path: string): Promise<unknown> {
  try {
    return JSON.parse(new TextDecoder().decode(await readInput(path, limits.profileBytesMax)))
  } catch (error) {
    if (error instanceof SyntaxError) throw new ProfileError(sayOfQuality('PROFILE_NO_JSON_FILE', { file: basename(path), told: error.message }), { cause: error })
    throw error
  }
}

/** What else lies in the folder, such as profiles, is passed over. */
async function formatsIn(folder: string): Promise<readonly CustomFormat[]> {
  const names = (await readdir(folder).catch((error: NodeJS.ErrnoException) => { throw new UsageError(`${folder} cannot be read (${error.code})`, { cause: error }) })).filter((name) => name.endsWith('.json')).sort()
  const found = await Promise.all(names.slice(0, limits.customFormatsMax).map((name) => json(join(folder, name))))
  return found.filter((each) => typeof each === 'object' && each !== null && 'specifications' in each).map(readCustomFormat)
}
