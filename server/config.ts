/**
 * Every setting, in one table: what it is called, what it means, what it may be. Read once, at start, from the process
 * environment and `.env` (the environment wins), into one frozen object. All that is wrong is told at once.
 */

import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseEnv } from 'node:util'
import { isS3, readS3Address } from './object-store/s3-address.ts'
import { mailSender, smtpUrl } from './mail/smtp-address.ts'
import { smsSender, smsUrl } from './sms/sms-address.ts'
import { isKurrentdb, kurrentdbUrl } from './event-store/kurrentdb-address.ts'
import { limits } from './limits.ts'
import type { Reader, Reading, Setting } from './setting.ts'
import { anyText, countryCode, folder, hostName, httpUrl, integerBetween, oneOf, postgresUrl, proxies, yesOrNo } from './setting.ts'

type Options<F> = { readonly description: string; readonly fallback: F; readonly shown?: string; readonly secret?: boolean; readonly beside?: boolean }

function setting<T, F = T>(name: string, read: Reader<T>, { description, fallback, shown = String(fallback ?? ''), secret = false, beside = false }: Options<F>): Setting<T | F> {
  return { name, description, fallback, shown, secret, beside, read }
}

const eventStoreUrl: Reader<string> = (text) => isKurrentdb(text) ? kurrentdbUrl(text) : postgresUrl(text)

const objectStoreUrl: Reader<string> = (text) => {
  if (isS3(text)) {
    const address = readS3Address(text)
    return 'problem' in address ? address : { value: text }
  }
  return URL.canParse(text) && /^file:\/\/\/[^,]*$/.test(text) ? { value: text } : { problem: 'must be the address of a folder or of a bucket, such as file:///srv/films or s3://s3.example.org/films' }
}

const masterKey: Reader<string> = (text) => /^[A-Za-z0-9+/]{43}=$/.test(text) ? { value: text } : { problem: 'must be 32 bytes in base64, such as `openssl rand -base64 32` prints' }

const origin: Reader<string> = (text) => {
  const url = httpUrl(text)
  if ('problem' in url) return url
  return new URL(url.value).origin === url.value ? url : { problem: 'must be scheme, host and port alone, such as https://films.example.org' }
}

