import t from '../../test/support/tap.ts'
import { eventually } from '../../test/support/eventually.ts'
import { encodeYenc } from '../../test/support/encode-yenc.ts'
import type { Peer, Script } from '../../test/support/scripted-nntp.ts'
import { startScriptedNntp } from '../../test/support/scripted-nntp.ts'
import { realSystem } from '../../server/system.ts'
import type { NewsServerSettings } from '../../server/upstreams.ts'
import { newsServerDefaults } from '../../server/upstreams.ts'
import type { Test } from 'tap'
import type { ArticleOutcome } from './nntp.ts'
import { NntpError } from './nntp-error.ts'
import { NntpConnection } from './nntp.ts'

const timeouts = { connectMs: 20_000, idleMs: 300, articleMs: 1_500 }
const article = (text: string, id = 'any') => Buffer.concat([Buffer.from(id === 'any' ? '222 0 body\r\n' : `222 0 <${id}> body\r\n`), encodeYenc(new TextEncoder().encode(text), { name: 'a', lineBytes: 4 })])

/** Answers BODY by what `answers` say of its message id; everything else politely. */
const serving = (answer: (id: string, peer: Peer) => void | Promise<void>): Script => (command, peer) => {
  if (command === '') return peer.send('200 welcome\r\n')
  const id = /^BODY <(.*)>$/.exec(command)?.[1]
  return id === undefined ? peer.send('500 what?\r\n') : answer(id, peer)
}

interface Fetched { readonly answers: string[]; readonly unanswered: string[]; readonly error: NntpError | undefined }

async function fetchAll(t: Test, script: Script, ids: readonly string[], options: Partial<NewsServerSettings> = {}): Promise<Fetched & { commands: readonly string[] }> {
  const peer = await startScriptedNntp(script)
  t.teardown(() => peer.stop())
  const server: NewsServerSettings = { ...newsServerDefaults, name: 'test', host: '127.0.0.1', port: peer.port, tls: false, connections: 1, pipelineDepth: 4, ...options }
  const answers: string[] = []
  const waiting = [...ids]
  const taken: string[] = []
  try {
    const connection = await NntpConnection.open(server, realSystem, new AbortController().signal, timeouts)
    await connection.fetch<string>({
      take: () => {
        const id = waiting.shift()
        if (id !== undefined) taken.push(id)
        return id
      },
      messageIdOf: (id) => id,
      commandFor: (id) => id.startsWith('stat-') ? 'STAT' : 'BODY',
      depth: server.pipelineDepth,
      answered: (id, outcome) => {
        taken.shift()
        answers.push(`${id}: ${wordsOf(outcome)}`)
      },
    })
    connection.close()
    return { answers, unanswered: [...taken, ...waiting], error: undefined, commands: peer.commands }
  } catch (error) {
    if (!(error instanceof NntpError)) throw error
    return { answers, unanswered: [...taken, ...waiting], error, commands: peer.commands }
  }
}

function wordsOf(outcome: ArticleOutcome): string {
  return outcome.kind !== 'part' ? outcome.kind : outcome.part.problem ?? new TextDecoder().decode(outcome.part.data)
}

t.test('requests are pipelined, and answers belong to their articles, missing ones between', async (t) => {
  const found = await fetchAll(t, serving((id, peer) => peer.send(id === 'b' ? '430 no such article\r\n' : article(`text of ${id}`))), ['a', 'b', 'c', 'd', 'e', 'f'])
  t.equal(found.error, undefined)
  t.same(found.answers, ['a: text of a', 'b: missing', 'c: text of c', 'd: text of d', 'e: text of e', 'f: text of f'])
})

t.test('no more than the depth is asked ahead', async (t) => {
  let underWay = 0, most = 0
  await fetchAll(t, serving(async (id, peer) => {
    underWay++
    most = Math.max(most, underWay)
    await realSystem.sleep(5)
    underWay--
    peer.send(article(id))
  }), ['a', 'b', 'c', 'd', 'e'], { pipelineDepth: 1 })
  t.equal(most, 1)
})

