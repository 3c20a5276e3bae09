/** People, collections, and finding a title by the numbers others give it. */

import type { CollectionDetail, FindAnswer, PersonBrief, PersonDetail } from '../../projections/wire-catalogue.ts'
import type { CatalogueSource } from './catalogue-source.ts'
import { FRESHNESS } from './freshness.ts'
import { readCollection } from './tmdb-collection.ts'
import { readFound } from './tmdb-list.ts'
import { PERSON_PARTS, readPerson, readPersonBrief } from './tmdb-person.ts'

export interface CataloguePeople {
  person(personId: number): Promise<PersonDetail>
  personBrief(personId: number): Promise<PersonBrief>
  collection(collectionId: number): Promise<CollectionDetail>
  /** By IMDb's or TheTVDB's id; no title is an answer too. */
  find(externalId: string, source: 'imdb_id' | 'tvdb_id'): Promise<FindAnswer>
}

export function cataloguePeople(source: CatalogueSource): CataloguePeople {
  return {
    async person(personId) {
      const [{ value, stale }, show] = await Promise.all([
        source.read(`/person/${personId}`, { append_to_response: PERSON_PARTS }, FRESHNESS.person, readPerson),
        source.show(),
      ])
      return { ...value, knownFor: show(value.knownFor), credits: show(value.credits), stale }
    },
    personBrief: async (personId) => (await source.read(`/person/${personId}`, {}, FRESHNESS.brief, readPersonBrief)).value,
    async collection(collectionId) {
      const [{ value, stale }, show] = await Promise.all([
        source.read(`/collection/${collectionId}`, {}, FRESHNESS.title, readCollection),
        source.show(),
      ])
      return { ...value, parts: show(value.parts), stale }
    },
    async find(externalId, from) {
      const [{ value, stale }, show] = await Promise.all([
        source.read(`/find/${externalId}`, { external_source: from }, FRESHNESS.title, readFound),
        source.show(),
      ])
      return { results: show(value.results), stale }
    },
  }
}
