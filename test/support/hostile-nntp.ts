/** What news servers must not do, each by name: over the scripted server, so that the client meets it on a socket. */

import type { Peer, Script } from './scripted-nntp.ts'

export interface Wire {
  /** The honest answer to BODY of the nth article, with its status line; a copy that may be changed. */
  answer(article: number): Buffer
  readonly articles: number
  /** From 0 to below 1, by the run's seed. */
  random(): number
  sleep(ms: number): Promise<void>
}

/** What it does instead of an honest answer to BODY. */
type Body = (peer: Peer, article: number, wire: Wire) => void | Promise<void>

export interface Hostile {
  readonly name: string
  /** A script of its own, where more than articles is wrong. */
  readonly script?: (wire: Wire) => Script
  readonly body?: Body
  readonly tls?: 'expected' | 'cut'
  /** It says something wrong in a way that nobody can know from it alone: the file may end in failure, never in other bytes. */
  readonly misleads?: boolean
}

/** Cuts the bytes where the seed says. */
const somewhere = (bytes: Buffer, { random }: Wire) => 20 + Math.floor(random() * (bytes.length - 40))
const status = '222 0 body\r\n'
const replaced = (answer: Buffer, from: RegExp, to: string) => Buffer.from(answer.toString('latin1').replace(from, to), 'latin1')
const says = (text: string): Body => (peer) => peer.send(text)
const changed = (change: (answer: Buffer, wire: Wire, article: number) => Uint8Array): Body => (peer, article, wire) => peer.send(change(wire.answer(article), wire, article))
const greets = (text: string | Uint8Array): (wire: Wire) => Script => () => (command, peer) => { if (command === '') peer.send(text) }
/** Honest but for what `answer` gives to a command. */
const logsIn = (answer: (command: string, peer: Peer) => void): (wire: Wire) => Script => () => (command, peer) => {
  if (command === '') peer.send('200 hello\r\n')
  else answer(command, peer)
}
/** As much as the client takes, and no more in memory than the kernel holds. */
async function flood(peer: Peer, chunk: string, { sleep }: Wire, chunks = 400): Promise<void> {
  const bytes = Buffer.from(chunk.repeat(Math.ceil(65_536 / chunk.length)))
  for (let i = 0; i < chunks && peer.open; i++) {
    peer.send(bytes)
    await sleep(1)
  }
}

const GREETINGS: readonly Hostile[] = [
  { name: 'silence instead of a greeting', script: () => () => {} },
  { name: 'a greeting of noise', script: greets(Uint8Array.from({ length: 300 }, (_, i) => i * 7 & 255)) },
  { name: 'a greeting of HTTP', script: greets('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n') },
  { name: 'a greeting without end', script: (wire) => (command, peer) => command === '' ? flood(peer, '2', wire, 20) : undefined },
  { name: 'a greeting without a line end', script: greets('200 hello') },
  { name: 'a greeting byte by byte, for ever', script: ({ sleep }) => async (command, peer) => { while (command === '' && peer.open) { peer.send('2'); await sleep(20) } } },
  { name: 'a greeting that says: full', script: greets('400 load at 20.96, try later\r\n') },
  { name: 'a greeting that says: too many connections', script: greets('502 Too many connections\r\n') },
  { name: 'a greeting that says: not you', script: greets('502 Access denied\r\n') },
  { name: 'a greeting of another protocol', script: greets('220 mail.example ESMTP\r\n') },
  { name: 'a greeting of zeros', script: greets(new Uint8Array(500)) },
  { name: 'hanging up at once', script: () => (_command, peer) => peer.cut() },
  { name: 'a reset at once', script: () => (_command, peer) => peer.reset() },
  { name: 'two greetings', script: () => (command, peer) => { if (command === '') peer.send('200 hello\r\n200 hello again\r\n') } },
  { name: 'a plain server where TLS is expected', tls: 'expected', script: greets('200 hello\r\n') },
  { name: 'TLS that is cut in the handshake', tls: 'cut', script: greets('200 hello\r\n') },
]

const LOGINS: readonly Hostile[] = [
  { name: 'a login that is asked for for ever', script: logsIn((_command, peer) => peer.send('480 login\r\n')) },
  { name: 'a password that is asked for for ever', script: logsIn((_command, peer) => peer.send('381 password\r\n')) },
  { name: 'a login refused', script: logsIn((command, peer) => peer.send(command.startsWith('AUTHINFO USER') ? '381 go on\r\n' : '481 no\r\n')) },
  { name: 'an account used up', script: logsIn((_command, peer) => peer.send('482 download quota exceeded\r\n')) },
  { name: 'silence to the password', script: logsIn((command, peer) => { if (command.startsWith('AUTHINFO USER')) peer.send('381 go on\r\n') }) },
  { name: 'noise to the login', script: logsIn((_command, peer) => peer.send(Uint8Array.of(0, 255, 254, 13, 10))) },
  { name: 'a login that is forgotten again', script: logsIn((command, peer) => peer.send(command.startsWith('AUTHINFO') ? '281 fine\r\n' : '480 login\r\n')) },
]

