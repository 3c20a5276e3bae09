/** Recording what the catalogue says of a title. */

import type { Command, CommandId, Issued, Outcome } from '../../domain/command.ts'
import type { TitleFeatures } from '../../domain/title-features.ts'
import { titleKey } from '../../domain/title.ts'
import { cards } from '../../projections/cards.ts'
import type { TitleFacts } from '../../projections/wire-catalogue.ts'
import type { Queryable } from '../db/read-model.ts'
import { readRow } from '../db/read-model.ts'
import { limits } from '../limits.ts'
import type { Log } from '../log.ts'
import type { System } from '../system.ts'
import { instantOf, uuidv7 } from '../system.ts'
import { cardOf } from './catalogue.ts'

export type DescribedTitle = Omit<TitleFacts, 'similar' | 'recommended' | 'posterColour' | 'stale'>

/** Its card and its features; changes nothing where they are recorded as they are. Answers with the outcome that was not accepted, if one was not. */
export async function describeTitle(title: DescribedTitle, { handle, system }: Pick<CardRefresherDeps, 'handle' | 'system'>): Promise<Outcome> {
  const wish = (type: string, data: unknown): Issued<Command> =>
    ({ id: uuidv7(system) as CommandId, type, data, issuedAt: instantOf(system), deviceId: null, actor: 'worker-catalogue', sender: 'worker' })
  const card = await handle(wish('DescribeTitle', cardOf(title)))
  return card.status === 'accepted' ? await handle(wish('DescribeFeatures', featuresOf(title))) : card
}

/** What is recorded of what a title is like: the most telling of each kind. */
export function featuresOf({ mediaType, tmdbId, keywords, directors, cast, originalLanguage, countries, collection }: DescribedTitle): TitleFeatures {
  return {
    mediaType, tmdbId,
    keywords: keywords.slice(0, limits.featureKeywordsMax).map(({ id, name }) => ({ id, name })),
    people: [
      ...directors.slice(0, limits.featureDirectorsMax).map(({ personId, name }) => ({ personId, name, as: 'director' as const })),
      ...cast.slice(0, limits.featureCastMax).map(({ personId, name }) => ({ personId, name, as: 'cast' as const })),
    ],
    language: originalLanguage || null,
    countries: countries.slice(0, limits.featureCountriesMax),
    collectionId: collection?.collectionId ?? null,
  }
}

export interface CardRefresherDeps {
  readonly database: Queryable
  readonly handle: (command: Issued<Command>) => Promise<Outcome>
  readonly system: Pick<System, 'now' | 'randomBytes'>
  readonly log: Log
}

/** Records a title anew when TMDB now tells it differently; titles that nobody keeps are left alone. In the background of whoever read it. */
export function cardRefresher({ database, handle, system, log }: CardRefresherDeps): (title: DescribedTitle) => void {
  async function refresh(title: DescribedTitle): Promise<void> {
    const kept = await readRow(database, cards, titleKey(title))
    if (kept) await describeTitle(title, { handle, system })
  }
  return (title) => {
    // Lost, it is done at the next reading.
    refresh(title).catch((error: unknown) => log.warn({ err: error, title: titleKey(title) }, 'a card could not be refreshed'))
  }
}
