/**
 * The object store port. Rules, tried by `test/conformance/object-store.ts` on every adapter:
 *
 * OS1 An object is visible only when whole: a writer that dies leaves nothing under the key.
 * OS2 `get` with a range answers exactly those bytes; a range beyond the end is refused with `RANGE`.
 * OS3 What `put` reports (size, SHA-256) is of the bytes that are stored; a source that fails fails the put.
 * OS4 Keys are relative paths of letters, digits and `._-`; anything else is refused with `INVALID_KEY`, nothing outside is touched.
 * OS5 Putting a key again replaces the object at once; readers of the old one finish with the old bytes.
 * OS6 `putFile` tells size and SHA-256 once it has read all bytes and before any of them can be seen: where the object is, that was told.
 *     What is thrown there, or an aborted signal, rejects it, and then it has left nothing.
 */

export interface ObjectInfo { readonly sizeBytes: number; readonly contentType: string; readonly modifiedAt: string; readonly etag: string }
export interface ListedObject { readonly key: string; readonly sizeBytes: number; readonly modifiedAt: string }
/** Both ends inclusive, as in HTTP. */
export interface ByteRange { readonly start: number; readonly end: number }

export interface Measured { readonly sizeBytes: number; readonly sha256: string }
export interface PutFile {
  readonly contentType: string
  readonly signal: AbortSignal
  onMeasured(measured: Measured): Promise<void>
}

export interface ObjectStore {
  put(key: string, body: AsyncIterable<Uint8Array>, options: { contentType: string }): Promise<Measured>
  /** Moves a file of this machine into the store, without copying where it can, reading it once. */
  putFile(key: string, path: string, options: PutFile): Promise<Measured>
  head(key: string): Promise<ObjectInfo | undefined>
  /** Undefined for an unknown key. The stream rejects when it is cut short; it never ends early. */
  get(key: string, range?: ByteRange): Promise<{ info: ObjectInfo; body: ReadableStream<Uint8Array> } | undefined>
  delete(key: string): Promise<void>
  list(prefix: string): AsyncIterable<ListedObject>
  /** A link with which whoever holds it can GET this one object for so long, ranges too; undefined where only we can be asked. */
  link(key: string, options: { expiresInMs: number; contentType: string }): Promise<string | undefined>
}

export class ObjectStoreError extends Error {
  override readonly name = 'ObjectStoreError'
  readonly code: 'INVALID_KEY' | 'RANGE' | 'STORAGE_ERROR' | 'STORAGE_FULL'
  constructor(code: ObjectStoreError['code'], message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
