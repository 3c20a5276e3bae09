/** Downloads in a process of its own, to be killed. Arguments: port, folder, article bytes, file bytes. Prints the number of landed articles. */

import process from 'node:process'
import { nzbFor } from '../../demo/nntp-server.ts'
import { silentLog } from '../../server/log.ts'
import { realSystem } from '../../server/system.ts'
import { newsServerDefaults } from '../../server/upstreams.ts'
import { download } from '../../workers/usenet/download.ts'
import { Landing } from '../../workers/usenet/landing.ts'
import { parseNzb } from '../../workers/usenet/nzb.ts'

const [port, folder, articleBytes, sizeBytes] = process.argv.slice(2)
const { segments } = parseNzb(new TextEncoder().encode(nzbFor({ name: 'film.mp4', sizeBytes: Number(sizeBytes), articleBytes: Number(articleBytes) }))).files[0]!
const signal = new AbortController().signal
const landing = await Landing.open(folder!, { fingerprint: new Uint8Array(32), fileOfArticle: segments.map(() => 0), files: 1 }, signal)
await download({
  articles: segments.map(({ messageId }) => ({ messageId, fileBytesMax: Number(sizeBytes), multipart: true })),
  landing, servers: [{ ...newsServerDefaults, name: 'news', host: '127.0.0.1', port: Number(port), tls: false, connections: 4, pipelineDepth: 2 }],
  missingMax: 0, system: realSystem, signal, log: silentLog,
  onProgress: ({ articles }) => process.stdout.write(`${articles}\n`),
})
const [file] = await landing.finish()
process.stdout.write(`whole ${file!.path}\n`)
