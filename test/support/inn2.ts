/**
 * INN 2, the news server that most of Usenet once ran on: Debian's, with a tree of its own on loopback, fed as a peer feeds it, and read
 * as a reader reads it, plain and over TLS, behind a login.
 */

import type { ChildProcess } from 'node:child_process'
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, chown, cp, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import type { Socket } from 'node:net'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { makeServerIdentity } from '../../demo/nntp/certificate.ts'
import { realSystem } from '../../server/system.ts'
import { debianTree } from './debian-tree.ts'

const run = promisify(execFile)

export interface Inn2 {
  readonly port: number
  readonly tlsPort: number
  readonly authorityPem: string
  readonly account: { readonly username: string; readonly password: string }
  /** Takes articles as from another server (RFC 4644): bodies dot-stuffed, with the final dot. Answers the status of each. */
  feed(articles: readonly { readonly id: string; readonly body: Uint8Array }[]): Promise<readonly string[]>
  stop(): Promise<void>
}

export const GROUP = 'alt.binaries.test'
const ACCOUNT = { username: 'reader', password: 'readers-word' }
/** Of that password, as `openssl passwd -5` makes it: the machine may have no openssl. */
const CRYPTED = '$5$rewindtests$C2Irh.z3vmihWqNeqvDC52ofIuA5GOOxC3bUPkuRDB1'
/** Debian's user for it on every machine. INN refuses to be root. */
const NEWS = { uid: 9, gid: 9 }

/** Where it is, or why it is not here. */
export const inn2 = () => debianTree('inn2', ['inn2', 'inn2-inews'])

export async function startInn2(tree: string): Promise<Inn2> {
  const lib = join(tree, 'usr/lib/news')
  const home = await mkdtemp(join(tmpdir(), 'rewind-inn2-'))
  const ids = process.getuid?.() === 0 ? NEWS : {}
  const [feedPort, port, tlsPort] = await Promise.all([freePort(), freePort(), freePort()])
  const identity = makeServerIdentity(realSystem.now(), realSystem.randomBytes(16))
  await layOut({ home, tree, lib, port, feedPort, identity })
  const env = { ...process.env, INNCONF: join(home, 'etc/inn.conf'), LD_LIBRARY_PATH: libraryPath(tree), HOME: home, TMPDIR: join(home, 'tmp') }
  if ('uid' in ids) await own(home)
  await run(join(lib, 'bin/makedbz'), ['-i', '-o', '-s', '1000'], { env, cwd: join(home, 'db'), ...ids })
  const daemons: ChildProcess[] = []
  const start = (program: string, ...words: string[]) => daemons.push(spawn(join(lib, 'bin', program), words, { env, cwd: home, stdio: 'ignore', ...ids }))
  const stop = async () => {
    await Promise.all(daemons.map(async (daemon) => {
      if (daemon.exitCode !== null || daemon.signalCode !== null) return
      const ended = once(daemon, 'exit')
      daemon.kill('SIGKILL')
      await ended
    }))
    await rm(home, { recursive: true, force: true })
  }
  try {
    start('innd', '-d', '-f')
    start('nnrpd', '-D', '-f', '-b', '127.0.0.1', '-p', String(port), '-c', join(home, 'etc/readers.conf'))
    start('nnrpd-ssl', '-S', '-D', '-f', '-b', '127.0.0.1', '-p', String(tlsPort), '-c', join(home, 'etc/readers.conf'))
    await Promise.all([feedPort, port, tlsPort].map(listening))
    return { port, tlsPort, authorityPem: identity.authorityPem, account: ACCOUNT, feed: (articles) => feed(feedPort, articles), stop }
  } catch (error) {
    await stop()
    throw error
  }
}

function libraryPath(tree: string): string {
  return ['usr/lib/news', ...['x86_64', 'aarch64'].flatMap((machine) => [`usr/lib/${machine}-linux-gnu`, `lib/${machine}-linux-gnu`])].map((each) => join(tree, each)).join(':')
}

interface Layout { readonly home: string; readonly tree: string; readonly lib: string; readonly port: number; readonly feedPort: number; readonly identity: { readonly chainPem: string; readonly keyPem: string } }