const STATUSES: readonly Hostile[] = [
  { name: 'no article', body: says('430 no such article\r\n') },
  { name: 'no article, and one behind it', body: (peer, article, wire) => { peer.send('430 no such article\r\n'); peer.send(wire.answer(article)) } },
  { name: 'articles taken down', body: says('451 removed\r\n') },
  { name: 'closing for the night', body: says('400 closing\r\n') },
  { name: 'not any more', body: says('502 no permission\r\n') },
  { name: 'blocked in the middle', body: says('502 account blocked\r\n') },
  { name: 'a login wanted in the middle', body: says('480 login\r\n') },
  { name: 'a command that nobody knows', body: says('500 what?\r\n') },
  { name: 'an answer to another command', body: says('211 5 1 5 group\r\n') },
  { name: 'a status of four digits', body: says('2222 body\r\n') },
  { name: 'a status of letters', body: says('okay\r\n') },
  { name: 'a status of nothing', body: says('\r\n') },
  { name: 'a status of zeros', body: (peer) => peer.send(new Uint8Array(3_000)) },
  { name: 'a status line without end', body: (peer, _article, wire) => flood(peer, '2', wire, 20) },
  { name: 'another article, by name', body: changed((answer) => replaced(answer, /^222[^\r]*/, '222 0 <other@example> body')) },
  { name: 'the answer twice', body: (peer, article, wire) => { peer.send(wire.answer(article)); peer.send(wire.answer(article)) } },
  { name: 'noise behind the end', body: changed((answer) => Buffer.concat([answer, Buffer.from('more\r\n')])) },
]

