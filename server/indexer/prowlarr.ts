/**
 * Prowlarr as one indexer. It has no search of its own in Newznab's words: each indexer behind it answers at `/{id}/api`, and
 * `/api/v1/indexer` lists them (https://prowlarr.com/docs/api). Those for torrents are passed over.
 */

import { limits } from '../limits.ts'
import type { AskingPorts } from './asking.ts'
import { askingOf, homeOf } from './asking.ts'
import { IndexerError } from './fetch-limited.ts'
import type { Indexer, IndexerConfig } from './indexer.ts'
import { createNewznab, failureOf } from './newznab.ts'

interface Behind { readonly id: number; readonly name: string }

export function createProwlarr(config: IndexerConfig, ports: AskingPorts): Indexer {
  const { name, apiKey } = config
  const { system } = ports
  const home = homeOf(config, '/')
  // Given as Newznab addresses are, it is meant as a whole all the same.
  home.pathname = home.pathname.replace(/\/(?:\d+\/)?api(?:\/v1)?\/?$/, '/').replace(/\/*$/, '/')
  const asking = askingOf({ name, apiKey, home }, ports)
  const clients = new Map<number, Indexer>()
  let known: { readonly behind: readonly Behind[]; readonly at: number } | undefined

  async function behind(signal: AbortSignal): Promise<readonly Behind[]> {
    if (known && system.now() - known.at < limits.indexerCapsAgeMs) return known.behind
    const found = await asking.ask(new URL('api/v1/indexer', home), { call: 'caps', headers: { 'x-api-key': apiKey } }, signal, ({ bytes }) => readList(bytes, name))
    known = { behind: found, at: system.now() }
    return found
  }

  function clientOf({ id, name: inner }: Behind): Indexer {
    const made = clients.get(id) ?? createNewznab({ ...config, name: `${name} (${inner})`, kind: 'newznab', url: new URL(`${id}/api`, home).href }, ports)
    clients.set(id, made)
    return made
  }

  return {
    name,
    limitsTold: () => null,
    async abilities(signal) {
      const all = await behind(signal)
      const first = all[0] && await clientOf(all[0]).abilities(signal)
      return { software: 'Prowlarr', movieBy: first?.movieBy ?? [], episodeBy: first?.episodeBy ?? [], pageSize: first?.pageSize ?? limits.indexerPageItems, categories: first?.categories ?? 0, behind: all.map((each) => each.name) }
    },
    async search(query, signal) {
      const all = await behind(signal)
      const answers = await Promise.allSettled(all.map(async (each) => {
        const { items, failures } = await clientOf(each).search(query, signal)
        return { items: items.map((item) => ({ ...item, guid: `${each.id}:${item.guid}`, via: each.name })), failures }
      }))
      const failures = answers.flatMap((answer, index) => {
        if (answer.status === 'fulfilled') return answer.value.failures
        if (!(answer.reason instanceof IndexerError)) throw answer.reason
        return [failureOf(`${name} (${all[index]!.name})`, answer.reason)]
      })
      const failed = answers.find((answer) => answer.status === 'rejected')
      if (failed && answers.every(({ status }) => status === 'rejected')) throw failed.reason
      return { items: answers.flatMap((answer) => answer.status === 'fulfilled' ? answer.value.items : []), failures }
    },
    async fetchNzb(item, signal) {
      const [id, ...guid] = item.guid.split(':')
      const from = (await behind(signal)).find((each) => each.id === Number(id))
      if (!from) throw new IndexerError('NOT_FOUND', `${name} has no longer the indexer that had this release`)
      return await clientOf(from).fetchNzb({ ...item, guid: guid.join(':') }, signal)
    },
  }
}

function readList(bytes: Uint8Array, who: string): readonly Behind[] {
  let list: unknown
  try {
    list = JSON.parse(new TextDecoder().decode(bytes))
  } catch {
    throw new IndexerError('BAD_ANSWER', `${who} sent no list of indexers`)
  }
  if (!Array.isArray(list)) throw new IndexerError('BAD_ANSWER', `${who} sent no list of indexers`)
  return list.filter((each): each is Behind & { enable?: unknown; protocol?: unknown } => typeof each === 'object' && each !== null && Number.isSafeInteger(each.id) && typeof each.name === 'string')
    .filter(({ enable, protocol }) => enable === true && protocol === 'usenet').slice(0, limits.indexersBehindMax).map(({ id, name }) => ({ id, name: name.slice(0, 100) }))
}