t.test('answers cut at every byte are read the same', async (t) => {
  const found = await fetchAll(t, serving((id, peer) => peer.drip(id === 'b' ? '430 gone\r\n' : article(`..\r\n.${id}=y`))), ['a', 'b', 'c'])
  t.same(found.answers, ['a: ..\r\n.a=y', 'b: missing', 'c: ..\r\n.c=y'])
})

t.test('a damaged article is told and the connection goes on', async (t) => {
  const broken = Buffer.from(article('hello world'))
  const inData = broken.indexOf('=yend') - 4
  broken[inData] = broken[inData]! ^ 1
  const found = await fetchAll(t, serving((id, peer) => peer.send(id === 'b' ? broken : id === 'c' ? '222 0\r\nnothing encoded\r\n.\r\n' : article(id))), ['a', 'b', 'c', 'd'])
  t.match(found.answers.join(), /^a: a,b: (CRC_MISMATCH|SIZE_MISMATCH),c: NOT_YENC,d: d$/)
})

t.test('whatever would lose the order closes the connection, and what was not answered is given back', async (t) => {
  const cases: Record<string, { readonly answer: (peer: Peer) => void; readonly code: NntpError['code'] }> = {
    'an unexpected status': { answer: (peer) => peer.send('211 5 1 5 group\r\n'), code: 'PROTOCOL' },
    'a line that is no answer': { answer: (peer) => peer.send('hello there\r\n'), code: 'PROTOCOL' },
    'bytes that are no line': { answer: (peer) => peer.send(Uint8Array.of(0xff, 0xfe, 0, 10)), code: 'PROTOCOL' },
    'a line without end': { answer: (peer) => peer.send('2'.repeat(5_000)), code: 'PROTOCOL' },
    'a cut in the article': { answer: (peer) => { peer.send(article('hello').subarray(0, 40)); setTimeout(() => peer.cut(), 20) }, code: 'CLOSED' },
    'a cut before the answer': { answer: (peer) => peer.cut(), code: 'CLOSED' },
    'a stall in the article': { answer: (peer) => peer.send(article('hello').subarray(0, 40)), code: 'TIMEOUT' },
    'silence': { answer: () => {}, code: 'TIMEOUT' },
    'a server that closes for the night': { answer: (peer) => peer.send('400 closing\r\n'), code: 'REFUSED' },
    'a login asked for late': { answer: (peer) => peer.send('480 login\r\n'), code: 'LOGIN' },
    'an article without end': { answer: (peer) => { for (let i = 0; i < 160; i++) peer.send(i === 0 ? '222 x\r\n=ybegin line=128 size=5 name=a\r\n' : 'x'.repeat(65_536)) }, code: 'PROTOCOL' },
  }
  for (const [name, { answer, code }] of Object.entries(cases)) {
    let mute = false
    const script = serving((id, peer) => {
      if (mute) return
      mute = id === 'bad'
      if (mute) answer(peer)
      else peer.send(article(id))
    })
    const found = await fetchAll(t, script, ['a', 'bad', 'c', 'd', 'e', 'f', 'g'])
    t.equal(found.error?.code, code, name)
    t.equal(found.answers[0], 'a: a')
    t.equal(found.unanswered[0], 'bad')
    t.equal(found.answers.length + found.unanswered.length, 7, 'none is lost or answered twice')
  }
})

t.test('an answer that names another article is not believed', async (t) => {
  const found = await fetchAll(t, serving((id, peer) => peer.send(article(id, id === 'b' ? 'c' : id))), ['a', 'b', 'c'])
  t.equal(found.error?.code, 'PROTOCOL')
  t.same([found.answers, found.unanswered], [['a: a'], ['b', 'c']])
})

