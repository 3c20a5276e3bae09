/** A browser's own file system, in memory, as far as the app uses it: with a quota, and as a worker sees it. */

import type { Directory, FileEntry } from '../../pwa/saved/saved-folder.ts'

const fail = (name: string) => Object.assign(new Error(name), { name })

export interface FilesInMemory {
  readonly root: () => Promise<Directory>
  /** Bytes of all files together. */
  usage(): number
  quota: number
  /** Every file, by its path. */
  readonly files: Map<string, Uint8Array<ArrayBuffer>>
}

export function filesInMemory(): FilesInMemory {
  const files = new Map<string, Uint8Array<ArrayBuffer>>()
  const folders = new Set<string>([''])
  const usage = () => [...files.values()].reduce((sum, { length }) => sum + length, 0)
  const here: FilesInMemory = { root: async () => folder(''), usage, quota: Infinity, files }

  function file(path: string): FileEntry {
    return {
      kind: 'file',
      getFile: async () => new Blob([files.get(path)!]),
      createSyncAccessHandle: async () => ({
        truncate: (size) => { files.set(path, files.get(path)!.slice(0, size)) },
        write(bytes, { at }) {
          const before = files.get(path)!
          if (usage() - before.length + Math.max(before.length, at + bytes.length) > here.quota) throw fail('QuotaExceededError')
          const after = new Uint8Array(Math.max(before.length, at + bytes.length))
          after.set(before)
          after.set(bytes, at)
          files.set(path, after)
          return bytes.length
        },
        flush: () => {}, close: () => {},
      }),
    }
  }

  function folder(path: string): Directory {
    const inside = (name: string) => `${path}/${name}`
    return {
      async getDirectoryHandle(name, { create = false } = {}) {
        if (!folders.has(inside(name)) && !create) throw fail('NotFoundError')
        folders.add(inside(name))
        return folder(inside(name))
      },
      async getFileHandle(name, { create = false } = {}) {
        if (!files.has(inside(name)) && !create) throw fail('NotFoundError')
        if (!files.has(inside(name))) files.set(inside(name), new Uint8Array())
        return file(inside(name))
      },
      async removeEntry(name) {
        if (!files.has(inside(name)) && !folders.has(inside(name))) throw fail('NotFoundError')
        for (const known of [...files.keys()]) if (known === inside(name) || known.startsWith(`${inside(name)}/`)) files.delete(known)
        for (const known of [...folders]) if (known === inside(name) || known.startsWith(`${inside(name)}/`)) folders.delete(known)
      },
      async* entries() {
        const own = (known: string) => known.startsWith(`${path}/`) && !known.slice(path.length + 1).includes('/')
        for (const known of [...folders].filter(own)) yield [known.slice(path.length + 1), { kind: 'directory' as const }] as const
        for (const known of [...files.keys()].filter(own)) yield [known.slice(path.length + 1), { kind: 'file' as const }] as const
      },
    }
  }
  return here
}
