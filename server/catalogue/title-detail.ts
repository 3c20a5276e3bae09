/** A title's page: what TMDB knows of it and where to watch it, which many share; what others and the household think comes with each answer. */

import type { TitleDetail } from '../../projections/wire-catalogue.ts'
import type { CatalogueTitle } from './catalogue.ts'
import { whereToWatch } from './where-to-watch.ts'

/** What may be another with every answer. */
export type OwnTitleParts = Pick<TitleDetail, 'ratings' | 'household' | 'entry' | 'jobStatus'>

/** `country`: where whoever looks at it watches. */
export function sharedTitleParts({ facts, offers }: CatalogueTitle, country: string): Omit<TitleDetail, keyof OwnTitleParts> {
  return { ...facts, whereToWatch: whereToWatch(offers, country) }
}
