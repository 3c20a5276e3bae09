/** Downloads an NZB in a process of its own, as the downloader's thread does. Arguments: the NZB, a folder, the news server as JSON. */

import { readFileSync } from 'node:fs'
import process from 'node:process'
import { silentLog } from '../server/log.ts'
import { realSystem } from '../server/system.ts'
import type { NewsServerSettings } from '../server/upstreams.ts'
import { startDownload } from '../workers/usenet/download.ts'
import { Landing } from '../workers/usenet/landing.ts'
import { createNewsPool } from '../workers/usenet/news-pool.ts'
import { parseNzb } from '../workers/usenet/nzb.ts'
import { landingPlanOf, planDownload } from '../workers/usenet/plan-download.ts'

const [nzb, folder, server] = process.argv.slice(2) as [string, string, string]
const signal = new AbortController().signal
const plan = planDownload(parseNzb(readFileSync(nzb)))
const landing = await Landing.open(folder, landingPlanOf(plan, new Uint8Array(32)), signal)
const pool = createNewsPool({ servers: [JSON.parse(server) as NewsServerSettings], system: realSystem, log: silentLog })
const running = startDownload({ id: 'bench', plan, landing, pool, system: realSystem, signal, onProgress() {} })
await running.done
running.close()
await pool.close()
landing.close()
