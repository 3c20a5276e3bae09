import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from '../../test/support/tap.ts'
import { startScriptedNntp } from '../../test/support/scripted-nntp.ts'
import { sharedData } from '../../test/support/shared-data.ts'
import { realSystem } from '../../server/system.ts'
import { newsServerDefaults } from '../../server/upstreams.ts'
import { NntpError } from './nntp-error.ts'
import { NntpConnection } from './nntp.ts'

interface Expected { readonly status: number | null; readonly decoded_sha256?: string }
const timeouts = { connectMs: 20_000, idleMs: 10_000, articleMs: 20_000 }
const never = new AbortController().signal

/** What the client makes of these bytes as the answer to one BODY: a digest of the article, or the error's code. */
async function answerTo(id: string, answer: Uint8Array, greeting = '200 hello'): Promise<string> {
  const peer = await startScriptedNntp((command, peer) => {
    if (command === '') return peer.send(`${greeting}\r\n`)
    peer.send(answer)
    setTimeout(() => peer.cut(), 200)
  })
  let found = 'nothing'
  try {
    const connection = await NntpConnection.open({ ...newsServerDefaults, name: 'test', host: '127.0.0.1', port: peer.port, tls: false, connections: 1, pipelineDepth: 1 }, realSystem, never, timeouts)
    const waiting = [id]
    await connection.fetch<string>({
      take: () => waiting.pop(),
      messageIdOf: (each) => each,
      commandFor: () => 'BODY',
      depth: 1,
      answered: (_id, outcome) => { found = outcome.kind !== 'part' ? outcome.kind : createHash('sha256').update(outcome.part.data).digest('hex') },
    })
    connection.close()
  } catch (error) {
    if (!(error instanceof NntpError)) throw error
    found = error.code
  } finally {
    await peer.stop()
  }
  return found
}

t.test('real answers over a socket: articles are read, anything else closes the connection', async (t) => {
  const folder = sharedData('yenc-nntp')
  if (!folder) {
    t.pass('not run: ../shared/data/yenc-nntp is not here')
    return
  }
  const { cases } = JSON.parse(readFileSync(join(folder, 'EXPECTED.json'), 'utf8')) as { cases: Record<string, Expected> }
  const nothing = createHash('sha256').digest('hex')
  await Promise.all(Object.entries(cases).map(async ([name, { status, decoded_sha256 = nothing }]) => {
    const bytes = readFileSync(join(folder, name, `${name}.yenc`))
    const id = /^\d{3} \d+ <([^<>\s]+)>/.exec(bytes.subarray(0, 200).toString('latin1'))?.[1] ?? 'any@where'
    const whole = bytes.subarray(-5).toString('latin1') === '\r\n.\r\n'
    t.equal(await answerTo(id, bytes), status !== 220 && status !== 222 ? 'PROTOCOL' : whole ? decoded_sha256 : 'CLOSED', name)
  }))
  const said = (transcript: number) => (JSON.parse(readFileSync(join(folder, `nntp-transcript-other-${transcript}`, `nntp-other-${transcript}.json`), 'utf8')) as { response: string }[])[0]!.response
  t.equal(await answerTo('a@b', Buffer.from('430 no\r\n'), said(0)), 'missing', `greeted by “${said(0)}”`)
  t.equal(await answerTo('a@b', Buffer.from(`${said(1)}\r\n`)), 'LOGIN', `answered “${said(1)}”`)
})
