/**
 * What every first start of the service and every empty database would make anew, made once for a whole run (by `prepare.ts`): a data folder of the demo,
 * whose PostgreSQL also has a migrated database with nothing in it. Only where temporary files are the run's own (`in-memory.sh`): a folder that outlived
 * its run could be another version's.
 */

import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { promisify } from 'node:util'

export const templateFolder = join(tmpdir(), 'rewind-template')

/** The demo's clips of what is downloaded most, in the folder that it keeps beside its data. It never writes into one that is whole, so they are linked. */
export const templateClips = `${templateFolder}-clips`

/** A database in the template's PostgreSQL, to make others from. */
export const MIGRATED = 'migrated'

export const isRunsOwn = process.env['KEPT_TMPDIR'] !== undefined

/** Copies the template, or the part of it that is named, into an empty folder. False when there is none: then it is made as at any first start. */
export async function copyTemplate(dataDir: string, part = '.'): Promise<boolean> {
  if (!isRunsOwn || !existsSync(templateFolder)) return false
  // Owners and modes with it: PostgreSQL starts with no others.
  await promisify(execFile)('cp', ['-a', `${templateFolder}/${part}`, dataDir])
  if (part === '.') await promisify(execFile)('cp', ['-al', templateClips, join(dataDir, 'demo')])
  return true
}
