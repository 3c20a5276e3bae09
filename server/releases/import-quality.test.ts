import type { QualityChange } from '../../projections/wire-quality.ts'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { sharedData } from '../../test/support/shared-data.ts'
import t from '../../test/support/tap.ts'
import { importQuality } from './import-quality.ts'
import type { QualitySettings } from './quality-settings.ts'
import { presetQualities, qualitiesOf } from './quality-settings.ts'

const file = (name: string, json: unknown) => ({ name, text: JSON.stringify(json) })
const format = (name: string, score: number, value = 'x') => ({ name, trash_id: `id-${name}`, trash_scores: { default: score }, specifications: [{ name, implementation: 'ReleaseTitleSpecification', negate: false, required: true, fields: { value } }] })
const profile = (name: string, more: object = {}) => ({ name, cutoff: 'Bluray-1080p', items: [{ name: 'Bluray-1080p', allowed: true }, { name: 'WEBDL-1080p', allowed: true }, { name: 'CAM', allowed: false }], formatItems: { Good: 'id-Good' }, ...more })

const told = ({ changes }: { readonly changes: readonly QualityChange[] }, index: number) => changes[index]!.details.map(({ message }) => message)

t.test('formats, profiles and sizes are taken together, in any order and as lists, and it is said what each changes', async (t) => {
  const first = importQuality([file('a.json', profile('Ours')), file('b.json', [format('Good', 100), format('Bad', -50)]), file('c.json', { type: 'movie', qualities: [{ quality: 'Bluray-1080p', min: 10, preferred: 50, max: 100 }] })], presetQualities)
  t.same(first.problems, [])
  t.same(first.changes.map(({ kind, name, change }) => `${kind} ${name} ${change}`), ['profile Ours new', 'sizes sizes new', 'format Good new', 'format Bad new'])
  t.same(told(first, 0), ['takes Bluray-1080p, WEBDL-1080p', 'Bluray-1080p is good enough', '1 custom format counts'])
  t.same(told(first, 1), ['Bluray-1080p: 10 to 100 MB a minute, best 50'])
  t.equal(qualitiesOf(first.settings).profiles.at(-1)!.formats[0]!.score, 100)
  const again = importQuality([file('a.json', profile('Ours')), file('b.json', format('Good', 100))], first.settings)
  t.same([again.changes.map(({ change }) => change), again.settings], [['same', 'same'], first.settings], 'the same once more changes nothing')
  const changed = importQuality([
    file('b.json', [format('Good', 100), format('Best', 200)]),
    file('a.json', profile('Ours', { cutoff: 'WEBDL-1080p', minFormatScore: 5, language: 'Original', items: [{ name: 'WEBDL-1080p', allowed: true }, { name: 'CAM', allowed: true }], formatItems: { Best: 'id-Best', Gone: 'id-Gone' } })),
  ], first.settings)
  t.same(told(changed, 0), ['takes CAM now', 'takes Bluray-1080p no more', 'WEBDL-1080p is good enough, not Bluray-1080p', 'needs a score of 5, not 0', 'wants the language original, not any', 'Good counts no more', 'Best scores 200', 'names a custom format that is not here and counts nothing: Gone'])
})

t.test('what cannot be read is told by its file, in words, and keeps the rest away from nothing', async (t) => {
  const files = [
    { name: 'cut.json', text: '{"name": "x"' }, file('page.json', { html: true }), file('none.json', []), file('group.json', { name: 'Optional', trash_id: 'x', custom_formats: [] }), file('ours.json', profile('1080p')),
    file('regex.json', format('Odd', 1, '(')), file('odd.json', { name: 'P', items: [{ name: 'Bluray-1080p', allowed: 'yes' }] }), file('sizes.json', { qualities: [{ quality: 'X', min: 'a' }] }), file('good.json', format('Good', 1)),
  ]
  const { problems, changes } = importQuality(files, presetQualities)
  t.same(problems.map((each) => each.file), ['cut.json', 'page.json', 'none.json', 'group.json', 'regex.json', 'ours.json', 'odd.json', 'sizes.json'])
  t.match(problems.map(({ message }) => message), [/^It is no JSON/, /neither a custom format/, /empty list/, /bring the formats themselves/, /pattern of Odd.* cannot be read/, /brings along: give it another one/, /allows no quality/, /must be a number/])
  t.same(changes.map(({ name }) => name), ['Good'])
})

t.test('the programs\' own lists of qualities are sizes, and so is all that the guides publish read', async (t) => {
  const { settings, problems } = importQuality([file('q.json', [{ id: 1, quality: { id: 7, name: 'Bluray-1080p' }, minSize: 4, maxSize: null, preferredSize: null }])], presetQualities)
  t.same(problems, [])
  t.same(qualitiesOf(settings).sizes.get('Bluray-1080p'), { min: 4, preferred: Number.MAX_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER })
  const folder = sharedData('ranking-trash')
  if (!folder) return t.pass('not run: ../shared/data/ranking-trash is not here')
  const brought = readdirSync(folder).filter((name) => name.startsWith('radarr-') && name.endsWith('.json')).map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }))
  const all = importQuality(brought, presetQualities)
  t.same(all.problems, [])
  t.equal(qualitiesOf(all.settings).profiles.length, 4 + brought.filter(({ name }) => name.includes('-quality-profiles-')).length)
  t.ok(JSON.stringify(all.settings).length < 2 ** 21, 'bounded, whatever the guides publish')
})

t.test('whatever somebody brings: it is read or told, never a crash, and what is kept can be read again', async (t) => {
  const json = fc.oneof(
    fc.jsonValue(), fc.record({ name: fc.oneof(fc.string(), fc.constant('Ours')), specifications: fc.array(fc.record({ implementation: fc.constantFrom('ReleaseTitleSpecification', 'SourceSpecification', 'SizeSpecification', 'Odd'), fields: fc.jsonValue(), required: fc.jsonValue() })) }, { requiredKeys: [] }),
    fc.record({ name: fc.constantFrom('Ours', '720p', '', 'X'), items: fc.array(fc.record({ name: fc.jsonValue(), allowed: fc.boolean(), items: fc.jsonValue() })), formatItems: fc.jsonValue(), cutoff: fc.jsonValue(), language: fc.jsonValue() }, { requiredKeys: ['items'] }),
    fc.record({ qualities: fc.array(fc.record({ quality: fc.jsonValue(), min: fc.jsonValue(), max: fc.jsonValue() })) }),
  )
  fc.assert(fc.property(fc.array(json.map((each, i = 0) => file(`${i}.json`, each)), { maxLength: 5 }), (files) => {
    let settings: QualitySettings = presetQualities
    for (let round = 0; round < 2; round++) settings = importQuality(files, settings).settings
    return qualitiesOf(settings).profiles.length >= 4
  }))
})

t.test('a format whose pattern takes too long is told by its file and not taken, and so are those after many such', async (t) => {
  const { settings, problems } = importQuality([file('slow.json', format('Slow', 1, '^(a+)+$')), file('b.json', format('Good', 100))], presetQualities)
  t.same(settings.formats.map(({ id }) => id), ['id-Good'])
  t.match(problems, [{ file: 'slow.json', message: /^A pattern of Slow takes too long on titles/ }])
  const many = importQuality([file('many.json', Array.from({ length: 200 }, (_, i) => format(`Slow ${i}`, 1, '^(a+)+$')))], presetQualities)
  t.match([many.settings.formats, many.problems.length, many.problems.at(-1)!.message], [[], 200, /Slow 199 was not looked at/])
})