async function layOut({ home, tree, lib, port, feedPort, identity }: Layout): Promise<void> {
  const etc = join(home, 'etc')
  for (const each of ['etc', 'db', 'log', 'run', 'tmp', ...['articles', 'overview', 'incoming/bad', 'outgoing', 'archive', 'innfeed'].map((spool) => `spool/${spool}`)]) await mkdir(join(home, each), { recursive: true })
  for (const each of ['expire.ctl', 'control.ctl', 'distributions', 'subscriptions']) await cp(join(tree, 'etc/news', each), join(etc, each))
  const files: Record<string, string> = {
    'etc/inn.conf': Object.entries({
      mta: '"/bin/true %s"', organization: 'tests', domain: 'example.test', server: '127.0.0.1', pathhost: 'tests.example.test', runasuser: userName(), runasgroup: userName(),
      pathnews: lib, pathbin: join(lib, 'bin'), pathetc: etc, pathdb: join(home, 'db'), pathlog: join(home, 'log'), pathrun: join(home, 'run'), pathtmp: join(home, 'tmp'), pathspool: join(home, 'spool'), pathfilter: join(home, 'filter'),
      ovmethod: 'tradindexed', hismethod: 'hisv6', wireformat: 'true', maxartsize: '0', localmaxartsize: '0', maxconnections: '100', port: String(feedPort), bindaddress: '127.0.0.1', nnrpdpostport: String(port),
      nnrpdcheckart: 'false', nnrpdloadlimit: '0', docancels: 'none', pgpverify: 'false', tlscertfile: join(etc, 'cert.pem'), tlskeyfile: join(etc, 'key.pem'),
    }).map(([name, value]) => `${name}: ${value}`).join('\n'),
    'etc/storage.conf': 'method timehash {\n  newsgroups: *\n  class: 0\n}',
    'etc/incoming.conf': 'streaming: true\nmax-connections: 50\npeer ME {\n  hostname: "127.0.0.1"\n}',
    'etc/newsfeeds': 'ME:*::',
    'etc/moderators': '',
    'etc/distrib.pats': '',
    'etc/readers.conf': `auth "tests" {\n  hosts: "127.0.0.1"\n  auth: "ckpasswd -f ${etc}/passwd"\n}\naccess "tests" {\n  users: "*"\n  newsgroups: "*"\n  access: RPA\n}`,
    'etc/passwd': `${ACCOUNT.username}:${CRYPTED}`,
    'etc/cert.pem': identity.chainPem,
    'etc/key.pem': identity.keyPem,
    'db/active': [GROUP, 'control', 'control.cancel', 'junk'].map((group) => `${group} 0000000000 0000000001 y`).join('\n'),
    'db/history': '', 'db/active.times': '', 'db/newsgroups': '',
  }
  for (const [name, text] of Object.entries(files)) await writeFile(join(home, name), text === '' ? '' : `${text}\n`)
  await chmod(join(etc, 'key.pem'), 0o600)
}

const userName = () => process.getuid?.() === 0 ? 'news' : process.env['USER'] ?? 'news'

async function own(folder: string): Promise<void> {
  await chown(folder, NEWS.uid, NEWS.gid)
  for (const each of await readdir(folder, { recursive: true })) await chown(join(folder, each), NEWS.uid, NEWS.gid)
}

async function feed(port: number, articles: readonly { readonly id: string; readonly body: Uint8Array }[]): Promise<readonly string[]> {
  const socket = connect({ host: '127.0.0.1', port })
  const lines = linesOf(socket)
  await lines()
  socket.write('MODE STREAM\r\n')
  await lines()
  const date = new Date().toUTCString()
  const statuses: string[] = []
  for (const { id, body } of articles) {
    socket.write(`TAKETHIS <${id}>\r\nPath: peer.example.test!not-for-mail\r\nFrom: tests@example.test\r\nNewsgroups: ${GROUP}\r\nSubject: ${id}\r\nDate: ${date}\r\nMessage-ID: <${id}>\r\n\r\n`)
    socket.write(body)
    statuses.push((await lines()).slice(0, 3))
  }
  socket.end('QUIT\r\n')
  return statuses
}

/** One line after the other. */
function linesOf(socket: Socket): () => Promise<string> {
  const text = socket.setEncoding('latin1')[Symbol.asyncIterator]() as AsyncIterator<string>
  let rest = ''
  return async () => {
    for (;;) {
      const end = rest.indexOf('\r\n')
      if (end !== -1) {
        const line = rest.slice(0, end)
        rest = rest.slice(end + 2)
        return line
      }
      const { value, done } = await text.next()
      if (done) throw new Error('The feed was closed')
      rest += value
    }
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address() as { port: number }
  server.close()
  await once(server, 'close')
  return address.port
}

async function listening(port: number): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    const socket = connect({ host: '127.0.0.1', port })
    const there = await new Promise<boolean>((resolve) => socket.once('connect', () => resolve(true)).once('error', () => resolve(false)))
    socket.destroy()
    if (there) return
    await sleep(50)
  }
  throw new Error(`INN does not listen on port ${port}`)
}
