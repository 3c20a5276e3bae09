/** Downloads in a process of its own, to be killed. Arguments: port, folder, article bytes, file bytes. Prints the number of landed articles. */

import process from 'node:process'
import { newsServerDefaults } from '../../server/upstreams.ts'
import { Landing } from '../../workers/usenet/landing.ts'
import { landingPlanOf } from '../../workers/usenet/plan-download.ts'
import { downloadOnce, planOf } from './download-once.ts'

const [port, folder, articleBytes, sizeBytes] = process.argv.slice(2)
const plan = planOf([{ name: 'film.mp4', sizeBytes: Number(sizeBytes) }], Number(articleBytes))
const signal = new AbortController().signal
const landing = await Landing.open(folder!, landingPlanOf(plan, new Uint8Array(32)), signal)
await downloadOnce({
  plan, landing, servers: [{ ...newsServerDefaults, name: 'news', host: '127.0.0.1', port: Number(port), tls: false, connections: 4, pipelineDepth: 2 }],
  onProgress: ({ articles }) => process.stdout.write(`${articles}\n`),
})
const [file] = await landing.finish()
process.stdout.write(`whole ${file!.path}\n`)