const BODIES: readonly Hostile[] = [
  { name: 'silence', body: () => {} },
  { name: 'a stall', body: (peer, article, wire) => { const bytes = wire.answer(article); peer.send(bytes.subarray(0, somewhere(bytes, wire))) } },
  { name: 'one byte now and then', body: async (peer, article, wire) => { for (const byte of wire.answer(article)) { if (!peer.open) return; peer.send(Uint8Array.of(byte)); await wire.sleep(15) } } },
  { name: 'a cut', body: (peer, article, wire) => { const bytes = wire.answer(article); peer.sendAndCut(bytes.subarray(0, somewhere(bytes, wire))) } },
  { name: 'a cut before the answer', body: (peer) => peer.cut() },
  { name: 'a reset', body: (peer, article, wire) => { const bytes = wire.answer(article); peer.send(bytes.subarray(0, somewhere(bytes, wire))); peer.reset() } },
  { name: 'a cut behind each article', body: (peer, article, wire) => peer.sendAndCut(wire.answer(article)) },
  { name: 'truncated, with an end', body: changed((answer, wire) => Buffer.concat([answer.subarray(0, somewhere(answer, wire)), Buffer.from('\r\n.\r\n')])) },
  { name: 'no end', body: changed((answer) => answer.subarray(0, -3)) },
  { name: 'a changed byte', body: changed((answer, wire) => { const at = Math.max(answer.indexOf('=ypart') + 40, somewhere(answer, wire) - 60); answer[at] = answer[at]! ^ 0x10; return answer }) },
  { name: 'a wrong checksum', body: changed((answer) => replaced(answer, /pcrc32=\w+/, 'pcrc32=00000000')) },
  { name: 'no trailer', body: changed((answer) => replaced(answer, /=yend[^\r]*\r\n/, '')) },
  { name: 'no header', body: changed((answer) => replaced(answer, /=ybegin[^\r]*\r\n/, '')) },
  { name: 'a place behind the file', body: changed((answer) => replaced(answer, /begin=\d+ end=\d+/, 'begin=900000001 end=900002000')) },
  { name: 'a place that cannot be', body: changed((answer) => replaced(answer, /begin=\d+ end=\d+/, 'begin=99999999999999999999 end=1')) },
  { name: 'the place of another', misleads: true, body: changed((answer, wire, article) => replaced(answer, /begin=\d+ end=\d+/, `begin=${(article + 1) % (wire.articles - 1) * 2_000 + 1} end=${(article + 1) % (wire.articles - 1) * 2_000 + 2_000}`)) },
  { name: 'the bytes of another, in its place', body: (peer, article, wire) => peer.send(wire.answer((article + 1) % wire.articles)) },
  { name: 'a size of 1 TiB', body: changed((answer) => replaced(answer, / size=\d+/, ' size=1099511627777')) },
  { name: 'a size below nothing', body: changed((answer) => replaced(answer, / size=\d+/, ' size=-5')) },
  { name: 'a size that is no number', body: changed((answer) => replaced(answer, / size=\d+/, ' size=many')) },
  { name: 'an empty article', body: says(`${status}.\r\n`) },
  { name: 'an article of text', body: says(`${status}This article was removed at the request of somebody.\r\n.\r\n`) },
  { name: 'an article of uuencode', body: says(`${status}begin 644 film.mkv\r\nM86%A\r\n\`\r\nend\r\n.\r\n`) },
  { name: 'an article without end', body: async (peer, _article, wire) => { peer.send(`${status}=ybegin part=1 line=128 size=2000 name=a\r\n=ypart begin=1 end=2000\r\n`); await flood(peer, `${'x'.repeat(128)}\r\n`, wire) } },
  { name: 'a line without end', body: async (peer, _article, wire) => { peer.send(`${status}=ybegin part=1 line=128 size=2000 name=a\r\n=ypart begin=1 end=2000\r\n`); await flood(peer, 'x', wire) } },
  { name: 'headers without end', body: async (peer, _article, wire) => { peer.send('220 0 article\r\n'); await flood(peer, 'X-Header: something\r\n', wire) } },
  { name: 'a header line without end', body: async (peer, _article, wire) => { peer.send(`${status}=ybegin part=1 line=128 size=2000 name=`); await flood(peer, 'a', wire) } },
  { name: 'zeros without end', body: (peer, _article, wire) => flood(peer, '\0', wire, 40) },
  { name: 'line ends of other systems', body: changed((answer) => replaced(answer, /\r\n/g, '\n')) },
  { name: 'dots that are not stuffed', misleads: true, body: changed((answer) => replaced(answer, /\r\n\.\./g, '\r\n.')) },
  { name: 'headers before the body', body: changed((answer) => replaced(answer, /^222[^\r]*\r\n/, '220 0 article\r\nFrom: x\r\nSubject: y\r\n\r\n')) },
  { name: 'every byte in a packet of its own', body: (peer, article, wire) => peer.drip(wire.answer(article).subarray(0)) },
  { name: 'answers in another order', script: outOfOrder },
  { name: 'names that are paths', body: changed((answer) => replaced(answer, /name=[^\r]*/, 'name=../../../etc/cron.d/x')) },
  { name: 'names of ten thousand characters', body: changed((answer) => replaced(answer, /name=[^\r]*/, `name=${'n'.repeat(10_000)}`)) },
  { name: 'checksums of a hundred digits', body: changed((answer) => replaced(answer, /pcrc32=(\w+)/, `pcrc32=${'0'.repeat(92)}$1`)) },
]

/** Holds each answer back until the next command has come. */
function outOfOrder(wire: Wire): Script {
  const held = new Map<Peer, number>()
  return (command, peer) => {
    if (command === '') return peer.send('200 hello\r\n')
    const article = Number(/<(\d+)@/.exec(command)?.[1] ?? NaN)
    if (!command.startsWith('BODY')) return peer.send('223 0\r\n')
    const before = held.get(peer)
    if (before === undefined) {
      held.set(peer, article)
      return
    }
    held.delete(peer)
    peer.send(wire.answer(article))
    peer.send(wire.answer(before))
  }
}

export const hostileServers: readonly Hostile[] = [...GREETINGS, ...LOGINS, ...STATUSES, ...BODIES]

/** Some articles, by the seed, get the hostile answer; all others an honest one. */
export function scriptOf(hostile: Hostile, wire: Wire): Script {
  if (hostile.script) return hostile.script(wire)
  const share = wire.random() * 0.3
  const chosen = Array.from({ length: wire.articles }, () => wire.random() < share)
  chosen[Math.floor(wire.random() * wire.articles)] = true
  return (command, peer) => {
    if (command === '') return peer.send('200 hello\r\n')
    if (command.startsWith('AUTHINFO')) return peer.send('281 fine\r\n')
    const article = Number(/<(\d+)@/.exec(command)?.[1] ?? NaN)
    if (command.startsWith('STAT')) return peer.send('223 0\r\n')
    return chosen[article] ? hostile.body!(peer, article, wire) : peer.send(wire.answer(article))
  }
}
