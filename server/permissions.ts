/**
 * Prints the permissions that the service needs with these settings, one a line: `npm start` hands them to Deno. What is not
 * listed here it cannot do, whatever goes wrong in it: no other folder, no other program, in the demo no other host. Where admins may name indexers and news
 * servers of their own, hosts cannot be listed beforehand: there `server/guarded-address.ts` says which addresses each may be at, and here clouds' are denied to all.
 */

import { dirname, join, resolve } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import type { Config } from './config.ts'
import { ConfigError, EXIT_CONFIG, isDemoAlone, loadConfig, secretFiles } from './config.ts'
import { socketFolderOf } from './db/embedded-postgres.ts'
import { findPostgresBinaries } from './db/postgres-binaries.ts'
import { isKurrentdb, kurrentdbAddress, kurrentdbUrl } from './event-store/kurrentdb-address.ts'
import { readSmtpAddress } from './mail/smtp-address.ts'
import { isS3, readS3Address } from './object-store/s3-address.ts'
import { postgresUrl } from './setting.ts'

const root = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '')

/** What unpacks archives, with hardly any permissions: it starts nothing else, so that leave to start it is no leave to start everything. */
const UNPACKER = join(root, 'workers/archives/unpack-sandbox.sh')

export async function permissionsFor(config: Config, environment: Readonly<Record<string, string | undefined>>, isRoot: boolean, stores: readonly string[] = [], files: ReturnType<typeof filesIn> = { read: [], write: [] }): Promise<readonly string[]> {
  const own = config.databaseUrl === null ? await ofOwnPostgres(config) : { folders: [], programs: [], sockets: [] }
  const named = [config.databaseUrl, config.eventStoreUrl, ...stores].filter((url) => url !== null)
  // Who speaks through a socket writes into it.
  const sockets = named.filter((url) => !isKurrentdb(url)).map(hostOfDatabase).flatMap((host) => host.startsWith('unix:') ? [host.slice('unix:'.length)] : [])
  const kurrentdbs = named.filter(isKurrentdb).map(kurrentdbAddress)
  const folders = [resolve(config.dataDir), ...config.objectStoreUrl === null || isS3(config.objectStoreUrl) ? [] : [fileURLToPath(config.objectStoreUrl)], ...own.folders]
  // The program itself, its app, `.env`; ldd tells argon2's loader which C library there is.
  const readable = [root, resolve('.env'), '/usr/bin/ldd', ...secretFiles(environment), ...kurrentdbs.flatMap(({ files }) => files), ...sockets, ...folders, ...files.read, ...files.write]
  return [
    '--no-prompt',
    // Libraries ask for variables of many names; a list would have to follow them.
    '--allow-env',
    // pino's and compression's defaults; PostgreSQL's start differs for root; KurrentDB's client looks for itself in the network.
    `--allow-sys=cpus,hostname,uid,gid${kurrentdbs.length > 0 ? ',networkInterfaces' : ''}`,
    // argon2 is native code, and half of KurrentDB's client.
    `--allow-ffi=${join(root, 'node_modules')}`,
    // A cluster names its members itself, once it is asked: they may be anywhere. So may what admins set up, and who sends SMS; names are looked up first, and addresses are what is asked for.
    ...kurrentdbs.some(({ discovers }) => discovers) || !isDemoAlone(config) || config.smsUrl !== null ? ['--allow-net', `--deny-net=${NEVER_SPOKEN_TO.join(',')}`] : [`--allow-net=${[...hostsOf(config, named), ...own.sockets].join(',')}`],
    // As root PostgreSQL runs as nobody, who must be able to pass through every folder above: that is looked at first.
    isRoot ? '--allow-read' : `--allow-read=${readable.join(',')}`,
    `--allow-write=${[...folders, ...sockets, ...files.write].join(',')}`,
    `--allow-run=${[...own.programs, UNPACKER].join(',')}`,
  ]
}

/** Where clouds tell their machines' secrets: denied whichever name leads there. */
const NEVER_SPOKEN_TO = ['169.254.0.0/16', '100.100.100.200', '[fd00:ec2::254]']

async function ofOwnPostgres({ dataDir }: Config) {
  const { initdb, postgres } = await findPostgresBinaries()
  const home = resolve(dataDir, 'postgres')
  const socketFolder = socketFolderOf(home)
  return {
    folders: socketFolder === home ? [] : [socketFolder],
    // The shell ties PostgreSQL to our life; cat reads what Deno reads for nobody: whose process an id in a lock file is.
    programs: ['/bin/sh', '/bin/cat', 'unshare', initdb, postgres],
    sockets: [`unix:${join(socketFolder, '.s.PGSQL.5432')}`],
  }
}

