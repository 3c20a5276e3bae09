/** A process of its own, `par2-release.ts FOLDER INTO`: what the downloader does with a damaged release, its recovery files being there. */

import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import process from 'node:process'
import { silentLog } from '../server/log.ts'
import { repairRelease } from '../workers/par2/repair-release.ts'

const [folder, into] = process.argv.slice(2) as [string, string]
const files = (await readdir(folder)).map((name) => ({ path: join(folder, name), name, damaged: true }))
const { blocksUsed } = await repairRelease({ files, into, needBlocks: async () => [], signal: new AbortController().signal, onProgress() {}, log: silentLog })
process.stdout.write(`${blocksUsed}\n`)
