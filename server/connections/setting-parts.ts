/** The parts of a setting's value: which of them are secret, and which two values differ in. Pure. */

import type { Json, SettingChange } from '../../domain/settings.ts'
import { limits } from '../limits.ts'

const SECRET = '[secret]'

/** A star in a pattern stands for any name. */
function isSecret(path: string, patterns: readonly string[]): boolean {
  const names = path.split('/')
  return patterns.some((pattern) => {
    const wanted = pattern.split('/')
    return wanted.length === names.length && wanted.every((name, i) => name === '*' || name === names[i])
  })
}

/** The value without its secret texts, and these by their paths; `withSecrets` puts them back. */
export function withoutSecrets(value: Json, patterns: readonly string[]): { readonly open: Json; readonly secrets: Readonly<Record<string, string>> } {
  const secrets: Record<string, string> = {}
  const strip = (part: Json, path: string): Json => {
    if (!isTree(part)) return part
    const entries = Object.entries(part).flatMap(([name, child]) => {
      const at = join(path, name)
      if (typeof child !== 'string' || !isSecret(at, patterns)) return [[name, strip(child, at)] as const]
      secrets[at] = child
      return []
    })
    return Array.isArray(part) ? entries.map(([, child]) => child) : Object.fromEntries(entries)
  }
  return { open: strip(value, ''), secrets }
}

export function withSecrets(open: Json, secrets: Readonly<Record<string, string>>): Json {
  const value = structuredClone(open) as Json
  for (const [path, secret] of Object.entries(secrets)) {
    const names = path.split('/')
    const last = names.pop()!
    const parent = names.reduce<Json | undefined>((part, name) => isTree(part) && Object.hasOwn(part, name) ? (part as Record<string, Json>)[name] : undefined, value)
    if (isTree(parent)) (parent as Record<string, Json>)[last] = secret
  }
  return value
}

/** What differs, at most `limits.settingChangesMax` parts and then one more that stands for the rest. Entries of lists are the same where their ids are. */
export function changesBetween(before: Json, after: Json, patterns: readonly string[]): readonly SettingChange[] {
  const changes: SettingChange[] = []
  /** `place` is the path as secrets are named by, `path` the one to be shown. */
  const compare = (one: Json | undefined, other: Json | undefined, path: string, place: string): void => {
    if (JSON.stringify(one) === JSON.stringify(other)) return
    if (isNamed(one, other)) {
      const [olds, news] = [byId(one), byId(other)]
      for (const id of new Set([...olds.keys(), ...news.keys()])) compare(olds.get(id), news.get(id), join(path, id), join(place, '0'))
      const kept = (list: ReadonlyMap<string, Json>) => [...list.keys()].filter((id) => olds.has(id) && news.has(id))
      if (kept(olds).join() !== kept(news).join()) changes.push({ path: join(path, 'order'), before: [...olds.keys()], after: [...news.keys()] })
    } else if (isObject(one) && isObject(other)) {
      const [olds, news] = [one, other] as [Record<string, Json>, Record<string, Json>]
      for (const name of new Set([...Object.keys(olds), ...Object.keys(news)])) compare(own(olds, name), own(news, name), join(path, name), join(place, name))
    } else {
      changes.push({ path, before: shown(one, place, patterns), after: shown(other, place, patterns) })
    }
  }
  compare(before, after, '', '')
  const most = limits.settingChangesMax
  if (changes.length <= most) return changes
  return [...changes.slice(0, most), { path: '…', before: null, after: `[${changes.length - most} more]` }]
}

function shown(value: Json | undefined, place: string, patterns: readonly string[]): Json {
  if (value === undefined || value === null) return null
  const masked = withoutWords(value, place, patterns)
  const bytes = Buffer.byteLength(JSON.stringify(masked))
  return bytes > limits.settingShownBytesMax ? `[${bytes} bytes]` : masked
}

function withoutWords(value: Json, place: string, patterns: readonly string[]): Json {
  if (!isTree(value)) return value !== null && isSecret(place, patterns) ? SECRET : value
  if (Array.isArray(value)) return value.map((each: Json) => withoutWords(each, join(place, '0'), patterns))
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, withoutWords(each, join(place, name), patterns)]))
}

const join = (path: string, name: string) => path === '' ? name : `${path}/${name}`
const own = (object: Record<string, Json>, name: string) => Object.hasOwn(object, name) ? object[name] : undefined
const isTree = (value: Json | undefined): value is readonly Json[] | { readonly [name: string]: Json } => typeof value === 'object' && value !== null
const isObject = (value: Json | undefined): boolean => isTree(value) && !Array.isArray(value)

/** Lists of entries that have ids; of which one may be missing. */
function isNamed(one: Json | undefined, other: Json | undefined): boolean {
  const isList = (value: Json | undefined) => Array.isArray(value) && value.every((entry: Json) => idOf(entry) !== undefined)
  return (Array.isArray(one) || Array.isArray(other)) && isList(one ?? []) && isList(other ?? [])
}

const byId = (list: Json | undefined) => new Map(((list ?? []) as readonly Json[]).map((entry) => [idOf(entry)!, entry]))

function idOf(entry: Json): string | undefined {
  return isObject(entry) && typeof (entry as Record<string, Json>).id === 'string' ? (entry as Record<string, string>).id : undefined
}
