/** Downloads in a process of its own, to be killed. Arguments: port, folder, article bytes, names and sizes as JSON. Prints the number of landed articles, at last the files. */

import process from 'node:process'
import { newsServerDefaults } from '../../server/upstreams.ts'
import { Landing } from '../../workers/usenet/landing.ts'
import { landingPlanOf } from '../../workers/usenet/plan-download.ts'
import { downloadOnce, planOf } from './download-once.ts'

const [port, folder, articleBytes, files] = process.argv.slice(2)
const plan = planOf(JSON.parse(files!) as Parameters<typeof planOf>[0], Number(articleBytes))
const signal = new AbortController().signal
const landing = await Landing.open(folder!, landingPlanOf(plan, new Uint8Array(32)), signal)
await downloadOnce({
  plan, landing, servers: [{ ...newsServerDefaults, name: 'news', host: '127.0.0.1', port: Number(port), tls: false, connections: 4, pipelineDepth: 2 }],
  onProgress: ({ articles }) => process.stdout.write(`${articles}\n`),
})
process.stdout.write(`whole ${JSON.stringify(await landing.finish())}\n`)
