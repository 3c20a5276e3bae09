/**
 * The object store on an S3 server, by what all of them have: single and multipart puts, ranges, listing, signed links. Bytes go up in
 * parts of `limits.s3PartBytes`, each checked by the server against its digest and by us against the server's ETag, so memory is bounded
 * and nothing is an object before it is whole (OS1). The client's own upload of a stream is not used: it does not survive a source that fails.
 */

import { createHash } from 'node:crypto'
import type http from 'node:http'
import type { Log } from '../log.ts'
import { limits } from '../limits.ts'
import type { System } from '../system.ts'
import { checkedKey, checkedRange } from './object-key.ts'
import type { ByteRange, Measured, ObjectInfo, ObjectStore, PutFile } from './object-store.ts'
import { ObjectStoreError } from './object-store.ts'
import type { S3Address } from './s3-address.ts'
import type { S3Keys } from './s3-client.ts'
import { createS3Client, isMissing } from './s3-client.ts'
import { bytesOfAnswer, inParts, md5Of } from './s3-bytes.ts'

export interface S3Settings extends S3Address, S3Keys {
  /** How browsers reach the same server; null where they do not, and bytes go through us. */
  readonly publicAddress: Pick<S3Address, 'host' | 'port' | 'tls'> | null
}

interface Put extends Pick<PutFile, 'contentType'> {
  /** Of a file: what it has. */
  readonly sizeBytes?: number
  readonly signal?: AbortSignal
  onMeasured?(measured: Measured): Promise<void>
}

