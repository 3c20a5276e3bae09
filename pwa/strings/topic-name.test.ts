import { TOPICS } from '../../server/catalogue/topics.ts'
import { presets } from '../../server/releases/ranking/presets.ts'
import t from '../../test/support/tap.ts'
import { enPresets } from './en-presets.ts'
import { enTopics } from './en-topics.ts'

/** The household says some genres its own way. */
const OWN_WORDS: ReadonlySet<string> = new Set(['Science fiction', 'Action and adventure', 'For children', 'Science fiction and fantasy', 'War and politics'])

t.test('every topic that the server knows has its words, in every language', async (t) => {
  const words: Readonly<Record<string, string>> = enTopics
  t.same(TOPICS.filter(({ group, name, query, key, mediaType }) => {
    if (group === 'decade' || group === 'language') return false
    return group === 'genre' ? !(`genre.${query.genres}` in words) || words[`genre.${query.genres}`] !== name && !OWN_WORDS.has(name) : words[`topic.${key.slice(group.length + 1, -mediaType.length - 1)}`] !== name
  }), [])
  Object.defineProperty(navigator, 'languages', { value: ['de-DE'], configurable: true })
  const { genreName, topicName } = await import('./topic-name.ts')
  const { textsComing } = await import('./shell.ts')
  await textsComing()
  const said = (wanted: string) => topicName(TOPICS.find(({ key }) => key === wanted)!)
  t.same(['genre-kids-tv', 'theme-time-travel-movie', 'mood-epic-movie', 'decade-1980s-movie', 'language-da-movie'].map(said), ['Für Kinder', 'Zeitreisen', 'Ein ganzer Abend', 'Die 1980er', 'Dänisch'])
  t.same(['Science Fiction', 'Kabuki'].map(genreName), ['Science-Fiction', 'Kabuki'])
})

t.test('every name of a quality profile of ours, of its parts and formats has its words', async (t) => {
  const names = presets.flatMap(({ name, tiers, formats }) => [name, ...tiers.filter(({ allowed }) => allowed).map((tier) => tier.name), ...formats.map(({ format }) => format.name)])
  t.ok(names.length > 20)
  t.same([...new Set(names)].filter((name) => !(`preset.${name}` in enPresets)), [])
  t.same(Object.keys(enPresets).filter((key) => !names.includes(key.slice('preset.'.length))), [], 'and no other')
})