export const settings = {
  port: setting('PORT', integerBetween(0, 65_535), { fallback: 7979, description: 'Port to listen on; 0 takes any free one.' }),
  host: setting('HOST', hostName, { fallback: '127.0.0.1', description: 'Address to listen on. `0.0.0.0` lets other machines in; then there are no demo accounts.' }),
  publicUrl: setting('PUBLIC_URL', origin, { fallback: null, description: 'Where browsers find it, such as `https://films.example.org`, when that is not the address it listens on. With https, cookies are secure.' }),
  trustProxy: setting('TRUST_PROXY', proxies, { fallback: 0, shown: 'no', description: 'Believe the `X-Forwarded-…` headers of the reverse proxy in front of it, and where `X-Country-Code` or `CF-IPCountry` says that people are. Of several in a row, how many.' }),
  country: setting('COUNTRY', countryCode, { fallback: 'US', description: 'Where people watch who have not chosen a country: ISO 3166-1 alpha-2.' }),
  dataDir: setting('DATA_DIR', folder, { fallback: './data', description: 'Folder for everything it keeps.' }),
  databaseUrl: setting('DATABASE_URL', postgresUrl, { fallback: null, shown: 'the built-in PostgreSQL', secret: true, description: 'PostgreSQL for read models, accounts and sessions.' }),
  eventStoreUrl: setting('EVENT_STORE_URL', eventStoreUrl, { fallback: null, shown: 'as `DATABASE_URL`', secret: true, description: 'Where the events are: PostgreSQL, or KurrentDB as `kurrentdb://…` or, for a cluster, `kurrentdb+discover://…`.' }),
  objectStoreUrl: setting('OBJECT_STORE_URL', objectStoreUrl, { fallback: null, shown: '`objects` in `DATA_DIR`', secret: true, description: 'Where films are: a folder, as `file:///…`, or a bucket of an S3 server, as `s3://host/bucket?region=…`.' }),
  objectStoreAccessKey: setting('OBJECT_STORE_ACCESS_KEY', anyText, { fallback: null, secret: true, description: 'The S3 server\'s access key.' }),
  objectStoreSecretKey: setting('OBJECT_STORE_SECRET_KEY', anyText, { beside: true, fallback: null, secret: true, description: 'The S3 server\'s secret key.' }),
  objectStorePublicUrl: setting('OBJECT_STORE_PUBLIC_URL', origin, { fallback: null, description: 'Where browsers reach the S3 server. Set, they get films from it by signed links; left out, through Rewind.' }),
  masterKey: setting('MASTER_KEY', masterKey, { fallback: null, shown: '`master-key` in `DATA_DIR`', secret: true, description: 'Seals the keys of what people write: 32 bytes in base64. Keep a copy away from the database\'s.' }),
  masterKeyBefore: setting('MASTER_KEY_BEFORE', masterKey, { beside: true, fallback: null, secret: true, description: 'The former one, for the start that changes it.' }),
  demo: setting('DEMO', yesOrNo, { fallback: null, shown: 'on while none of the next three is set', description: 'Run against the built-in starter catalogue, indexer and news server where no real one is set.' }),
  tmdbApiKey: setting('TMDB_API_KEY', anyText, { fallback: null, secret: true, description: 'TMDB\'s API read access token (v4).' }),
  indexerUrl: setting('INDEXER_URL', httpUrl, { fallback: null, description: 'Newznab indexer, such as `https://api.nzbgeek.info`.' }),
  usenetHost: setting('USENET_HOST', hostName, { fallback: null, description: 'News server.' }),
  tmdbBaseUrl: setting('TMDB_BASE_URL', httpUrl, { fallback: 'https://api.themoviedb.org/3', description: 'Where TMDB answers.' }),
  tmdbImageBaseUrl: setting('TMDB_IMAGE_BASE_URL', httpUrl, { beside: true, fallback: 'https://image.tmdb.org/t/p', description: 'Where TMDB\'s pictures are.' }),
  tmdbExportBaseUrl: setting('TMDB_EXPORT_BASE_URL', httpUrl, { beside: true, fallback: 'https://files.tmdb.org/p/exports', description: 'Where TMDB\'s daily lists of ids are, for imports of the catalogue.' }),
  omdbApiKey: setting('OMDB_API_KEY', anyText, { fallback: null, secret: true, description: 'OMDb\'s key, for the ratings of IMDb, Rotten Tomatoes and Metacritic.' }),
  omdbBaseUrl: setting('OMDB_BASE_URL', httpUrl, { beside: true, fallback: 'https://www.omdbapi.com', description: 'Where OMDb answers.' }),
  mdblistApiKey: setting('MDBLIST_API_KEY', anyText, { fallback: null, secret: true, description: 'MDBList\'s key, for those, and the ratings of Trakt and Letterboxd.' }),
  mdblistBaseUrl: setting('MDBLIST_BASE_URL', httpUrl, { beside: true, fallback: 'https://api.mdblist.com', description: 'Where MDBList answers.' }),
  indexerApiKey: setting('INDEXER_API_KEY', anyText, { fallback: null, secret: true, description: 'The indexer\'s key.' }),
  indexerName: setting('INDEXER_NAME', anyText, { fallback: null, shown: 'host of `INDEXER_URL`', description: 'What to call the indexer in the story of a fetch.' }),
  usenetPort: setting('USENET_PORT', integerBetween(1, 65_535), { fallback: null, shown: '563, or 119 without TLS', description: 'Port of the news server.' }),
  usenetTls: setting('USENET_TLS', yesOrNo, { fallback: true, description: 'Speak TLS with the news server.' }),
  usenetUsername: setting('USENET_USERNAME', anyText, { fallback: null, description: 'Sign in to the news server as.' }),
  usenetPassword: setting('USENET_PASSWORD', anyText, { fallback: null, secret: true, description: 'With this password.' }),
  usenetConnections: setting('USENET_CONNECTIONS', integerBetween(1, limits.nntpConnectionsMax), { fallback: 8, description: 'Connections to the news server at a time.' }),
  smtpUrl: setting('SMTP_URL', smtpUrl, { fallback: null, secret: true, description: 'Mail server, as `smtps://name:password@host` or `smtp://…` (STARTTLS); see [mail](server/mail/SPEC.md).' }),
  mailFrom: setting('MAIL_FROM', mailSender, { beside: true, fallback: null, description: 'Who mails are from, such as `Films <films@example.org>`.' }),
  smsUrl: setting('SMS_URL', smsUrl, { beside: true, fallback: null, secret: true, description: 'Who sends SMS, as `https://name:token@api.twilio.com`, or another with Twilio\'s API.' }),
  smsFrom: setting('SMS_FROM', smsSender, { beside: true, fallback: null, description: 'Who SMS are from: a number, a name or a messaging service.' }),
  logLevel: setting('LOG_LEVEL', oneOf(['debug', 'info', 'warn', 'error']), { fallback: 'info', description: 'Least level that is logged.' }),
  logPretty: setting('LOG_PRETTY', yesOrNo, { beside: true, fallback: null, shown: 'on in a terminal', description: 'Log for people rather than as JSON.' }),
} as const satisfies Record<string, Setting>