t.test('bytes that drip forever run into the time an article may take', async (t) => {
  const found = await fetchAll(t, serving(async (_id, peer) => {
    peer.send('222 x\r\n=ybegin line=128 size=5 name=a\r\n')
    for (let i = 0; i < 100; i++) {
      peer.send('x')
      await realSystem.sleep(30)
    }
  }), ['a'])
  t.equal(found.error?.code, 'TIMEOUT')
})

t.test('login: user and password are sent once asked for, refusals say nothing of them', async (t) => {
  const script: Script = (command, peer) => {
    if (command === '') return peer.send('201 no posting\r\n')
    if (command === 'AUTHINFO USER ann') return peer.send('381 password?\r\n')
    if (command.startsWith('AUTHINFO PASS')) return peer.send(command.endsWith('s3cret') ? '281 fine\r\n' : `481 wrong: ${command}\r\n`)
    return peer.send(article('in'))
  }
  const right = await fetchAll(t, script, ['a'], { username: 'ann', password: 's3cret' })
  t.same(right.answers, ['a: in'])
  t.same(right.commands.slice(0, 2), ['AUTHINFO USER ann', 'AUTHINFO PASS s3cret'])
  const wrong = await fetchAll(t, script, ['a'], { username: 'ann', password: 'wr0ng' })
  t.equal(wrong.error?.code, 'LOGIN')
  t.notMatch(wrong.error?.message, /wr0ng/)
  const injected = await fetchAll(t, script, ['a'], { username: 'ann\r\nQUIT', password: 'x' })
  t.equal(injected.error?.code, 'LOGIN')
  t.same(injected.commands, [], 'nothing was sent')
})

t.test('whether there is an article is asked without its bytes, between others that are fetched', async (t) => {
  const script: Script = (command, peer) => {
    const [, word, id] = /^(\w+) <(.*)>$/.exec(command) ?? []
    if (command === '') return peer.send('200 welcome\r\n')
    if (word === 'BODY') return peer.send(article(`text of ${id}`))
    return peer.send(id === 'stat-a' ? '223 0 <stat-a>\r\n' : id === 'stat-b' ? '430 no\r\n' : '500 what?\r\n')
  }
  const found = await fetchAll(t, script, ['stat-a', 'x', 'stat-b', 'stat-c', 'y'])
  t.same(found.answers, ['stat-a: there', 'x: text of x', 'stat-b: missing', 'stat-c: unasked', 'y: text of y'])
})

t.test('what providers say is told apart: too many connections, an account that is blocked or used up, a wrong password', async (t) => {
  const said: readonly [NntpError['code'], string][] = [
    ['BUSY', '502 Too many connections'], ['BUSY', '400 You have reached the maximum number of simultaneous connections'], ['BUSY', '482 Connection limit (20) exceeded'], ['BUSY', '481 max threads reached'],
    ['ACCOUNT', '502 Your download quota has been exceeded'], ['ACCOUNT', '481 Account expired'], ['ACCOUNT', '482 user blocked'], ['ACCOUNT', '400 out of credits, top up your account'],
    ['LOGIN', '481 Authentication rejected'], ['LOGIN', '482 Invalid username or password'], ['LOGIN', '502 Permission denied'], ['REFUSED', '400 load at 20.96, try later'],
  ]
  for (const [code, words] of said) {
    const { error } = await fetchAll(t, (command, peer) => peer.send(command === '' ? '200 hello\r\n' : command.startsWith('AUTHINFO USER') ? '381 go on\r\n' : `${words} s3cret\r\n`), ['a'], { username: 'ann', password: 's3cret' })
    t.equal(error?.code, code, words)
    t.notMatch(error?.message, /s3cret/)
  }
  t.equal((await fetchAll(t, (_command, peer) => peer.send('502 too many connections\r\n'), ['a'])).error?.code, 'BUSY', 'also in the greeting')
  t.equal((await fetchAll(t, serving((_id, peer) => peer.send('502 Transfer limit reached for this account\r\n')), ['a'])).error?.code, 'ACCOUNT', 'also of an article')
})

