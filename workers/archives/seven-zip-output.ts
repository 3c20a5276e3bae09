/** 7-Zip's words (7zz 24.09, with `-slt` for lists), made into values. */

import type { SevenZipEntry, SevenZipProblem } from './seven-zip-task.ts'

/** Takes a list line by line. Throws what `onEntry` throws. */
export class ListReader {
  readonly entries: SevenZipEntry[] = []
  packedBytes = 0
  readonly #onEntry: (entry: SevenZipEntry) => void
  #inEntries = false
  #fields = new Map<string, string>()

  constructor(onEntry: (entry: SevenZipEntry) => void) {
    this.#onEntry = onEntry
  }

  line(text: string): void {
    if (text.startsWith('----------')) {
      this.#inEntries = true
      this.#fields = new Map()
      return
    }
    const [, field, value] = /^([A-Z][A-Za-z ]*) = ?(.*)$/s.exec(text) ?? []
    if (field === undefined) return
    if (field === 'Path') this.end()
    // A name with a line break in it cannot say something else of what was said already.
    if (!this.#fields.has(field)) this.#fields.set(field, value!)
  }

  /** Of the last entry. */
  end(): void {
    const told = this.#fields
    this.#fields = new Map()
    // Of the one file in a bzip2 or an xz no name is told.
    if (!this.#inEntries || !(told.has('Path') || told.has('Size'))) return
    const attributes = told.get('Attributes') ?? '', size = told.get('Size') ?? ''
    const isLink = ['Symbolic Link', 'Hard Link'].some((link) => (told.get(link) ?? '') !== '') || /(^| )l[rwx-]{9}/.test(attributes) || attributes.includes('L')
    const entry: SevenZipEntry = {
      name: told.get('Path') ?? 'file', kind: told.get('Folder') === '+' || /^D/.test(attributes) ? 'directory' : isLink ? 'link' : 'file',
      sizeBytes: /^\d+$/.test(size) ? Number(size) : null, isEncrypted: told.get('Encrypted') === '+',
    }
    this.packedBytes += Number(told.get('Packed Size') ?? 0) || 0
    this.entries.push(entry)
    this.#onEntry(entry)
  }
}

/** Symbolic links are refused on purpose, and nothing is lost with them; attributes are of no use on files that we name ourselves. */
const MEANT = /^(?:ERROR: )?(?:Cannot create symbolic link|Cannot (?:set|get) file attribute|Internal error for symbolic link)/i
const SUMMARY = /^(?:ERRORS?:|WARNINGS?:|Errors: |Warnings: |Archives with (?:Errors|Warnings): |Sub items Errors: |Open (?:Errors|Warnings): |Can't open as archive: )/

/** Undefined for what is no complaint. */
export function problemOf(said: string): SevenZipProblem | undefined {
  // What it says of the archive itself begins with the name under which it sees that.
  const line = said.replace(/^ERROR: \/in\/\S+ : /, '')
  if (MEANT.test(line)) return undefined
  const problem = (code: SevenZipProblem['code'], message: string, file: string | null = null) => ({ code, message, file })
  if (/Cannot open encrypted archive/.test(line)) return problem('WRONG_PASSWORD', 'The names in the archive are encrypted, and the password does not open them')
  const [, hardLink] = /^ERROR: Cannot create hard link : .*? : \/out\/(.+?) : \/out\//s.exec(line) ?? []
  if (hardLink !== undefined) return problem('UNSUPPORTED', 'It is a hard link, which is never made: its bytes are those of another file', hardLink)
  const [, dangerous] = /^ERROR: Dangerous (?:symbolic )?link path was ignored : (.+?) : /s.exec(line) ?? []
  if (dangerous !== undefined) return problem('HOSTILE', 'It is a link that leads out of its folder', dangerous)
  const [, what, file] = /^ERROR: (.*?) : (.+)$/s.exec(line) ?? []
  if (what !== undefined && file !== undefined) {
    if (/Missing volume/.test(what)) return problem('MISSING_VOLUMES', `The volume ${file} is missing`)
    if (/Wrong password\?$/.test(what)) return problem('WRONG_PASSWORD', 'The password is wrong, or the archive is damaged: it has nothing to tell these apart', file)
    if (/Wrong password/.test(what)) return problem('WRONG_PASSWORD', 'The password is wrong', file)
    if (/Unsupported Method/.test(what)) return problem('UNSUPPORTED', 'It is packed in a way that 7-Zip does not read', file)
    if (/CRC Failed|Data Error|Unexpected end|There are some data after|Headers Error|Unavailable data/.test(what)) return problem('DAMAGED', `It is damaged (${what})`, file)
    if (/Can ?not open output file|Cannot create/.test(what)) return problem('HOSTILE', 'It has a name that no file may have', file)
    return problem('DAMAGED', `It could not be unpacked (${what})`, file)
  }
  if (/Missing volume/.test(line)) return problem('MISSING_VOLUMES', `A volume is missing: ${line.split(': ').at(-1)!}`)
  if (/Memory usage limit|Can't allocate required memory/.test(line)) return problem('MEMORY', 'The archive needs more memory than it may have')
  if (/Cannot open the file as|Is not archive|Headers Error|Unexpected end of archive|Unavailable start of archive/.test(line)) return problem('DAMAGED', 'The archive is damaged: its headers cannot be read')
  if (/^(?:System ERROR|ERROR)/.test(line) && !SUMMARY.test(line) && !/^ERROR: \/in\//.test(line)) return problem('DAMAGED', `The archive cannot be unpacked (${line.replace(/^(?:System )?ERROR:? ?/, '')})`)
  return undefined
}
