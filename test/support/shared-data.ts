/** Real-world inputs that are not ours to publish: they lie beside the repository, and CI must have them. */

import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import process from 'node:process'

/** The folder's path; undefined where it is missing, so that the test can say that it did not run. Throws in CI. */
export function sharedData(folder: string): string | undefined {
  const path = resolve(import.meta.dirname, '../../../shared/data', folder)
  if (existsSync(path)) return path
  if (process.env['CI']) throw new Error(`CI needs the real data in ../shared/data/${folder}`)
  return undefined
}
