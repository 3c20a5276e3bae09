/**
 * 7-Zip in a process of its own, started by unpack-sandbox.sh and nobody else: it has no network, starts nothing, reads the folder with the volumes
 * and writes the one that it was given. A task on the input, answers on the output (seven-zip-task.ts).
 */

import { readFileSync, rmSync, statSync, writeSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import process from 'node:process'
import type { FileSystem, SevenZipModuleFactory } from '7z-wasm'
import sevenZipModule from '7z-wasm'
import { ListReader, problemOf } from './seven-zip-output.ts'
import type { SevenZipAnswer, SevenZipEntry, SevenZipFile, SevenZipProblem, SevenZipTask } from './seven-zip-task.ts'
import type { Slice } from './virtual-files.ts'
import { LimitReached, showFile, WrittenFiles } from './virtual-files.ts'

// Its types speak of a module that it is not.
const SevenZip = sevenZipModule as unknown as SevenZipModuleFactory
const PROGRESS_BYTES = 16 * 1_048_576
const STDIN = 0, STDOUT = 1
/** As 7-Zip ends; 1 and 2 come with words. */
const OUT_OF_MEMORY = 8
const tooMuchMemory: SevenZipProblem = { code: 'MEMORY', message: 'The archive needs more memory than it may have', file: null }

/** Of Node's errors, which carry the system's code. */
class Fault extends Error {
  readonly code: string
  constructor(code: string) {
    super(code)
    this.code = code
  }
}

/** Ends 7-Zip at once. */
class WrongPassword extends Error {}

const task = JSON.parse(readFileSync(STDIN, 'utf8')) as SevenZipTask
const program = new WebAssembly.Module(new Uint8Array(readFileSync(createRequire(import.meta.url).resolve('7z-wasm/7zz.wasm'))))
/** So that it is compiled once for several commands; Emscripten's own hook, which the package's types leave out. */
const precompiled: object = {
  instantiateWasm(imports: WebAssembly.Imports, take: (instance: WebAssembly.Instance) => void): object {
    const instance = new WebAssembly.Instance(program, imports)
    take(instance)
    return instance.exports
  },
}
const volumes = task.volumes.map((path): Slice => ({ path, sizeBytes: statSync(path).size }))

tell(await unpack())
// 7-Zip's own is told in words.
process.exitCode = 0

/** Where nobody reads any more this throws, and the process ends: its service is gone. */
function tell(answer: SevenZipAnswer): void {
  const line = Buffer.from(`${JSON.stringify(answer)}\n`)
  for (let at = 0; at < line.length;) at += writeSync(STDOUT, line, at)
}

async function unpack(): Promise<SevenZipAnswer> {
  try {
    return await unpackWithAny()
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    return { answer: 'fault', code: error.code }
  }
}

async function unpackWithAny(): Promise<SevenZipAnswer> {
  const passwords = task.passwords.length > 0 ? task.passwords : ['']
  let last: Done = { entries: [], files: [], problems: [] }
  for (const password of passwords) {
    last = await unpackWith(password)
    if (!last.problems.some(isPassword)) break
  }
  // Without a password nothing was wrong with it.
  const needed: SevenZipProblem = { code: 'PASSWORD_NEEDED', message: 'The archive is encrypted, and no password for it is known', file: null }
  return { answer: 'done', ...last, problems: task.passwords.length === 0 && last.problems.some(isPassword) ? [needed] : last.problems }
}

interface Done { readonly entries: readonly SevenZipEntry[]; readonly files: readonly SevenZipFile[]; readonly problems: readonly SevenZipProblem[] }

function isPassword({ code }: SevenZipProblem): boolean {
  return code === 'WRONG_PASSWORD'
}

async function unpackWith(password: string): Promise<Done> {
  const listed = await list(password)
  // Of a list that is damaged further on, what stands before may come out.
  if (listed.entries.length === 0 || listed.problems.some(isPassword) || task.into === null) return { ...listed, files: [] }
  return { entries: listed.entries, ...await extract(password, task.into) }
}

async function list(password: string): Promise<Pick<Done, 'entries' | 'problems'>> {
  let bytes = 0
  const { entriesMax, bytesMax, ratioMax, ratioFromBytes } = task.limits
  const reader = new ListReader(({ kind, sizeBytes }) => {
    if (reader.entries.length > entriesMax) throw new LimitReached('entries')
    if (kind === 'file') bytes += sizeBytes ?? 0
    if (bytes > bytesMax) throw new LimitReached('bytes')
  })
  const { said, limit } = await run(['l', '-slt', `-p${password}`], (line) => reader.line(line), () => {}, () => reader.end())
  if (limit) return { entries: [], problems: [limit] }
  const packed = volumes.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
  if (bytes > ratioFromBytes && bytes > packed * ratioMax) return { entries: [], problems: [{ code: 'HOSTILE', message: `The archive would become ${Math.floor(bytes / packed)} times as large as it is`, file: null }] }
  return { entries: reader.entries, problems: said }
}

async function extract(password: string, into: string): Promise<Pick<Done, 'files' | 'problems'>> {
  let told = 0
  const state: { written: WrittenFiles | null } = { written: null }
  // A list does not tell all sizes, and may lie.
  const packed = volumes.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
  const bytesMax = Math.min(task.limits.bytesMax, Math.max(task.limits.ratioFromBytes, packed * task.limits.ratioMax))
  const { limit, said } = await run(['x', '-y', '-aou', '-bd', '-o/out', `-p${password}`], () => {}, (fs) => {
    state.written = new WrittenFiles(fs, '/out', into, { ...task.limits, bytesMax }, (bytes) => {
      if (bytes - told < PROGRESS_BYTES) return
      told = bytes
      tell({ answer: 'progress', bytes })
    })
  })
  const { written } = state
  const stopped = limit ?? (written?.stoppedBy ? limitProblem(written.stoppedBy, bytesMax) : null)
  const files = written?.files() ?? []
  // Another password begins anew.
  const isAnew = said.some(isPassword)
  if (isAnew) for (const { storedAs } of files) rmSync(join(into, storedAs), { force: true })
  return { files: isAnew ? [] : files, problems: stopped ? [stopped] : said }
}

interface Ran { readonly said: readonly SevenZipProblem[]; readonly limit: SevenZipProblem | null }

/** 7-Zip from its start to its end, each time anew: it keeps much from one command to the next. */
async function run(args: readonly string[], onLine: (line: string) => void, prepare: (fs: FileSystem) => void, end: () => void = () => {}): Promise<Ran> {
  const said: SevenZipProblem[] = []
  const hear = (line: string) => {
    const problem = problemOf(line)
    // Enough to know what is wrong; a broken archive may complain of each of its files.
    if (problem && said.length < 1_000) said.push(problem)
    // The next one may fit: what would come out with this one is of no use.
    if (problem && isPassword(problem)) throw new WrongPassword()
  }
  try {
    const sevenZip = await SevenZip({
      ...precompiled, stdin: () => -1,
      print: (line) => {
        onLine(line)
        hear(line)
      },
      printErr: hear,
    })
    const { FS: fs } = sevenZip
    fs.mkdir('/in')
    const first = showVolumes(fs)
    prepare(fs)
    const exit = sevenZip.callMain([...args, first]) as unknown as number
    end()
    if (said.length === 0 && exit > 2) said.push(exit === OUT_OF_MEMORY ? tooMuchMemory : { code: 'DAMAGED', message: `7-Zip ended with ${exit}`, file: null })
  } catch (error) {
    if (error instanceof LimitReached) return { said, limit: limitProblem(error) }
    const { code } = error as NodeJS.ErrnoException
    if (typeof code === 'string' && /^E[A-Z]+$/.test(code)) throw new Fault(code)
    if (said.length > 0) return { said, limit: null }
    if (error instanceof RangeError || /memory/i.test(String(error))) return { said, limit: tooMuchMemory }
    return { said, limit: { code: 'DAMAGED', message: `7-Zip broke down over the archive (${String(error).slice(0, 200)})`, file: null } }
  }
  return { said, limit: null }
}

/** Answers with the name of the file to begin with. Which names 7-Zip asks for, the archive decides: each volume has all that fit. */
function showVolumes(fs: FileSystem): string {
  if (task.shownAs === 'one-file') {
    showFile(fs, '/in/archive', volumes)
    return '/in/archive'
  }
  const digits = Math.max(2, String(volumes.length).length)
  for (const [index, volume] of volumes.entries()) {
    const names = task.shownAs === 'zip-volumes'
      ? [index === volumes.length - 1 ? 'archive.zip' : `archive.z${String(index + 1).padStart(2, '0')}`]
      : [`archive.part${String(index + 1).padStart(digits, '0')}.rar`, ...index === 0 ? [] : [`archive.part${'1'.padStart(digits, '0')}.${String.fromCharCode(114 + Math.floor((index - 1) / 100))}${String((index - 1) % 100).padStart(2, '0')}`]]
    for (const name of names) showFile(fs, `/in/${name}`, [volume])
  }
  return task.shownAs === 'zip-volumes' ? '/in/archive.zip' : `/in/archive.part${'1'.padStart(digits, '0')}.rar`
}

function limitProblem(error: unknown, bytesMax = task.limits.bytesMax): SevenZipProblem {
  if (!(error instanceof LimitReached)) throw error
  return error.limit === 'entries' ? { code: 'TOO_MANY_FILES', message: `The archive has more than ${task.limits.entriesMax} files`, file: null } : { code: 'TOO_LARGE', message: `The archive unpacks to more than ${bytesMax} bytes`, file: null }
}