t.test('greetings: full, closed and silent servers are told apart', async (t) => {
  t.equal((await fetchAll(t, (_command, peer) => peer.send('400 load at 20.96, try later\r\n'), ['a'])).error?.code, 'REFUSED')
  t.equal((await fetchAll(t, (_command, peer) => peer.send('502 access denied\r\n'), ['a'])).error?.code, 'REFUSED')
  t.equal((await fetchAll(t, () => {}, ['a'])).error?.code, 'TIMEOUT')
  t.equal((await fetchAll(t, (_command, peer) => peer.send('HTTP/1.1 400 Bad Request\r\n'), ['a'])).error?.code, 'PROTOCOL')
  t.match((await fetchAll(t, () => {}, ['a'], { port: 1 })).error, { code: 'CONNECT', message: 'test cannot be reached' }, 'with no address: it is told to everybody')
})

t.test('a command of one line has its answer, and only one line is sent', async (t) => {
  const peer = await startScriptedNntp((command, { send }) => send(command === '' ? '200 welcome\r\n' : command === 'DATE' ? '111 20251126020304\r\n' : '430 no such article\r\n'))
  t.teardown(() => peer.stop())
  const open = () => NntpConnection.open({ ...newsServerDefaults, name: 'test', host: '127.0.0.1', port: peer.port, tls: false, connections: 1 }, realSystem, new AbortController().signal, timeouts)
  const connection = await open()
  t.teardown(() => connection.close())
  t.same(await connection.ask('DATE'), { code: 111, text: '20251126020304' })
  t.equal((await connection.ask('STAT <none@here>')).code, 430)
  await t.rejects(connection.ask('DATE\r\nQUIT'), { code: 'PROTOCOL' })
  t.same(peer.commands, ['DATE', 'STAT <none@here>'])
})

t.test('a stop in the middle ends the fetch at once', async (t) => {
  const peer = await startScriptedNntp(serving(() => {}))
  t.teardown(() => peer.stop())
  const stop = new AbortController()
  const connection = await NntpConnection.open({ ...newsServerDefaults, name: 'test', host: '127.0.0.1', port: peer.port, tls: false, connections: 1, pipelineDepth: 2 }, realSystem, stop.signal, { ...timeouts, idleMs: 60_000 })
  const fetching = connection.fetch({ take: () => 'a', messageIdOf: (id) => id, commandFor: () => 'BODY', depth: 2, answered: () => {} })
  setTimeout(() => stop.abort(), 20)
  await t.rejects(fetching, { code: 'CLOSED' })
})

t.test('what arrives in the moment of closing is not decoded: its room may be another connection\'s', async (t) => {
  const arriving: ((count: number) => void)[] = []
  let window: Uint8Array = new Uint8Array()
  const dial = async () => ({
    read: (view: Uint8Array) => new Promise<number>((resolve) => { window = view; arriving.push(resolve) }),
    write: async () => {},
    close: () => {},
  })
  const arrive = (text: Uint8Array) => { window.set(text); arriving.shift()!(text.length) }
  const opening = NntpConnection.open({ ...newsServerDefaults, name: 'test', host: 'news.test', port: 119, tls: false, connections: 1 }, { ...realSystem, dial }, new AbortController().signal, timeouts)
  await eventually('it waits for the greeting', () => arriving.length > 0)
  arrive(Buffer.from('200 welcome\r\n'))
  const connection = await opening
  const articles = ['a']
  const answered: string[] = []
  const fetching = connection.fetch<string>({ take: () => articles.shift(), messageIdOf: (id) => id, commandFor: () => 'BODY', depth: 1, answered: (id) => answered.push(id) })
  await eventually('it waits for the article', () => arriving.length > 0)
  arrive(article('too late'))
  connection.close()
  await t.rejects(fetching, { code: 'CLOSED' })
  t.same(answered, [])
})