export function openS3Store(settings: S3Settings, system: Pick<System, 'now' | 'sleep' | 'files'>, log: Pick<Log, 'warn' | 'info'>, silenceMs: number = limits.s3SilenceMs): ObjectStore & { close(): void } {
  const { bucket, prefix, publicAddress } = settings
  const { client, ask, close } = createS3Client(settings, settings, system, silenceMs)
  const signing = publicAddress && createS3Client({ ...settings, ...publicAddress }, settings, system, silenceMs)
  const nameOf = (key: string) => `${prefix}${checkedKey(key)}`
  void removeLeftovers().catch((error: unknown) => log.warn({ err: error }, 'uploads that were broken off could not be looked for'))

  async function putSmall(name: string, bytes: Buffer, { contentType }: Put): Promise<void> {
    const { etag } = await ask(() => client.putObject(bucket, name, bytes, bytes.length, { 'Content-Type': contentType }))
    checkEtag(etag, md5Of(bytes), 'object')
  }

  /** `allRead` is called when they are, before they are an object. */
  async function putLarge(name: string, parts: AsyncIterator<Buffer>, first: Buffer, { contentType, signal }: Put, allRead: () => Promise<void>): Promise<void> {
    const uploadID = await ask(() => client.initiateNewMultipartUpload(bucket, name, { 'Content-Type': contentType }))
    try {
      const sent: { part: number; etag: string }[] = []
      const digests: Buffer[] = []
      for (let next: IteratorResult<Buffer> = { value: first, done: false }; !next.done; next = await parts.next()) {
        signal?.throwIfAborted()
        const bytes = next.value
        const partNumber = sent.length + 1
        if (partNumber > limits.s3PartsMax) throw new ObjectStoreError('STORAGE_ERROR', `The object has more than ${limits.s3PartsMax} parts`)
        const digest = md5Of(bytes)
        const { etag } = await ask(() => client.uploadPart({ bucketName: bucket, objectName: name, uploadID, partNumber, headers: { 'Content-MD5': digest.toString('base64') } }, bytes))
        checkEtag(etag, digest, `part ${partNumber}`)
        sent.push({ part: partNumber, etag })
        digests.push(digest)
      }
      await allRead()
      await ask(() => completed(name, uploadID, sent))
    } catch (error) {
      await client.abortMultipartUpload(bucket, name, uploadID).catch((fault: unknown) => log.warn({ err: fault }, 'an upload that was broken off could not be removed; it will be later'))
      throw error
    }
  }

  /** Asked again after an answer that got lost, the upload is gone because it is an object by now. */
  async function completed(name: string, uploadId: string, parts: { part: number; etag: string }[]): Promise<void> {
    try {
      await client.completeMultipartUpload(bucket, name, uploadId, parts)
    } catch (error) {
      const found = isMissing(error) ? await client.statObject(bucket, name).catch(() => undefined) : undefined
      if (found?.etag !== multipartEtag(parts)) throw error
    }
  }

  /** What a KMS encrypts has ETags that say nothing; all others are MD5. The server has compared the bytes with their digest in any case. */
  function checkEtag(etag: string, digest: Buffer, what: string): void {
    if (/^[0-9a-f]{32}$/.test(etag) && etag !== digest.toString('hex')) throw new ObjectStoreError('STORAGE_ERROR', `The S3 server stored other bytes than were sent (${what})`)
  }

  async function store(key: string, body: AsyncIterable<Uint8Array>, put: Put): Promise<Measured> {
    const name = nameOf(key)
    const hash = createHash('sha256')
    let sizeBytes = 0
    let sha256 = ''
    const allRead = async () => {
      sha256 = hash.digest('hex')
      if (put.sizeBytes !== undefined && put.sizeBytes !== sizeBytes) throw new ObjectStoreError('STORAGE_ERROR', 'The file changed while it was being stored')
      await put.onMeasured?.({ sizeBytes, sha256 })
      put.signal?.throwIfAborted()
    }
    const partBytes = partBytesOf(put.sizeBytes ?? 0)
    const parts = inParts(body, partBytes, (chunk) => {
      hash.update(chunk)
      sizeBytes += chunk.length
    })
    try {
      const first = await parts.next()
      const bytes = first.done ? Buffer.alloc(0) : first.value
      if (bytes.length === partBytes) await putLarge(name, parts, bytes, put, allRead)
      else {
        await allRead()
        await putSmall(name, bytes, put)
      }
    } finally {
      await parts.return?.(undefined)
    }
    return { sizeBytes, sha256 }
  }

  /** What killed uploads left takes room that no listing shows. Young ones may be another process's that is still sending. */
  async function removeLeftovers(): Promise<void> {
    const before = system.now() - limits.objectIncomingAgeMs
    for (let keyMarker = '', idMarker = '', more = true; more;) {
      const page = await ask(() => client.listIncompleteUploadsQuery(bucket, prefix, keyMarker, idMarker, ''))
      for (const { key, uploadId, initiated } of page.uploads) {
        if (new Date(initiated as unknown as string).getTime() > before) continue
        await ask(() => client.abortMultipartUpload(bucket, key, uploadId))
        log.info({ key }, 'an upload that was broken off is removed')
      }
      more = page.isTruncated
      keyMarker = page.nextKeyMarker
      idMarker = page.nextUploadIdMarker
    }
  }

  return {
    close() {
      close()
      signing?.close()
    },
    put: (key, body, { contentType }) => store(key, body, { contentType }),
    async putFile(key, path, options) {
      nameOf(key)
      const { promises, createReadStream } = system.files
      const { size } = await promises.stat(path).catch((error: NodeJS.ErrnoException) => {
        throw new ObjectStoreError('STORAGE_ERROR', `The file to be stored answered ${error.code}`, { cause: error })
      })
      const measured = await store(key, createReadStream(path, { highWaterMark: limits.objectHashBytes }) as AsyncIterable<Uint8Array>, { ...options, sizeBytes: size })
      await promises.rm(path, { force: true })
      return measured
    },
    async head(key) {
      const name = nameOf(key)
      const found = await missingAsUndefined(ask(() => client.statObject(bucket, name)))
      return found && { sizeBytes: found.size, contentType: String(found.metaData?.['content-type'] ?? UNKNOWN_TYPE), modifiedAt: found.lastModified.toISOString(), etag: `"${found.etag}"` }
    },
    async get(key, range) {
      const name = nameOf(key)
      const answer = await missingAsUndefined(ask(() => answerOf(name, range)))
      if (!answer) return undefined
      const info = infoOf(answer)
      try {
        if (range) checkedRange(range, info.sizeBytes)
      } catch (error) {
        answer.destroy()
        throw error
      }
      return { info, body: bytesOfAnswer(answer, range ? range.end - range.start + 1 : info.sizeBytes, system, silenceMs) }
    },
    async delete(key) {
      const name = nameOf(key)
      await missingAsUndefined(ask(() => client.removeObject(bucket, name)))
    },
    async *list(wanted) {
      for (let token = '', more = true; more;) {
        const page = await ask(() => client.listObjectsV2Query(bucket, `${prefix}${wanted}`, token, '', 1_000, ''))
        for (const { name, size, lastModified } of page.objects) {
          if (name !== undefined) yield { key: name.slice(prefix.length), sizeBytes: size, modifiedAt: new Date(lastModified).toISOString() }
        }
        more = page.isTruncated
        token = page.nextContinuationToken
      }
    },
    async link(key, { expiresInMs, contentType }) {
      return signing === null ? undefined : signing.client.presignedGetObject(bucket, nameOf(key), Math.ceil(expiresInMs / 1_000), { 'response-content-type': contentType })
    },
  }

  /** With a range that cannot be, of a key that is not there either: the key is told first. */
  async function answerOf(name: string, range: ByteRange | undefined): Promise<http.IncomingMessage> {
    if (!range) return await client.getObject(bucket, name) as http.IncomingMessage
    try {
      checkedRange(range)
    } catch (error) {
      await client.statObject(bucket, name)
      throw error
    }
    return await client.getPartialObject(bucket, name, range.start, range.end - range.start + 1) as http.IncomingMessage
  }
}

const UNKNOWN_TYPE = 'application/octet-stream'

function infoOf({ headers }: http.IncomingMessage): ObjectInfo {
  const sizeBytes = Number(/\/(\d+)$/.exec(headers['content-range'] ?? '')?.[1] ?? headers['content-length'])
  if (!Number.isSafeInteger(sizeBytes)) throw new ObjectStoreError('STORAGE_ERROR', 'The S3 server does not say how large the object is')
  return { sizeBytes, contentType: headers['content-type'] ?? UNKNOWN_TYPE, modifiedAt: new Date(headers['last-modified'] ?? 0).toISOString(), etag: headers.etag ?? `"${sizeBytes}"` }
}

/** Of a very large file they are larger, since S3 takes so many parts and no more. */
export function partBytesOf(sizeBytes: number): number {
  return Math.max(limits.s3PartBytes, Math.ceil(sizeBytes / limits.s3PartsMax / 1_048_576) * 1_048_576)
}

/** As S3 makes it: the MD5 of the parts' MD5s, and how many they are. */
function multipartEtag(parts: readonly { readonly etag: string }[]): string {
  return `${md5Of(Buffer.concat(parts.map(({ etag }) => Buffer.from(etag, 'hex')))).toString('hex')}-${parts.length}`
}

async function missingAsUndefined<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}
