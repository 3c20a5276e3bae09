import { readdirSync } from 'node:fs'
import t from '../../test/support/tap.ts'
import { filler } from './filler.ts'
import type { Language } from './language.ts'
import { languages, spokenOf } from './language.ts'
import type { Message, Messages } from './translation.ts'

/** Read from the folder, so that no table can be forgotten. */
const tablesOf = async (language: string): Promise<ReadonlyMap<string, Messages>> => {
  const files = readdirSync(import.meta.dirname).filter((name) => new RegExp(`^${language}(-[a-z]+)?\\.ts$`).test(name))
  return new Map(await Promise.all(files.map(async (name) => [name.slice(2), Object.values(await import(`./${name}`) as Record<string, Messages>)[0]!] as const)))
}
const english = await tablesOf('en')
const others = (Object.keys(languages) as Language[]).filter((language) => language !== 'en')
const formsOf = (message: Message): readonly string[] => typeof message === 'string' ? [message] : Object.values(message)
const namesIn = (text: string) => [...new Set([...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!))].sort()
const NUMBERED: ReadonlySet<string> = new Set(['zero', 'one', 'two'])

/** Names, numbers and words that are the same in German, for a person who speaks it. */
const SAME_IN_GERMAN: ReadonlySet<string> = new Set([
  'Rewind', 'App', 'Admin', 'Push', 'Stream', 'Test', 'Person', 'Downloads', 'Offline', 'Player', 'Film', 'Version {version}', 'Position', '{rate}/s', 'SHA-256 {sum}', 'Version', 'Releases', 'Status', 'Studios', 'Budget', 'TMDB', 'IMDb', 'Tomatometer', 'Metacritic',
  'Letterboxd', 'Trakt', 'Webhooks', '{ms} ms', 'certified fresh', 'Videos', 'Trailer', 'Teaser', 'Featurette', 'Video', 'Poster', 'Genre', 'Name', 'Filter', 'Genres', 'Streaming', 'In', 'Genre {id}', 'Indexer', 'Newznab', 'Prowlarr',
  'NZBHydra2', '{message} {ms} ms.', '720p', '1080p', '4K', '3D', 'Action', 'Animation', 'Drama', 'Fantasy', 'Horror', 'Mystery', 'Thriller', 'Western', 'Reality', 'Film noir', 'Musicals', '{way}. {login}. {ms} ms.', '{message} {seconds} s.', 'Server', 'Port', 'Film {id}', 'Repack {version}', 'Specials', 'Person {id}', 'Code', 'Passkeys', 'SMS', 'my-{year}.png',
])

t.test('every language has each table and each key of English, filled with the same values', async (t) => {
  for (const language of others) {
    const tables = await tablesOf(language)
    t.same([...tables.keys()].sort(), [...english.keys()].sort(), language)
    for (const [name, table] of english) {
      const translated = tables.get(name)!
      t.same(Object.keys(translated).filter((key) => !(key in table)), [], `${language}${name} has nothing that English lacks`)
      const wrong = Object.entries(table).flatMap(([key, message]) => {
        const wanted = namesIn(formsOf(message).join(' '))
        const found = translated[key]!
        return Object.entries(typeof found === 'string' ? { other: found } : found).filter(([form, text]) => {
          const names = namesIn(text)
          // One and two have words of their own: the number need not be said.
          return text === '' || text !== text.trim() || `${names}` !== `${wanted}` && !(NUMBERED.has(form) && `${[...names, 'count'].sort()}` === `${wanted}`)
        })
      })
      t.same(wrong, [], `${language}${name}`)
    }
  }
})

t.test('nothing was left in English, and nothing is empty', async (t) => {
  const german = await tablesOf('de')
  const arabic = await tablesOf('ar')
  const isLeft = {
    en: (text: string) => text.trim() === '',
    de: (text: string, message: Message) => formsOf(message).includes(text) && /\p{L}/u.test(text.replace(/\{\w+\}/g, '')) && !SAME_IN_GERMAN.has(text),
    ar: (text: string) => !/\p{Script=Arabic}/u.test(text) && /[a-z]{3}/i.test(text.replace(/\{\w+\}/g, '')) && !SAME_IN_GERMAN.has(text),
  }
  for (const [name, table] of english) {
    for (const [language, translated] of [['en', table], ['de', german.get(name)!], ['ar', arabic.get(name)!]] as const) {
      t.same(Object.entries(table).filter(([key, message]) => formsOf(translated[key]!).some((text) => isLeft[language](text, message))), [], `${language}${name}`)
    }
  }
})

t.test('who chose is heard first: the person, the door, the browser; the tag is the browser\'s own where it has one', async (t) => {
  t.same(spokenOf([null, null], ['fr-FR', 'de-AT', 'en']), { language: 'de', locale: 'de-AT' }, 'the first that is spoken')
  t.same(spokenOf(['ar', 'de'], ['de-DE']), { language: 'ar', locale: 'ar' })
  t.same(spokenOf([null, 'de'], ['en-GB', 'de-CH@posix']), { language: 'de', locale: 'de-CH' })
  t.same(spokenOf([null, null], ['en-US-u-va-posix']), { language: 'en', locale: 'en-US' }, 'nobody wants titles sorted by bytes')
  t.same(spokenOf(['tlh', null], ['xx']), { language: 'en', locale: 'en' }, 'what is not spoken is passed over')
  t.same(spokenOf(['constructor'], []), { language: 'en', locale: 'en' })
})

t.test('each language counts in its own way', async (t) => {
  const { arTold } = await import('./ar-told.ts')
  const { deTold } = await import('./de-told.ts')
  const arabic = filler('ar', 'rtl')
  const say = (count: number) => arabic(arTold['told.WatchRemoved.many'], { count })
  t.equal(new Set([0, 1, 2, 3, 11, 100].map((count) => say(count).replace(/\d+/, 'n'))).size, 5, 'many and other differ in a vowel of some words only')
  t.same([say(1), say(2)], ['أُزيلت مشاهدة واحدة', 'أُزيلت مشاهدتان'])
  t.equal(filler('ar-EG', 'rtl')(arTold['told.WatchRemoved.many'], { count: 3 }), 'أُزيلت ٣ مشاهدات', 'with the digits of the place')
  t.equal(filler('de', 'ltr')(deTold['told.WatchRemoved.many'], { count: 1234 }), '1.234 Sichtungen entfernt')
})

t.test('a name of the other direction does not turn the sentence around it', async (t) => {
  t.equal(filler('en', 'ltr')('{title} is ready to play.', { title: 'Nosferatu' }), 'Nosferatu is ready to play.')
  t.equal(filler('en', 'ltr')('{title} is ready to play.', { title: 'باب الحديد' }), '\u2068باب الحديد\u2069 is ready to play.')
  t.equal(filler('ar', 'rtl')('{title} جاهز للمشاهدة.', { title: 'Nosferatu' }), '\u2068Nosferatu\u2069 جاهز للمشاهدة.')
})