/** In the demo. */
function hostsOf(config: Config, stores: readonly string[]): readonly string[] {
  const { host, port, tmdbApiKey, tmdbBaseUrl, tmdbImageBaseUrl, tmdbExportBaseUrl, omdbApiKey, omdbBaseUrl, mdblistApiKey, mdblistBaseUrl, objectStoreUrl, smtpUrl } = config
  const catalogue = tmdbApiKey === null ? [] : [tmdbBaseUrl, tmdbImageBaseUrl, tmdbExportBaseUrl]
  const ratings = [...omdbApiKey === null ? [] : [omdbBaseUrl], ...mdblistApiKey === null ? [] : [mdblistBaseUrl]]
  const upstreams = [...catalogue, ...ratings].map((url) => new URL(url).hostname)
  const databases = stores.flatMap((url) => isKurrentdb(url) ? kurrentdbAddress(url).hosts : hostOfDatabase(url))
  return [...new Set([
    ...upstreams, ...databases, ...smtpUrl === null ? [] : [bracketed(readSmtpAddress(smtpUrl).host)], ...objectStoreUrl !== null && isS3(objectStoreUrl) ? [addressOfS3(objectStoreUrl)] : [],
    port === 0 ? bracketed(host) : `${bracketed(host)}:${port}`,
    // The demo's servers take any free port of this machine.
    '127.0.0.1',
  ])]
}

/** As `pg` reads it: a folder in `?host=` is that of a socket. */
function hostOfDatabase(url: string): string {
  const { hostname, port, searchParams } = new URL(url)
  const host = decodeURIComponent(searchParams.get('host') ?? hostname) || 'localhost'
  return host.startsWith('/') ? `unix:${host}/.s.PGSQL.${port || '5432'}` : `${bracketed(host.replace(/^\[|\]$/g, ''))}:${port || '5432'}`
}

function addressOfS3(url: string): string {
  const reading = readS3Address(url)
  return 'value' in reading ? `${bracketed(reading.value.host)}:${reading.value.port}` : ''
}

function bracketed(host: string): string {
  return host.includes(':') ? `[${host}]` : host
}

/** Files that a command reads, and those it writes: its words behind the two of its name, and what its options say. */
const WRITING = ['yenc decode', 'media prepare', 'archive extract']
/** The volumes of an archive lie beside the one that is named, subtitles beside their film. */
const READING_BESIDE = ['archive list', 'archive extract', 'media prepare']
/** In the folder that is their word, or that of the file that is, they may do anything. */
const REPAIRING = ['par2 repair']
const READING = ['newznab show', 'nzb show', 'release rank', 'sync start', 'media probe', 'import read', ...WRITING]
/** They look through that folder. */
const LOOKING = ['par2 verify', ...REPAIRING]
export function filesIn(given: readonly string[]): { readonly read: readonly string[]; readonly write: readonly string[] } {
  const command = given.slice(0, 2).join(' ')
  // A password is no path.
  const words = given.slice(2).filter((word, index, all) => all[index - 1] !== '--password' && !word.startsWith('--password='))
  const paths = words.map((word) => word.replace(/^--\w+=/, '')).filter((word) => !word.startsWith('-')).map((path) => resolve(path))
  const beside = READING_BESIDE.includes(command) ? paths.slice(0, 1).flatMap((path) => [path, dirname(path)]) : []
  const read = [...READING.includes(command) ? paths : [], ...beside]
  if (LOOKING.includes(command)) {
    const folders = paths.map((path) => /\.par2$/i.test(path) ? dirname(path) : path)
    return { read: folders, write: REPAIRING.includes(command) ? folders : [] }
  }
  // Beside what is written stands what is not whole yet.
  return { read, write: WRITING.includes(command) ? paths.slice(1).flatMap((path) => [path, `${path}.part`]) : [] }
}

/** Addresses that a command line names with `--from` and `--to`. What else it says is for the command. */
export function storesIn(given: readonly string[]): readonly string[] {
  const named = given.flatMap((word, i) => /^--(?:from|to)$/.test(word) ? given.slice(i + 1, i + 2) : /^--(?:from|to)=(.*)$/s.exec(word)?.slice(1) ?? [])
  return named.filter((text) => 'value' in (isKurrentdb(text) ? kurrentdbUrl(text) : postgresUrl(text)))
}

if (import.meta.main) {
  try {
    const permissions = await permissionsFor(loadConfig(process.env, '.env'), process.env, process.getuid?.() === 0, storesIn(process.argv.slice(2)), filesIn(process.argv.slice(2)))
    process.stdout.write(permissions.join('\n'))
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    process.stderr.write(`${error.message}\n`)
    process.exit(EXIT_CONFIG)
  }
}
