/** Importing one's own library, asked over HTTP: it is the server's work, and nothing of it is kept on a device before it is in one's history. */

import { unzipSync, Zip, ZipPassThrough } from 'fflate'
import type { ImportCandidate, ImportShown, ImportTake, ImportTitle, ImportTitlesPage, LibraryImport, LibraryImportsAnswer } from '../projections/wire-import.ts'
import { ask } from './catalogue.ts'
import type { FeedPorts } from './elements/live-feed.ts'
import { sent } from './sent.ts'

/** As the server takes it. */
export const uploadBytesMax = 32 * 1_048_576

export type TitleFix = { readonly match: ImportCandidate } | { readonly leaveOut: true } | { readonly open: true } | { readonly take: ImportTake | null }

const base = '/api/me/import'

export const bring = {
  all: (signal?: AbortSignal) => ask<LibraryImportsAnswer>(base, signal),
  follow: ((hear, lost) => {
    const source = new EventSource(`${base}/live`)
    source.onmessage = ({ data }) => hear(JSON.parse(String(data)) as LibraryImportsAnswer)
    source.onerror = () => lost(source.readyState === EventSource.CLOSED)
    return () => source.close()
  }) satisfies FeedPorts<LibraryImportsAnswer>['follow'],
  async send(files: readonly File[]): Promise<LibraryImport> {
    const [first] = files
    const body = files.length === 1 ? first! : new Blob(await together(files))
    const name = files.length === 1 ? first!.name : 'files.zip'
    return await ask<LibraryImport>(`${base}?${new URLSearchParams({ name: name.slice(-200) })}`, undefined, { method: 'POST', headers: { 'content-type': 'application/octet-stream', 'x-rewind': '1' }, body })
  },
  titles: (importId: string, shown: ImportShown, after: number, signal?: AbortSignal) => ask<ImportTitlesPage>(`${base}/${importId}/titles?${new URLSearchParams({ shown, after: String(after) })}`, signal),
  fix: (importId: string, place: number, fix: TitleFix) => ask<ImportTitle>(`${base}/${importId}/titles/${place}`, undefined, sent('PUT', fix)),
  choose: (importId: string, take: ImportTake) => ask<LibraryImport>(`${base}/${importId}/take`, undefined, sent('PUT', { take })),
  again: (importId: string) => ask<LibraryImport>(`${base}/${importId}/match`, undefined, sent('POST', {})),
  start: (importId: string, wish: { readonly name: string; readonly confirmed: boolean }) => ask<LibraryImport>(`${base}/${importId}/start`, undefined, sent('POST', wish)),
  cancel: (importId: string) => ask<LibraryImport | undefined>(`${base}/${importId}/cancel`, undefined, sent('POST', {})),
} as const

/** As one archive, nothing packed any smaller: what is in archives among them is taken out, so that one export is one folder of files. */
async function together(files: readonly File[]): Promise<Uint8Array<ArrayBuffer>[]> {
  const pieces: Uint8Array<ArrayBuffer>[] = []
  const zip = new Zip((error, piece) => {
    if (error) throw error
    pieces.push(piece as Uint8Array<ArrayBuffer>)
  })
  for (const file of files) {
    for (const [path, content] of Object.entries(inside(file.name, new Uint8Array(await file.arrayBuffer())))) {
      const entry = new ZipPassThrough(path)
      zip.add(entry)
      entry.push(content, true)
    }
  }
  zip.end()
  return pieces
}

function inside(name: string, bytes: Uint8Array): Readonly<Record<string, Uint8Array>> {
  if (!/\.zip$/i.test(name)) return { [name]: bytes }
  try {
    return Object.fromEntries(Object.entries(unzipSync(bytes)).map(([path, content]) => [`${name}/${path}`, content]))
  } catch {
    // The server says of it that it is damaged.
    return { [name]: bytes }
  }
}
