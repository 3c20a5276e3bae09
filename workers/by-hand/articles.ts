/** `rewind newznab`, `rewind nzb`, `rewind yenc`: what came from an indexer or a news server, looked at by hand. */

import { rename, writeFile } from 'node:fs/promises'
import { basename } from 'node:path'
import type { CliCommand } from '../../server/cli/command.ts'
import { EXIT } from '../../server/cli/command.ts'
import { limits } from '../../server/limits.ts'
import { parseCaps, parseFeed } from '../../server/indexer/newznab-answer.ts'
import { parseNzb } from '../usenet/nzb.ts'
import { YencDecoder } from '../usenet/yenc.ts'
import { orRefused, readInput } from './read-input.ts'
import { sizeInColumn } from './size-in-column.ts'

const newznab: CliCommand = {
  name: 'newznab show', summary: 'The releases, or the abilities, in an answer of an indexer', words: ['FILE'], options: {},
  run: (call) => orRefused(call, async () => {
    const bytes = await readInput(call.words[0]!, limits.indexerAnswerBytesMax)
    const name = basename(call.words[0]!)
    if (isCaps(bytes)) {
      const { searches, ...caps } = parseCaps(bytes, name)
      call.print({ kind: 'caps', ...caps, searches: Object.fromEntries(searches) }, [...searches].map(([search, { available, parameters }]) => `${available ? 'yes' : 'no '}  ${search}  ${parameters.join(', ')}`).join('\n'))
      return EXIT.done
    }
    // Addresses hold the indexer's key.
    for (const { nzbUrl, ...item } of parseFeed(bytes, name).items) {
      call.print({ kind: 'release', ...item, hasNzb: nzbUrl !== null }, `${item.publishedAt ?? '?'}  ${sizeInColumn(item.sizeBytes)}  ${item.title}`)
    }
    return EXIT.done
  }),
}

const nzb: CliCommand = {
  name: 'nzb show', summary: 'The files of an NZB, and what of them it lacks', words: ['FILE'], options: {},
  run: (call) => orRefused(call, async () => {
    const found = parseNzb(await readInput(call.words[0]!, limits.nzbBytesMax), basename(call.words[0]!))
    const told = { passworded: found.passwords.length > 0, files: found.files.map(({ segments, ...file }) => ({ ...file, segments: segments.length })) }
    call.print(told, [...told.passworded ? ['It names a password.'] : [],
      ...told.files.map(({ name, subject, segments, missingSegments, sizeBytes }) => `${sizeInColumn(sizeBytes)}  ${segments} articles${missingSegments > 0 ? `, ${missingSegments} missing` : ''}  ${name ?? subject}`)].join('\n'))
    return EXIT.done
  }),
}

const yenc: CliCommand = {
  name: 'yenc decode', summary: 'The bytes of an article', about: 'Ends with 1 when the article is damaged; what could be read of it is in OUT all the same.', words: ['FILE', 'OUT'], options: {},
  run: (call) => orRefused(call, async () => {
    const [from, to] = call.words as [string, string]
    const bytes = await readInput(from, limits.articleBytesMax)
    const article = withLineBreaks(bytes)
    const sent = decoded(article)
    const saved = sent.problem === undefined ? sent : decoded(withDotsDoubled(article))
    // Which of the two it is, its checksum tells.
    const { data, problem = null, ...part } = saved.problem === undefined && saved.checksum === 'verified' ? saved : sent
    // Whole or not at all: a reader of OUT never sees half of it.
    await writeFile(`${to}.part`, data)
    await rename(`${to}.part`, to)
    const told = { ...part, crc32: part.crc32.toString(16).padStart(8, '0'), sizeBytes: data.length, problem }
    call.print(told, `${part.name || '(no name)'}  ${data.length} bytes at ${part.offset}  checksum ${part.checksum}${problem === null ? '' : `  ${problem}`}`)
    return problem === null ? EXIT.done : EXIT.failed
  }),
}

function decoded(article: Uint8Array) {
  const decoder = new YencDecoder({ articleBytesMax: limits.articleBytesMax, fileBytesMax: limits.mediaFileBytesMax })
  decoder.write(article)
  return decoder.part()
}

/** As news servers send them: in an article that a program took in and saved, no dot that begins a line has another before it (RFC 3977, 3.1.1). */
function withDotsDoubled(article: Uint8Array): Uint8Array {
  return Buffer.from(Buffer.from(article).toString('latin1').replaceAll('\r\n.', '\r\n..'), 'latin1')
}

/** As news servers send them: an article that was saved as a text has line feeds alone, which yEnc data never has. */
function withLineBreaks(bytes: Uint8Array): Uint8Array {
  const article = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return article.includes('\r\n') || !/(?:^|\n)=ybegin /.test(article.toString('latin1')) ? bytes : Buffer.from(article.toString('latin1').replaceAll('\n', '\r\n'), 'latin1')
}

/** `<caps` as the first element, whatever stands before it. */
const isCaps = (bytes: Uint8Array) => /<caps[\s>]/.test(new TextDecoder('latin1').decode(bytes.subarray(0, 2_048)))

export const articleCommands: readonly CliCommand[] = [newznab, nzb, yenc]
