/** `rewind media`: a film's file, looked into and made playable by hand. */

import { readdir, stat } from 'node:fs/promises'
import { basename, dirname, extname, join } from 'node:path'
import type { MediaInfo } from '../../projections/wire-media.ts'
import { playabilityOf, traitsOf } from '../../projections/playability.ts'
import type { CliCommand } from '../../server/cli/command.ts'
import { EXIT, UsageError } from '../../server/cli/command.ts'
import { realSystem } from '../../server/system.ts'
import { orRefused } from './read-input.ts'

const probe: CliCommand = {
  name: 'media probe', summary: 'What is in a film\'s file, and whether browsers play it',
  about: 'Ends with 1 for a file that is no film, or so damaged that not even its tracks can be told.', words: ['FILE'], options: {},
  run: (call) => orRefused(call, async () => {
    const path = await fileAt(call.words[0]!)
    // With its libraries, which no other command needs.
    const [{ probe: look }, { openByteSource }] = await Promise.all([import('../media/probe.ts'), import('../media/byte-source.ts')])
    const source = await openByteSource(path)
    try {
      const info = await look(source, call.signal)
      const { playable, why } = playabilityOf(traitsOf(info))
      call.print({ ...info, playable, why }, `${wordsOf(info)}\n${playable}: ${why}`)
      return EXIT.done
    } finally {
      await source.close()
    }
  }),
}

const prepare: CliCommand = {
  name: 'media prepare', summary: 'A film as browsers play it, with its subtitles, in the folder INTO',
  about: 'A film that plays as it is stays where it is. Subtitle files in its folder whose names begin as its own does are its subtitles.', words: ['FILE', 'INTO'], options: {},
  run: (call) => orRefused(call, async () => {
    const [from, into] = call.words as [string, string]
    const path = await fileAt(from)
    const [{ prepareMedia }, { isSubtitleFile }] = await Promise.all([import('../media/prepare-media.ts'), import('../media/subtitles/subtitle-name.ts')])
    const own = basename(path, extname(path)).toLowerCase()
    const beside = (await readdir(dirname(path))).filter((name) => isSubtitleFile(name) && name.toLowerCase().startsWith(own)).sort().map((name) => join(dirname(path), name))
    const quiet = () => {}
    const { info, ...media } = await prepareMedia({ path, name: basename(path), beside, into, system: realSystem, signal: call.signal, onProgress: quiet, log: { debug: quiet, info: quiet, warn: quiet, error: quiet } })
    call.print({ ...media, info }, [media.video.path, ...media.subtitles.map((each) => `${each.path}  ${each.label}`), ...media.told, `${media.playability.playable}: ${media.playability.why}`].join('\n'))
    return EXIT.done
  }),
}

/** Throws `UsageError` where there is no file. */
async function fileAt(path: string): Promise<string> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => error)
  if (found instanceof Error || !found.isFile()) throw new UsageError(`${path} cannot be read (${found instanceof Error ? found.code ?? 'unreadable' : 'no file'}): name a file that is there and may be read`)
  return path
}

function wordsOf({ container, sizeBytes, durationSeconds, layout, video, audio, subtitles, chapters, attachments, damage }: MediaInfo): string {
  const row = (kind: string, id: number, ...facts: readonly (string | number | null | false)[]) => `  ${kind.padEnd(9)} ${String(id).padStart(3)}  ${facts.filter((fact) => fact !== null && fact !== false && fact !== '').join(', ')}`
  return [
    `${container}${layout === null ? '' : ` (description: ${layout})`}, ${(sizeBytes / 1e6).toFixed(1)} MB${durationSeconds === null ? '' : `, ${durationSeconds.toFixed(3)} s`}`,
    ...video.map((each) => row('video', each.id, each.codec, each.codecString, `${each.width}x${each.height}`, each.frameRate && `${each.frameRate}/s`, each.bitDepth && `${each.bitDepth} bits`, ...each.hdr, each.rotation !== 0 && `turned by ${each.rotation}`, each.language, each.protected && 'encrypted')),
    ...audio.map((each) => row('audio', each.id, each.codec, each.codecString, each.channels && `${each.channels} channels`, each.sampleRate && `${each.sampleRate} Hz`, each.language, each.name, each.default && 'default', each.commentary && 'commentary', each.protected && 'encrypted')),
    ...subtitles.map((each) => row('subtitle', each.id, each.codec, each.kind, each.language, each.name, each.default && 'default', each.forced && 'forced', each.hearingImpaired && 'SDH', each.protected && 'encrypted')),
    ...chapters.map(({ startSeconds, name }, index) => row('chapter', index + 1, `${startSeconds.toFixed(3)} s`, name)),
    ...attachments.map(({ name, contentType, sizeBytes: bytes }, index) => row('attached', index + 1, name, contentType, `${bytes} bytes`)),
    ...damage === null ? [] : [`Damaged: ${damage}`],
  ].join('\n')
}

export const mediaCommands: readonly CliCommand[] = [probe, prepare]
