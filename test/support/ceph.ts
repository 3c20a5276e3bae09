/** A real S3 server for tests: Ceph's RADOS gateway with a monitor and one object daemon that keeps everything in memory, on loopback. */

import type { ChildProcess } from 'node:child_process'
import { execFile, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { debianPackages } from './debian-packages.ts'

const run = promisify(execFile)

export interface CephS3 { readonly port: number; readonly accessKey: string; readonly secretKey: string; stop(): Promise<void> }

/** Why there is none here, or undefined. */
export const cephMissing = (): Promise<string | undefined> => debianPackages(['radosgw', 'ceph-mon', 'ceph-osd', 'ceph-common'], '/usr/bin/radosgw')

export async function startCeph(): Promise<CephS3> {
  const folder = await mkdtemp(join(tmpdir(), 'rewind-ceph-'))
  const config = join(folder, 'ceph.conf')
  const [monitor, port] = await Promise.all([freePort(), freePort()])
  const fsid = randomUUID(), osd = randomUUID()
  const keys = { accessKey: 'rewind', secretKey: randomUUID() }
  const daemons: ChildProcess[] = []
  const start = (program: string, ...words: string[]) => {
    const child = spawn(program, ['-c', config, '-f', ...words], { stdio: 'ignore' })
    daemons.push(child)
    return child
  }
  const ceph = (...words: string[]) => again(() => run('ceph', ['-c', config, ...words], { timeout: 10_000 }))
  try {
    for (const each of ['mon', 'osd', 'run', 'log', 'rgw']) await mkdir(join(folder, each))
    await writeFile(config, configOf(folder, fsid, monitor, port))
    const map = join(folder, 'monmap')
    await run('monmaptool', ['--create', '--clobber', '--addv', 'a', `[v1:127.0.0.1:${monitor}]`, '--fsid', fsid, map])
    await run('ceph-mon', ['-c', config, '--mkfs', '-i', 'a', '--monmap', map])
    start('ceph-mon', '-i', 'a')
    await ceph('-s')
    const id = (await ceph('osd', 'new', osd)).stdout.trim()
    await run('ceph-osd', ['-c', config, '-i', id, '--mkfs', '--osd-uuid', osd])
    await ceph('osd', 'crush', 'add', `osd.${id}`, '1.0', 'root=default', 'host=h')
    start('ceph-osd', '-i', id)
    await until(async () => / 1 up/.test((await ceph('osd', 'stat')).stdout))
    await gateway(() => start('radosgw', '-n', 'client.rgw'), port)
    await again(() => run('radosgw-admin', ['-c', config, 'user', 'create', '--uid=rewind', '--display-name=rewind', `--access-key=${keys.accessKey}`, `--secret-key=${keys.secretKey}`], { timeout: 20_000 }))
  } catch (error) {
    await stop(daemons, folder)
    throw error
  }
  return { port, ...keys, stop: () => stop(daemons, folder) }
}

/** Times out and comes back a moment later when it asks before it knows the monitors. */
async function again<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work()
    } catch (error) {
      if (attempt === 10) throw error
      await sleep(200)
    }
  }
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let round = 0; round < 300; round++) {
    if (await holds()) return
    await sleep(100)
  }
  throw new Error('Ceph did not come up')
}

async function gateway(start: () => ChildProcess, port: number): Promise<void> {
  let child = start()
  await until(async () => {
    // It gives up when the pools are not there yet.
    if (child.exitCode !== null) child = start()
    return await answers(port)
  })
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => { socket.destroy(); resolve(true) })
    socket.on('error', () => resolve(false))
  })
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => resolve(port))
    })
  })
}

async function stop(daemons: readonly ChildProcess[], folder: string): Promise<void> {
  await Promise.all(daemons.map((each) => {
    const gone = each.exitCode === null && each.signalCode === null ? once(each, 'exit') : undefined
    each.kill('SIGKILL')
    return gone
  }))
  await rm(folder, { recursive: true, force: true, maxRetries: 5 })
}

function configOf(folder: string, fsid: string, monitor: number, port: number): string {
  const open = ['auth cluster required', 'auth service required', 'auth client required'].map((each) => `${each} = none`)
  const lines = {
    global: [
      `fsid = ${fsid}`, `mon host = [v1:127.0.0.1:${monitor}]`, 'public addr = 127.0.0.1', 'cluster addr = 127.0.0.1', 'ms bind ipv6 = false', ...open,
      `run dir = ${folder}/run`, `admin socket = ${folder}/run/$name.asok`, `pid file = ${folder}/run/$name.pid`, `log file = ${folder}/log/$name.log`, `crash dir = ${folder}/run`,
      'log to stderr = false', 'err to stderr = false', 'osd pool default size = 1', 'osd pool default min size = 1', 'osd pool default pg num = 4', 'osd pool default pgp num = 4',
      'osd pool default pg autoscale mode = off', 'osd crush chooseleaf type = 0', 'mon allow pool size one = true', 'mon warn on pool no redundancy = false', 'mon max pg per osd = 1000',
    ],
    // Its own pace is for clusters: 13 seconds to the first answer in place of one.
    mon: [`mon data = ${folder}/mon`, 'mon data avail crit = 1', 'mon data avail warn = 1', 'paxos propose interval = 0.02', 'paxos min wait = 0.01', 'mon tick interval = 1'],
    osd: [
      `osd data = ${folder}/osd`, 'osd objectstore = memstore', 'memstore device bytes = 1073741824', 'osd class update on start = false', 'osd crush update on start = false',
      'osd max object name len = 256', 'osd max object namespace len = 64',
    ],
    client: [`rgw data = ${folder}/rgw`, `rgw frontends = beast endpoint=127.0.0.1:${port}`, 'rgw enable usage log = false', 'rgw dynamic resharding = false', 'rgw gc obj min wait = 1', 'rgw gc processor period = 2'],
  }
  return Object.entries(lines).map(([section, each]) => [`[${section}]`, ...each, ''].join('\n')).join('\n')
}
