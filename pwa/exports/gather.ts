/** What there is to export: all that this device holds of its person, so that it works with no network. */

import type { TitleRef } from '../../domain/title.ts'
import type { TitleDetail } from '../../projections/wire-catalogue.ts'
import { titleAddress } from '../catalogue.ts'
import { replica } from '../house.ts'
import { library } from '../library.ts'
import type { Exported } from './formats.ts'

/** Undefined until the log has been read. */
export async function gather(): Promise<Exported | undefined> {
  const here = replica()
  if (!here?.past) return undefined
  const kept = await here.kept?.catch(() => undefined)
  /** Of titles that were looked at or kept ahead: their pages say it. */
  const imdbIdOf = async (title: TitleRef) => (await kept?.read<TitleDetail>(titleAddress(title)))?.answer.imdbId ?? null
  const entries = await Promise.all(library.shelved().map(async ({ entry, card }) => ({ row: entry, card, imdbId: await imdbIdOf(entry) })))
  const lists = await Promise.all(library.lists().filter(({ myRole }) => myRole === 'owner').map(async ({ myRole: _, ...list }) => ({
    list, items: await Promise.all(library.listItems(list.key).map(async (item) => ({ item, card: library.card(item), imdbId: await imdbIdOf(item) }))),
  })))
  return { entries: entries.sort((a, b) => a.row.changedAt < b.row.changedAt ? 1 : -1), lists, log: here.events(), zone: new Intl.DateTimeFormat().resolvedOptions().timeZone }
}
