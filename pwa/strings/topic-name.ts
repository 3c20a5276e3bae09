/** What genres and topics are called in the person's language: the server and TMDB name them in English, and go by numbers and keys. */

import type { Topic } from '../../projections/wire-catalogue.ts'
import { enTopics } from './en-topics.ts'
import { language, locale } from './language.ts'
import { translator } from './shell.ts'

const t = translator(enTopics, { de: async () => (await import('./de-topics.ts')).deTopics, ar: async () => (await import('./ar-topics.ts')).arTopics })
const languages = new Intl.DisplayNames([locale], { type: 'language' })
const ids: ReadonlyMap<string, string> = new Map(Object.entries(enTopics).flatMap(([key, name]) => key.startsWith('genre.') ? [[name, key]] : []))

/** `name`: TMDB's own, in English; one that is not known here stays as it is. */
export function genreName(name: string): string {
  return saidOf(ids.get(name), name)
}

/** English stays as the server says it. */
export function topicName({ key, group, mediaType, name, query }: Topic): string {
  if (language === 'en') return name
  switch (group) {
    case 'genre': return saidOf(`genre.${query.genres}`, name)
    case 'theme': case 'mood': return saidOf(`topic.${key.slice(group.length + 1, -mediaType.length - 1)}`, name)
    case 'decade': return query.from === undefined ? name : t('topic.decade', { year: query.from.slice(0, 4) })
    case 'language': return query.language === undefined ? name : languages.of(query.language) ?? name
  }
}

function saidOf(key: string | undefined, name: string): string {
  return language === 'en' || key === undefined || !isKnown(key) ? name : t(key)
}

function isKnown(key: string): key is Exclude<keyof typeof enTopics, 'topic.decade'> {
  return Object.hasOwn(enTopics, key)
}
