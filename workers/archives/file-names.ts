/** Names for files on disk that come from what strangers called theirs: one path component each, no two alike, on any filesystem. */

import { limits } from '../../server/limits.ts'

export class FileNames {
  readonly #taken = new Set<string>()

  /** Of what the archive calls `a/b\\c.mkv` what its last part says, with its ending. */
  choose(name: string): string {
    const last = name.split(/[/\\]/).findLast((part) => part !== '' && part !== '.' && part !== '..') ?? ''
    const clean = last.normalize('NFC').replace(/[^\p{L}\p{N}\p{M} ._()[\]+&',!-]/gu, '_').replace(/^[. ]+|[. ]+$/g, '') || 'file'
    const [, stem = '', ending = ''] = /^(.*?)(\.[A-Za-z0-9]{1,10})?$/s.exec(clean)!
    // What Windows keeps for its devices is a file nowhere else, but people carry folders around.
    const safe = /^(con|prn|aux|nul|com\d|lpt\d)$/i.test(stem) ? `${stem}_` : stem || 'file'
    for (let copy = 1; ; copy++) {
      const mark = copy === 1 ? '' : ` (${copy})`
      const chosen = `${cut(safe, limits.archiveNameBytesMax - Buffer.byteLength(mark + ending))}${mark}${ending}`
      const key = chosen.toLowerCase()
      if (this.#taken.has(key)) continue
      this.#taken.add(key)
      return chosen
    }
  }
}

interface Folder extends Map<string, Folder | 'file'> {}

/** Names below a folder that was empty, with the folders that the archive had; odd letters stay, for people who know what they unpack. */
export class TreeNames {
  readonly #root: Folder = new Map()

  /** Components of a path: none leads upwards, neither it nor the whole is longer than a filesystem takes, and none is both a file and a folder. */
  choose(name: string): readonly string[] {
    const parts = insideName(name).split('/').map((part) => cut(part.replace(/\p{Cc}/gu, '_'), limits.archiveNameBytesMax) || '_')
    const last = parts.pop()!
    const folders: string[] = []
    let [folder, bytes] = [this.#root, 0]
    for (const part of parts.slice(0, limits.archiveFoldersMax)) {
      bytes += Buffer.byteLength(part) + 1
      if (bytes > limits.archivePathBytesMax) break
      const chosen = numbered(part, (each) => folder.get(each) !== 'file')
      const known = folder.get(chosen)
      const next: Folder = known === undefined || known === 'file' ? new Map() : known
      folder.set(chosen, next)
      folder = next
      folders.push(chosen)
    }
    const file = numbered(last, (each) => !folder.has(each))
    folder.set(file, 'file')
    return [...folders, file]
  }
}

function numbered(name: string, isFree: (name: string) => boolean): string {
  for (let copy = 1; ; copy++) {
    const chosen = copy === 1 ? name : `${name} (${copy})`
    if (isFree(chosen)) return chosen
  }
}

/** The path that a name means below the folder it is unpacked into, whatever else it tries to mean: for people and for telling kinds, not for the disk. */
export function insideName(name: string): string {
  return name.split(/[/\\]/).filter((part, index) => part !== '' && part !== '.' && part !== '..' && !(index === 0 && /^[A-Za-z]:$/.test(part))).join('/')
}

/** `film.mkv.gz` holds `film.mkv`, and `subs.tgz` a tar; of what is called anything it is told inside, or is what its archive is called. */
export function nameInStream(archive: string, told: string): string {
  const [, tar] = /^(.+)\.(?:tgz|tbz2?|txz)$/i.exec(archive) ?? []
  if (tar !== undefined) return `${tar}.tar`
  return /^(.+)\.(?:gz|bz2?|xz)$/i.exec(archive)?.[1] ?? (told === UNNAMED ? archive : told)
}
/** So 7-Zip calls it in an archive that it sees as `archive`. */
const UNNAMED = 'archive~'

/** At a letter, not within one. */
function cut(text: string, bytesMax: number): string {
  let kept = '', bytes = 0
  for (const letter of text) {
    bytes += Buffer.byteLength(letter)
    if (bytes > bytesMax) break
    kept += letter
  }
  return kept
}
