// Runs once before all tests.

import { rename } from 'node:fs/promises'
import pg from 'pg'
import { openDatabase } from '../../server/db/database.ts'
import { startEmbeddedPostgres } from '../../server/db/embedded-postgres.ts'
import { silentLog } from '../../server/log.ts'
import { realSystem } from '../../server/system.ts'
import { browserPath } from './browser.ts'
import { startService } from './service.ts'
import { isRunsOwn, MIGRATED, templateClips, templateFolder } from './template.ts'
import { keepPictures, makeClips } from './template-media.ts'

async function makeTemplate(): Promise<void> {
  const dataDir = `${templateFolder}.unfinished`
  const service = await startService({ teardown() {} }, { dataDir })
  await service.stop()
  const { connection, stop } = await startEmbeddedPostgres({ dataDir, system: realSystem, log: silentLog })
  const administrator = new pg.Client(connection)
  await administrator.connect()
  await administrator.query(`create database ${MIGRATED}`)
  await administrator.end()
  const demo = await openDatabase({ connection, log: silentLog })
  await keepPictures(dataDir, demo)
  await demo.close()
  await (await openDatabase({ connection: { ...connection, database: MIGRATED }, log: silentLog })).close()
  await stop()
  await makeClips(templateClips)
  await rename(dataDir, templateFolder)
}

// Two tests that unpack npm's browser at the same moment would trip over each other.
await browserPath()
if (isRunsOwn) await makeTemplate()
