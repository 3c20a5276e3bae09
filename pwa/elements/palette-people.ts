/** People for the command palette: of the household, whose profile one may see, and of films, those known on this device before those of the catalogue. */

import type { PersonBrief, SearchPage } from '../../projections/wire-catalogue.ts'
import { ask, CatalogueFailure } from '../catalogue.ts'
import { knownPeople } from '../find-people.ts'
import { library } from '../library.ts'
import { profileAddress, profilePath } from '../profile-paths.ts'
import { goTo } from '../routes.ts'
import { fit, named, typed } from '../title-match.ts'
import type { Choice } from './command-palette.ts'

const householdMax = 4
const peopleMax = 6

/** Tells all that was found so far, as often as there is more. */
export async function findPeople(text: string, signal: AbortSignal, tell: (found: readonly Choice[]) => void): Promise<void> {
  let household: readonly Choice[] = []
  let known: readonly PersonBrief[] = []
  let others: readonly PersonBrief[] = []
  const told = () => {
    const here = new Set(known.map(({ personId }) => personId))
    const people = [...known, ...others.filter(({ personId }) => !here.has(personId))].slice(0, peopleMax)
    tell([...household, ...people.map(({ personId, name }): Choice => ({ group: 'people', label: name, icon: 'person', run: () => goTo(`/person/${personId}`) }))])
  }
  await Promise.all([
    membersCalled(text, signal).then((found) => { household = found; told() }),
    knownPeople().then((all) => { known = bestOf(all, text); told() }),
    ask<SearchPage>(`/api/search?${new URLSearchParams({ q: text, kind: 'person', page: '1' })}`, signal).then(({ people }) => { others = people; told() }, orNobody),
  ])
}

/** Those whose profile this person may see, by the server's word: it is kept nowhere, and offline there is only one's own. */
async function membersCalled(text: string, signal: AbortSignal): Promise<readonly Choice[]> {
  const wanted = typed(text)
  const called = library.people().map(({ username }) => username).filter((username) => fit(named(username), wanted) !== undefined).slice(0, householdMax)
  const shown = await Promise.all(called.map((username) => username === library.username() || ask(profileAddress(username), signal).then(() => true, orNobody)))
  return called.filter((_, i) => shown[i]).map((username) => ({ group: 'household', label: username, icon: 'people', run: () => goTo(profilePath(username)) }))
}

function bestOf(all: readonly PersonBrief[], text: string): readonly PersonBrief[] {
  const wanted = typed(text)
  const found = all.flatMap((person) => {
    const rank = fit(named(person.name), wanted)
    return rank === undefined ? [] : [{ person, rank }]
  })
  return found.sort((a, b) => a.rank - b.rank).slice(0, peopleMax).map(({ person }) => person)
}

/** Who cannot be asked for is not there; anything else is a bug of ours. */
function orNobody(failure: unknown): undefined {
  if (!(failure instanceof CatalogueFailure) && (failure as Error).name !== 'AbortError') throw failure
}