type Values = { [Key in keyof typeof settings]: (typeof settings)[Key] extends Setting<infer T> ? T : never }

/** `demo` is decided; an origin of `PUBLIC_URL`; addresses without a trailing slash; what is not set is null. */
export type Config = Readonly<Omit<Values, 'demo' | 'indexerName' | 'usenetPort'> & { demo: boolean; indexerName: string; usenetPort: number }>

/** EX_CONFIG of sysexits.h. */
export const EXIT_CONFIG = 78

export interface Problem { readonly setting: string; readonly problem: string }

export class ConfigError extends Error {
  override readonly name = 'ConfigError'
  readonly code = 'INVALID_SETTINGS'
  readonly problems: readonly Problem[]
  constructor(problems: readonly Problem[]) {
    super(['Rewind cannot start with these settings:', ...problems.map(({ setting, problem }) => `  ${setting} ${problem}.`)].join('\n'))
    this.problems = problems
  }
}

/** `.env` is optional; the process environment wins over it. Throws `ConfigError` with everything that is wrong. */
export function loadConfig(environment: Readonly<Record<string, string | undefined>>, envFile: string): Config {
  const source = { ...readEnvFile(envFile), ...withoutEmpty(environment) }
  const problems: Problem[] = []
  const values = Object.fromEntries(Object.entries(settings).map(([key, setting]) => {
    const reading = readSetting(setting, source)
    if ('problem' in reading) problems.push({ setting: setting.name, problem: reading.problem })
    return [key, 'value' in reading ? reading.value : setting.fallback]
  })) as Values
  problems.push(...contradictions(values))
  if (problems.length > 0) throw new ConfigError(problems)
  return Object.freeze({
    ...values,
    demo: values.demo ?? (values.tmdbApiKey === null && values.indexerUrl === null && values.usenetHost === null),
    indexerName: values.indexerName ?? (values.indexerUrl === null ? '' : new URL(values.indexerUrl).hostname),
    usenetPort: values.usenetPort ?? (values.usenetTls ? 563 : 119),
  })
}

function readSetting(setting: Setting, source: Readonly<Record<string, string | undefined>>): Reading<unknown> {
  const text = source[setting.name]?.trim()
  const file = setting.secret ? source[`${setting.name}_FILE`]?.trim() : undefined
  if (text && file) return { problem: `is set twice, by itself and by ${setting.name}_FILE: leave one of them out` }
  if (!file) return text ? setting.read(text) : { value: setting.fallback }
  let content: string
  try {
    content = readFileSync(file, 'utf8').trim()
  } catch (error) {
    return { problem: `cannot be read from the file that ${setting.name}_FILE names (${(error as NodeJS.ErrnoException).code ?? 'unreadable'}): check its path and rights` }
  }
  return content ? setting.read(content) : { problem: `is empty in the file that ${setting.name}_FILE names` }
}

