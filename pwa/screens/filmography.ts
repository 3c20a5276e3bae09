/** What somebody did, department by department and year by year. Pure. */

import type { MediaType } from '../../domain/title.ts'
import { titleKey } from '../../domain/title.ts'
import type { PersonCredit, PersonDetail } from '../../projections/wire-catalogue.ts'

/** One title in a department, with all that the person was or did in it. */
export interface Work { readonly credit: PersonCredit; readonly roles: readonly string[] }
export interface Department { readonly name: string; readonly works: readonly Work[] }

const ACTING = 'Acting'

/** What they are known for comes first, then where they did most. In each, newest first, what has no date yet before all. */
export function departmentsOf({ credits, department: known }: Pick<PersonDetail, 'credits' | 'department'>, kind: MediaType | 'all'): readonly Department[] {
  const wanted = credits.filter(({ mediaType }) => kind === 'all' || mediaType === kind)
  const grouped = [...Map.groupBy(wanted, ({ as, department }) => as === 'cast' ? ACTING : department)].map(([name, of]) => ({ name, works: worksOf(of) }))
  return grouped.sort((a, b) => Number(b.name === known) - Number(a.name === known) || b.works.length - a.works.length || a.name.localeCompare(b.name))
}

function worksOf(credits: readonly PersonCredit[]): readonly Work[] {
  const works = [...Map.groupBy(credits, titleKey).values()].map((of) => ({ credit: of[0]!, roles: [...new Set(of.map(({ role }) => role).filter(Boolean))] }))
  return works.sort((a, b) => dateOf(a) < dateOf(b) ? 1 : dateOf(a) > dateOf(b) ? -1 : 0)
}

/** After every date where there is none. */
function dateOf({ credit: { releaseDate, year } }: Work): string {
  return releaseDate ?? (year === null ? '~' : String(year))
}

/** In full years on a day; null where no birthday is known, or only a part of one. */
export function ageOf(birthday: string | null, on: string): number | null {
  const [from, to] = [birthday, on].map((date) => /^(\d{4})-(\d\d)-(\d\d)/.exec(date ?? '')?.slice(1).map(Number))
  if (!from || !to) return null
  const years = to[0]! - from[0]! - (to[1]! < from[1]! || (to[1] === from[1] && to[2]! < from[2]!) ? 1 : 0)
  return years >= 0 ? years : null
}
