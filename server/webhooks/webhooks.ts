/** The webhooks there are, and changing them. */

import type { Actor } from '../../domain/event.ts'
import type { WebhookKind, WebhookWish } from '../../projections/wire-webhooks.ts'
import { kindsOf } from '../../projections/wire-webhooks.ts'
import type { Setting, Settings } from '../connections/settings-store.ts'
import { invalid, notFound, RequestError } from '../request-error.ts'
import type { System } from '../system.ts'
import { uuidv7 } from '../system.ts'
import type { HookHeader, HookSettings, StoredHook } from './webhook-scope.ts'
import { webhookScope } from './webhook-scope.ts'

/** Which version somebody has looked at, and who changes it. */
export interface HookChange { readonly from: number; readonly actor: Actor }

export interface Webhooks {
  set(): Setting<HookSettings>
  find(id: string): StoredHook | undefined
  /** Those in use that want to be told of this kind. */
  wanting(kind: WebhookKind): readonly StoredHook[]
  /** Each throws `RequestError`: `INVALID_INPUT`, `NOT_FOUND`, `CONFLICT` when others were first. */
  save(id: string | null, wish: WebhookWish, change: HookChange): Promise<void>
  remove(id: string, change: HookChange): Promise<void>
  undo(change: HookChange): Promise<void>
  /** It said that it is no more: nothing is sent there until an admin switches it on again. */
  retire(id: string): Promise<void>
  /** As it would be if it were saved. */
  hookOf(wish: WebhookWish, id: string | null): StoredHook
}

const RETIRE_TRIES_MAX = 5
/** They say what the message is, and where its body ends. */
const OWN_HEADERS = /^(host|content-.*|connection|transfer-encoding|expect|te|trailer|upgrade|webhook-.*)$/i

export function webhooksIn(settings: Settings, system: Pick<System, 'now' | 'randomBytes'>): Webhooks {
  const set = () => settings.read(webhookScope)
  const find = (id: string | null) => set().value.hooks.find((hook) => hook.id === id)
  async function change({ from, actor }: HookChange, next: (hooks: readonly StoredHook[]) => readonly StoredHook[]): Promise<void> {
    await settings.change(webhookScope, { from, value: ({ hooks }) => ({ hooks: next(hooks) }) }, actor)
  }
  const own = (hooks: readonly StoredHook[], id: string) => hooks.find((hook) => hook.id === id) ?? notThere()
  return {
    set, find,
    wanting: (kind) => set().value.hooks.filter(({ enabled, kinds }) => enabled && kinds.includes(kind)),
    save: (id, wish, made) => change(made, (hooks) => {
      const hook = hookFrom(wish, id === null ? undefined : own(hooks, id), id ?? uuidv7(system))
      if (hooks.some(({ id: other, name }) => other !== id && name === hook.name)) throw invalid('name', 'is another\'s already')
      return id === null ? [...hooks, hook] : hooks.map((each) => each.id === id ? hook : each)
    }),
    remove: (id, made) => change(made, (hooks) => hooks.filter((hook) => hook !== own(hooks, id))),
    async undo({ from, actor }) {
      await settings.undo(webhookScope, from, actor)
    },
    async retire(id) {
      for (let tries = 1; find(id)?.enabled; tries++) {
        try {
          return await change({ from: set().version, actor: 'system' }, (hooks) => hooks.map((hook) => hook.id === id ? { ...hook, enabled: false, gone: true } : hook))
        } catch (error) {
          if (!(error instanceof RequestError) || tries === RETIRE_TRIES_MAX) throw error
        }
      }
    },
    hookOf: (wish, id) => hookFrom(wish, find(id), id ?? uuidv7(system)),
  }
}

function notThere(): never {
  throw notFound('webhook')
}

/** What is secret is for the place it was given for: whoever changes that gives it anew. */
function hookFrom({ url, secret, headers, ...fields }: WebhookWish, before: StoredHook | undefined, id: string): StoredHook {
  const address = url ?? before?.url
  const parsed = address === undefined ? undefined : URL.parse(address)
  if (address === undefined) throw invalid('url', 'is missing')
  if (!parsed || parsed.username || parsed.password || parsed.hash) throw invalid('url', 'must be an address such as https://example.org/hook, without a name and a password: a header is for those')
  if (fields.template === 'ntfy' && !/^\/(?:.*\/)?[\w-]{1,64}\/?$/.test(parsed.pathname)) throw invalid('url', 'must end with the topic, such as https://ntfy.example.org/films: letters, digits, _ and - alone')
  const strange = fields.kinds.find((kind) => !kindsOf(fields.template).includes(kind))
  if (strange) throw invalid('kinds', `must not hold ${strange}: that template has no words for it`)
  const same = before?.origin === parsed.origin
  const kept = secret === undefined ? same ? before.secret : undefined : secret ?? undefined
  if (kept === undefined && secret !== null && before?.secret !== undefined) throw invalid('secret', 'is needed again, because the address is another')
  if (kept === undefined && fields.template === 'rewind') throw invalid('secret', 'is missing: without it the receiver cannot tell who wrote')
  return { ...fields, id, origin: parsed.origin, url: address, ...kept === undefined ? {} : { secret: kept }, headers: headersFrom(headers, before, same), gone: false }
}

function headersFrom(wished: WebhookWish['headers'], before: StoredHook | undefined, same: boolean): readonly HookHeader[] {
  const known = before?.headers ?? []
  const names = new Set<string>()
  return (wished ?? known.map(({ name }) => ({ name, value: undefined }))).map(({ name, value }) => {
    if (OWN_HEADERS.test(name)) throw invalid('headers', `must not hold ${name}: Rewind says that itself`)
    if (names.has(name.toLowerCase())) throw invalid('headers', `must hold ${name} once`)
    names.add(name.toLowerCase())
    const given = value ?? (same ? known.find((each) => each.name.toLowerCase() === name.toLowerCase())?.value : undefined)
    if (given === undefined) throw invalid('headers', before ? `need the value of ${name} again, because the address is another` : `need a value of ${name}`)
    return { name, value: given }
  })
}