/** Settings that are fine alone and wrong together. */
function contradictions(values: Values): Problem[] {
  const problems: Problem[] = []
  const need = (present: unknown, needed: unknown, setting: string, because: string) => {
    if (present !== null && needed === null) problems.push({ setting, problem: `is missing: ${because} needs it` })
  }
  need(values.indexerUrl, values.indexerApiKey, 'INDEXER_API_KEY', 'INDEXER_URL')
  need(values.indexerApiKey, values.indexerUrl, 'INDEXER_URL', 'INDEXER_API_KEY')
  const bucket = values.objectStoreUrl !== null && isS3(values.objectStoreUrl) ? values.objectStoreUrl : null
  for (const key of ['objectStoreAccessKey', 'objectStoreSecretKey', 'objectStorePublicUrl'] as const) {
    if (key !== 'objectStorePublicUrl') need(bucket, values[key], settings[key].name, 'an OBJECT_STORE_URL that begins with s3:')
    need(values[key], bucket, 'OBJECT_STORE_URL', settings[key].name)
  }
  need(values.usenetUsername, values.usenetPassword, 'USENET_PASSWORD', 'USENET_USERNAME')
  need(values.usenetPassword, values.usenetUsername, 'USENET_USERNAME', 'USENET_PASSWORD')
  need(values.smtpUrl, values.mailFrom, 'MAIL_FROM', 'SMTP_URL')
  need(values.mailFrom, values.smtpUrl, 'SMTP_URL', 'MAIL_FROM')
  // A link in a mail must not lead to where whoever asks says that Rewind is.
  need(values.smtpUrl, values.publicUrl, 'PUBLIC_URL', 'SMTP_URL')
  need(values.smsUrl, values.smsFrom, 'SMS_FROM', 'SMS_URL')
  need(values.smsFrom, values.smsUrl, 'SMS_URL', 'SMS_FROM')
  need(values.usenetUsername, values.usenetHost, 'USENET_HOST', 'USENET_USERNAME')
  return problems
}

/** Files that hold a secret each. */
export function secretFiles(environment: Readonly<Record<string, string | undefined>>, envFile = '.env'): readonly string[] {
  const source = { ...readEnvFile(envFile), ...withoutEmpty(environment) }
  return Object.values(settings).flatMap(({ name, secret }: Setting) => secret && source[`${name}_FILE`] ? [resolve(source[`${name}_FILE`]!.trim())] : [])
}

function readEnvFile(path: string): Record<string, string | undefined> {
  try {
    return withoutEmpty(parseEnv(readFileSync(path, 'utf8')))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {}
    throw new ConfigError([{ setting: path, problem: `cannot be read (${(error as NodeJS.ErrnoException).code ?? String(error)}): check its rights` }])
  }
}

/** `NAME=` in a file or a compose file means: not set. */
function withoutEmpty(source: Readonly<Record<string, string | undefined>>): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(source).filter(([, text]) => text !== undefined && text.trim() !== ''))
}

/** Whether it speaks with this machine and its catalogue alone. */
export function isDemoAlone({ demo, indexerUrl, usenetHost }: Pick<Config, 'demo' | 'indexerUrl' | 'usenetHost'>): boolean {
  return demo && indexerUrl === null && usenetHost === null
}

/** The README's table. */
export function settingsTable(): string {
  const rows: Setting[][] = []
  for (const each of Object.values(settings) as Setting[]) each.beside ? rows.at(-1)!.push(each) : rows.push([each])
  const cells = (row: readonly Setting[], cell: (setting: Setting) => string) => row.map(cell).join('<br>')
  return ['| setting | default | meaning |', '| --- | --- | --- |', ...rows.map((row) =>
    `| ${cells(row, ({ name, secret }) => `\`${name}\`${secret ? ' \\*' : ''}`)} | ${cells(row, ({ shown }) => shown === '' || /[ `]/.test(shown) ? shown : `\`${shown}\``)} | ${cells(row, ({ description }) => description)} |`)].join('\n')
}
