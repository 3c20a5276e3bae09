/** Bytes on their way to and from an S3 server. */

import { createHash } from 'node:crypto'
import type http from 'node:http'
import type { System } from '../system.ts'
import { ObjectStoreError } from './object-store.ts'

/** Cut into parts of a size, the last one smaller or missing. The source is let go of when this one is. */
export async function* inParts(source: AsyncIterable<Uint8Array>, partBytes: number, seen: (chunk: Uint8Array) => void): AsyncGenerator<Buffer, undefined> {
  let part = Buffer.allocUnsafe(partBytes)
  let filled = 0
  for await (const chunk of source) {
    seen(chunk)
    for (let at = 0; at < chunk.length;) {
      const taken = chunk.subarray(at, at + partBytes - filled)
      part.set(taken, filled)
      filled += taken.length
      at += taken.length
      if (filled < partBytes) continue
      yield part
      // What was given away may still be being sent.
      part = Buffer.allocUnsafe(partBytes)
      filled = 0
    }
  }
  if (filled > 0) yield part.subarray(0, filled)
}

export function md5Of(bytes: Uint8Array): Buffer {
  return createHash('md5').update(bytes).digest()
}

/** Reads on demand; rejects when the answer breaks off before so many bytes, or nothing comes for `silenceMs` while it is waited for. */
export function bytesOfAnswer(answer: http.IncomingMessage, sizeBytes: number, { sleep }: Pick<System, 'sleep'>, silenceMs: number): ReadableStream<Uint8Array> {
  const chunks = answer[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>
  let got = 0

  async function next(): Promise<IteratorResult<Uint8Array>> {
    const came = new AbortController()
    void sleep(silenceMs, came.signal).then(() => {
      if (!came.signal.aborted) answer.destroy(new Error('no more came in time'))
    })
    return await chunks.next().finally(() => came.abort())
  }

  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { done, value } = await next()
        if (!done && got + value.length <= sizeBytes) {
          got += value.length
          controller.enqueue(new Uint8Array(value))
          return
        }
      } catch (error) {
        answer.destroy()
        throw new ObjectStoreError('STORAGE_ERROR', `The S3 server broke off ${sizeBytes - got} bytes early`, { cause: error })
      }
      answer.destroy()
      if (got !== sizeBytes) throw new ObjectStoreError('STORAGE_ERROR', `The S3 server sent more or less than the ${sizeBytes} bytes it promised`)
      controller.close()
    },
    cancel() {
      answer.destroy()
    },
  }, { highWaterMark: 0 })
}
