/** The body of an answer from outside, never more of it than we are ready to hold. */

import { Buffer } from 'node:buffer'

/** Undefined when it is larger than `bytesMax`; what is left is then not read. */
export async function readBody(answer: Response, bytesMax: number): Promise<Uint8Array | undefined> {
  if (Number(answer.headers.get('content-length')) > bytesMax) {
    await answer.body?.cancel()
    return undefined
  }
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of answer.body ?? []) {
    size += chunk.byteLength
    // Leaving the loop cancels the stream.
    if (size > bytesMax) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks, size)
}
