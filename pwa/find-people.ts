/** Film people that this device has heard of: whose page was looked at, and who made what was. */

import type { PersonBrief, PersonDetail, TitleDetail } from '../projections/wire-catalogue.ts'
import { replica } from './house.ts'
import { limits } from './sync/limits.ts'

/** Who is in an answer, by its path and when it was kept: each is read once, however often somebody types. */
let read: ReadonlyMap<string, readonly PersonBrief[]> = new Map()

/** Those heard of last come first. */
export async function knownPeople(): Promise<readonly PersonBrief[]> {
  const kept = await replica()?.kept
  if (!kept) return []
  const newest = [...await kept.ages()].filter(([path]) => /^\/api\/(people|movies|series)\/\d+$/.test(path)).sort(([, a], [, b]) => b - a).slice(0, limits.peopleReadFromMax)
  const now = new Map<string, readonly PersonBrief[]>()
  for (const [path, keptAtMs] of newest) {
    const key = `${path} ${keptAtMs}`
    now.set(key, read.get(key) ?? peopleIn((await kept.read<TitleDetail | PersonDetail>(path))?.answer))
  }
  read = now
  const found = new Map<number, PersonBrief>()
  for (const person of [...now.values()].flat()) if (!found.has(person.personId)) found.set(person.personId, person)
  return [...found.values()]
}

function peopleIn(answer: TitleDetail | PersonDetail | undefined): readonly PersonBrief[] {
  if (!answer) return []
  const people = 'personId' in answer ? [answer] : [...answer.cast, ...answer.crew]
  return people.map(({ personId, name, profilePath }) => ({ personId, name, profilePath }))
}
