/** The names and the offers behind the filters of Discover. Each is asked for when a filter needs it, and kept to be read offline. */

import type { ReactiveControllerHost } from 'lit'
import type {
  CertificationsAnswer, CountriesAnswer, GenresAnswer, Keyword, LanguagesAnswer, PersonBrief, ProvidersAnswer, TopicsAnswer,
} from '../../projections/wire-catalogue.ts'
import { CatalogueFailure, askKept } from '../catalogue.ts'
import { library } from '../library.ts'
import type { Pill, Wish } from '../screens/discover-wish.ts'
import { isOn, pickedOf } from '../screens/discover-wish.ts'
import type { NameOf } from '../screens/discover-words.ts'
import { t } from '../strings/browse.ts'
import { locale } from '../strings/language.ts'
import { genreName, topicName } from '../strings/topic-name.ts'
import { Question } from './question.ts'

/** `ids`: those that it stands for. */
export interface Theme { readonly ids: readonly number[]; readonly name: string }

/** Where this person watches: what they said, else what their browser's language says. */
export function homeRegion(): string {
  return library.country() ?? new Intl.Locale(locale).maximize().region ?? 'US'
}

export class DiscoverVocabulary {
  #host: ReactiveControllerHost
  /** Null while a name is asked for, and where there is none. */
  #people = new Map<number, string | null>()
  #keywords = new Map<number, string | null>()
  #wish: Wish | undefined
  readonly genres: Question<GenresAnswer>
  readonly languages: Question<LanguagesAnswer>
  readonly countries: Question<CountriesAnswer>
  readonly certifications: Question<CertificationsAnswer>
  readonly providers: Question<ProvidersAnswer>
  readonly topics: Question<TopicsAnswer>

  constructor(host: ReactiveControllerHost) {
    this.#host = host
    const fixed = <Answer>(path: string) => new Question<Answer>(host, (signal, early) => askKept<Answer>(path, signal, early))
    this.genres = fixed('/api/genres')
    this.languages = fixed('/api/languages')
    this.countries = fixed('/api/countries')
    this.certifications = fixed('/api/certifications')
    this.topics = fixed('/api/topics')
    this.providers = new Question(host, (signal, early) => {
      const query = new URLSearchParams({ kind: this.#wish!.kind, region: this.#wish!.region || homeRegion() })
      return askKept<ProvidersAnswer>(`/api/providers?${query}`, signal, early)
    })
  }

  /** Asks for what the filters that are on, or open, need. Call it from `willUpdate`. */
  about(wish: Wish, open: Pill | undefined): void {
    this.#wish = wish
    const needed = (pill: Pill) => open === pill || isOn(wish, pill)
    if (needed('genres')) this.genres.about('genres')
    if (needed('keywords')) this.topics.about('topics')
    if (needed('providers')) this.providers.about(`${wish.kind} ${wish.region || homeRegion()}`, true)
    if (open === 'language') this.languages.about('languages')
    if (open === 'country' || open === 'providers' || open === 'certification') this.countries.about('countries')
    if (needed('certification')) this.certifications.about('certifications')
    for (const id of pickedOf(wish.people).ids) void this.#learn(this.#people, id, `/api/people/${id}/brief`)
    const keywords = [...pickedOf(wish.keywords).ids, ...pickedOf(wish.withoutKeywords).ids]
    for (const id of keywords) void this.#learn(this.#keywords, id, `/api/keywords/${id}`)
  }

  /** Who or what was just found by name need not be asked for. */
  meet(filter: 'people' | 'keywords', { id, name }: { readonly id: number; readonly name: string }): void {
    (filter === 'people' ? this.#people : this.#keywords).set(id, name)
  }

  /** Themes are what topics call the keywords they stand for. */
  get themes(): readonly Theme[] {
    return (this.topics.reply.answer?.topics ?? []).flatMap((topic) => topic.group === 'theme' && topic.query.keywords ? [{ ids: pickedOf(topic.query.keywords).ids, name: topicName(topic) }] : [])
  }

  readonly nameOf: NameOf = (pill, id) => {
    switch (pill) {
      case 'genres': {
        const genre = this.genres.reply.answer?.[this.#wish!.kind].find((one) => one.id === id)
        return genre ? genreName(genre.name) : t('discover.genre.unnamed', { id: String(id) })
      }
      case 'people': return this.#people.get(id) ?? t('discover.person.unnamed', { id: String(id) })
      case 'providers': return this.providers.reply.answer?.providers.find(({ providerId }) => providerId === id)?.name ?? t('discover.provider.unnamed', { id: String(id) })
      case 'keywords': return this.themes.find(({ ids }) => ids.includes(id))?.name ?? this.#keywords.get(id) ?? t('discover.keyword.unnamed', { id: String(id) })
    }
  }

  async #learn(names: Map<number, string | null>, id: number, path: string): Promise<void> {
    if (names.has(id)) return
    names.set(id, null)
    let kept: PersonBrief | Keyword | undefined
    const found = await askKept<PersonBrief | Keyword>(path, undefined, ({ answer }) => { kept = answer }).catch((failure: unknown) => {
      if (failure instanceof CatalogueFailure) return kept
      throw failure
    })
    // Nobody, nothing, or no answer: the pill then shows the number, and the next visit asks again.
    if (found) names.set(id, found.name)
    this.#host.requestUpdate()
  }
}
