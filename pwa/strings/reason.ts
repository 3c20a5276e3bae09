/** Why a title is recommended, in words. Pure. */

import type { RecommendationReason } from '../../projections/wire-catalogue.ts'
import { t } from './recommendations.ts'
import { locale } from './language.ts'
import { genreName } from './topic-name.ts'

const list = new Intl.ListFormat(locale)

export function tellReason(reason: RecommendationReason): string {
  switch (reason.kind) {
    case 'liked': return t(reason.loved ? 'reason.loved' : 'reason.liked', { names: list.format(reason.titles.map(({ title }) => title)) })
    case 'director': return t('reason.director', { name: reason.person.name })
    case 'cast': return t('reason.cast', { name: reason.person.name })
    case 'genre': return reason.decade === null ? t('reason.genre', { genre: genreName(reason.genre) }) : t('reason.genre.decade', { genre: genreName(reason.genre), decade: String(reason.decade) })
    case 'keyword': return t('reason.keyword', { keyword: reason.keyword })
    case 'popular': return t('reason.popular')
    case 'together': return t('reason.together')
  }
}
