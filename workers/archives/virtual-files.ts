/**
 * The files that 7-Zip sees, in Emscripten's filesystem in memory: what it reads are volumes under names that it knows, what it writes are files
 * on disk under names that we give, one number each. Folders and names of the archive exist in memory only, links nowhere, so that no name
 * reaches the disk and nothing can be written through anything.
 */

import { closeSync, ftruncateSync, openSync, readSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { FileSystem } from '7z-wasm'

/** Emscripten's MEMFS, as far as it is used here; its types do not tell. */
interface Node {
  readonly mode: number
  /** Of a folder. */
  readonly contents: Readonly<Record<string, Node>>
  usedBytes: number
  node_ops: NodeOps
  stream_ops: StreamOps
}
interface Stream { readonly node: Node }
interface NodeOps {
  mknod?(parent: Node, name: string, mode: number, device: number): Node
  symlink?(parent: Node, name: string, target: string): Node
  unlink?(parent: Node, name: string): void
  setattr(node: Node, attributes: { readonly size?: number; readonly mode?: number }): void
}
interface StreamOps {
  open?(stream: Stream): void
  close?(stream: Stream): void
  read?(stream: Stream, buffer: Uint8Array, offset: number, length: number, position: number): number
  write?(stream: Stream, buffer: Uint8Array, offset: number, length: number, position: number): number
  readonly llseek?: unknown
}

/** EPERM, as Emscripten counts. */
const NOT_PERMITTED = 63

export interface Slice { readonly path: string; readonly sizeBytes: number }
export interface WrittenFile { readonly name: string; readonly storedAs: string; readonly sizeBytes: number }

export class LimitReached extends Error {
  override readonly name = 'LimitReached'
  readonly limit: 'bytes' | 'entries'
  constructor(limit: 'bytes' | 'entries') {
    super(`more ${limit} than allowed`)
    this.limit = limit
  }
}

/** Shows slices as one file that can only be read. */
export function showFile(fs: FileSystem, path: string, slices: readonly Slice[]): void {
  fs.writeFile(path, '')
  const node = nodeAt(fs, path)
  node.usedBytes = slices.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
  let opened: { readonly slice: number; readonly handle: number } | null = null
  const handleOf = (slice: number): number => {
    if (opened?.slice !== slice) {
      if (opened) closeSync(opened.handle)
      opened = { slice, handle: openSync(slices[slice]!.path, 'r') }
    }
    return opened.handle
  }
  node.node_ops = { ...node.node_ops, setattr() {} }
  node.stream_ops = {
    ...node.stream_ops,
    close() {
      if (opened) closeSync(opened.handle)
      opened = null
    },
    read(_stream, buffer, offset, length, position) {
      let start = 0
      for (const [index, { sizeBytes }] of slices.entries()) {
        if (position < start + sizeBytes) return readSync(handleOf(index), buffer, offset, Math.min(length, start + sizeBytes - position), position - start)
        start += sizeBytes
      }
      return 0
    },
    write() { throw new Error('a volume is not written to') },
  }
}

export interface WriteLimits { readonly bytesMax: number; readonly entriesMax: number }

/** Lets 7-Zip write below `path`; files come into `folder`. `onBytes` is told the sum of what was written. Both it and 7-Zip's writing throw `LimitReached` through 7-Zip. */
export class WrittenFiles {
  readonly #fs: FileSystem
  readonly #root: string
  readonly #folder: string
  readonly #limits: WriteLimits
  readonly #onBytes: (bytes: number) => void
  readonly #files = new Map<Node, string>()
  #made = 0
  #entries = 0
  #bytes = 0
  /** Why writing was stopped: 7-Zip itself only sees that it failed. */
  stoppedBy: LimitReached | null = null

  constructor(fs: FileSystem, root: string, folder: string, limits: WriteLimits, onBytes: (bytes: number) => void) {
    this.#fs = fs
    this.#root = root
    this.#folder = folder
    this.#limits = limits
    this.#onBytes = onBytes
    fs.mkdir(root)
    this.#guard(nodeAt(fs, root))
  }

  /** Those that are still there. */
  files(): readonly WrittenFile[] {
    return [...this.#files].map(([node, storedAs]) => ({ name: this.#fs.getPath(node as never).slice(this.#root.length + 1), storedAs, sizeBytes: node.usedBytes }))
  }

  #guard(folder: Node): void {
    const { node_ops: own } = folder
    folder.node_ops = {
      ...own,
      mknod: (parent, name, mode, device) => {
        if (++this.#entries > this.#limits.entriesMax) this.#stop('entries')
        const node = own.mknod!(parent, name, mode, device)
        if (this.#fs.isDir(node.mode)) this.#guard(node)
        else this.#onDisk(node)
        return node
      },
      // 7-Zip takes away what it could not make a link.
      unlink: (parent, name) => {
        const node = parent.contents[name]
        const storedAs = node && this.#files.get(node)
        if (node) this.#files.delete(node)
        if (storedAs !== undefined) rmSync(join(this.#folder, storedAs), { force: true })
        own.unlink!(parent, name)
      },
      symlink: () => { throw new (this.#fs as unknown as { readonly ErrnoError: new (code: number) => Error }).ErrnoError(NOT_PERMITTED) },
    }
  }

  #onDisk(node: Node): void {
    const storedAs = String(this.#made++).padStart(5, '0')
    const path = join(this.#folder, storedAs)
    let handle: number | null = openSync(path, 'w')
    const opened = () => handle ??= openSync(path, 'r+')
    this.#files.set(node, storedAs)
    const { node_ops: own } = node
    node.node_ops = {
      ...own,
      setattr: (of, { size, ...rest }) => {
        own.setattr(of, rest)
        if (size === undefined) return
        // A claim is as much as the bytes: a file may be made long before it is filled.
        this.#count(size - of.usedBytes)
        ftruncateSync(opened(), size)
        of.usedBytes = size
      },
    }
    node.stream_ops = {
      ...node.stream_ops,
      close: () => {
        if (handle !== null) closeSync(handle)
        handle = null
      },
      write: ({ node: of }, buffer, offset, length, position) => {
        this.#count(Math.max(0, position + length - of.usedBytes))
        let at = 0
        while (at < length) at += writeSync(opened(), buffer, offset + at, length - at, position + at)
        of.usedBytes = Math.max(of.usedBytes, position + length)
        this.#onBytes(this.#bytes)
        return length
      },
    }
  }

  #count(bytes: number): void {
    this.#bytes += bytes
    if (this.#bytes > this.#limits.bytesMax) this.#stop('bytes')
  }

  #stop(limit: 'bytes' | 'entries'): never {
    this.stoppedBy ??= new LimitReached(limit)
    throw this.stoppedBy
  }
}

function nodeAt(fs: FileSystem, path: string): Node {
  return fs.lookupPath(path).node as unknown as Node
}
