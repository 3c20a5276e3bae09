import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sharedData } from '../../../test/support/shared-data.ts'
import t from '../../../test/support/tap.ts'
import { parseRelease } from '../parse-release.ts'
import type { CustomFormat } from './custom-format.ts'
import { readCustomFormat } from './custom-format.ts'
import { readQualityProfile, readSizeRules } from './quality-profile.ts'
import { qualityOf } from './quality.ts'
import type { Offer, RankWish } from './rank-releases.ts'
import { rankReleases } from './rank-releases.ts'
import { withinTime } from './within-time.ts'

type Specification = readonly [implementation: string, value: string | number, more?: object]
const formatOf = (name: string, specifications: readonly Specification[], score = 0): CustomFormat => readCustomFormat({
  name, trash_id: name, trash_scores: { default: score, strict: score * 2 },
  specifications: specifications.map(([implementation, value, more]) => ({ name, implementation, negate: false, required: false, fields: { value }, ...more })),
})
const matches = (format: CustomFormat, title: string, originalLanguage: string | null = 'en', sizeBytes: number | null = null) =>
  format.matches({ title, parsed: parseRelease(title, { kind: 'movie' }), sizeBytes, originalLanguage }, 'radarr')

const profileOf = (more: object, formats: readonly CustomFormat[] = []) => readQualityProfile({
  name: 'Ours', cutoff: 'HD', formatItems: Object.fromEntries(formats.map(({ name }) => [name, name])),
  items: [{ name: 'HD', allowed: true, items: ['Bluray-1080p', 'WEBDL-1080p'] }, { name: 'Bluray-720p', allowed: true }, { name: 'WEBRip-1080p', allowed: false }], ...more,
}, formats)
const wish = (profile: RankWish['profile'], more: Partial<RankWish> = {}): RankWish => ({ profile, sizes: new Map(), kind: 'movie', runtimeMinutes: 100, originalLanguage: 'en', ...more })
const offer = (title: string, sizeBytes: number | null = 5e9, more: Partial<Offer> = {}): Offer => ({ title, sizeBytes, passworded: false, ...more })

t.test('a quality is source and resolution by one name', async (t) => {
  for (const [title, quality] of [
    ['Film.2020.1080p.BluRay.x264-G', 'Bluray-1080p'], ['Film.2020.2160p.UHD.BluRay.REMUX.HEVC-G', 'Remux-2160p'], ['Film.2020.1080p.WEB-DL.H264-G', 'WEBDL-1080p'], ['Film.2020.720p.WEBRip.x264-G', 'WEBRip-720p'],
    ['Film.2020.HDTV.XviD-G', 'SDTV'], ['Film.2020.1080p.HDTV.x264-G', 'HDTV-1080p'], ['Film.2020.DVDRip.XviD-G', 'DVD'], ['Film.2020.HDCAM.x264-G', 'CAM'], ['Film.2020.BluRay.x264-G', 'Bluray-720p'],
    ['Film.2020.COMPLETE.BLURAY-G', 'BR-DISK'], ['Film.2020.1440p.WEB-DL-G', 'WEBDL-1080p'], ['Film 2020', 'Unknown'],
  ] as const) t.equal(qualityOf(parseRelease(title, { kind: 'movie' })), quality, title)
})

t.test('of the conditions of one kind one must hold and all that are required; every kind must', async (t) => {
  const web = formatOf('ATVP', [['ReleaseTitleSpecification', '\\b(atvp)\\b', { required: true }], ['SourceSpecification', 7], ['SourceSpecification', 8]])
  t.strictSame(['Film.2020.1080p.ATVP.WEB-DL-G', 'Film.2020.1080p.atvp.WEBRip-G', 'Film.2020.1080p.ATVP.BluRay-G', 'Film.2020.1080p.WEB-DL-G'].map((title) => matches(web, title)), [true, true, false, false])
  const notDts = formatOf('X', [['ReleaseTitleSpecification', 'x', { required: true }], ['ReleaseTitleSpecification', 'dts', { negate: true, required: true }]])
  t.strictSame([matches(notDts, 'Film.2020.x264-G'), matches(notDts, 'Film.2020.DTS.x264-G')], [true, false])
  t.notOk(matches(formatOf('nothing', []), 'Film.2020.1080p-G'))
})

t.test('conditions of each kind', async (t) => {
  const holds = (specification: Specification, title: string, original: string | null = 'en', size: number | null = null) => matches(formatOf('one', [specification]), title, original, size)
  for (const pattern of ['\\AFilm.*G\\Z', '\\AFilm.*G\\z', '(?>Film)\\.2020', "(?'name'Fi)lm", '^\\p{Lu}ilm', '^\\p{L}+\\.2020.*WEB\\-DL[\\-\\p{L}]+$', '(?i)fILM', '[]m]\\.2020']) t.ok(holds(['ReleaseTitleSpecification', pattern], 'Film.2020.1080p.WEB-DL-G'), pattern)
  t.notOk(holds(['ReleaseTitleSpecification', '\\A2020'], 'Film.2020.1080p.WEB-DL-G'), 'the beginning of the title, not an A')
  t.ok(holds(['ReleaseGroupSpecification', '^(GRP)$'], 'Film.2020.1080p.WEB-DL-GRP'))
  t.notOk(holds(['ReleaseGroupSpecification', '.*'], 'Film 2020 1080p'), 'no group is none that matches')
  t.ok(holds(['ResolutionSpecification', 2160], 'Film.2020.2160p.WEB-DL-G'))
  t.ok(holds(['QualityModifierSpecification', 5], 'Film.2020.1080p.BluRay.REMUX-G'))
  t.ok(holds(['LanguageSpecification', 4], 'Film.2020.German.1080p.WEB-DL-G'))
  t.ok(holds(['LanguageSpecification', -2], 'Film.2020.1080p.WEB-DL-G', 'de'), 'who names no language is in the original one')
  t.notOk(holds(['LanguageSpecification', -2], 'Film.2020.French.1080p.WEB-DL-G', 'de'))
  t.ok(holds(['LanguageSpecification', 1, { fields: { value: 1, exceptLanguage: true } }], 'Film.2020.German.1080p.WEB-DL-G'))
  t.ok(holds(['SizeSpecification', 0, { fields: { min: 4, max: 6 } }], 'Film.2020-G', 'en', 5 * 2 ** 30))
  t.notOk(holds(['IndexerFlagSpecification', 1], 'Film.2020-G'))
  t.ok(holds(['ReleaseTitleSpecification', '(?i)[([]dual[])]'], 'Film.2020.[Dual]-G'), '.NET\'s patterns are read')
  t.throws(() => formatOf('bad', [['ReleaseTitleSpecification', '(']]), { code: 'INVALID_PROFILE', message: /The pattern of bad: bad cannot be read/ })
  t.throws(() => formatOf('odd', [['PhaseOfTheMoonSpecification', 1]]), /a kind that is not known here: PhaseOfTheMoon/)
})

t.test('tier before score, score before repack, repack before size', async (t) => {
  const good = formatOf('Good', [['ReleaseGroupSpecification', '^GOOD$']], 100)
  const ranked = rankReleases([
    offer('Film.2020.720p.BluRay.x264-GOOD'), offer('Film.2020.1080p.BluRay.x264-BIG', 9e9), offer('Film.2020.1080p.WEB-DL.x264-SMALL', 3e9), offer('Film.2020.1080p.WEB-DL.REPACK.x264-BIG', 9e9), offer('Film.2020.1080p.WEB-DL.x264-GOOD', 9e9),
    offer('Film.2020.1080p.WEBRip.x264-GOOD'),
  ], wish(profileOf({}, [good])))
  t.strictSame(ranked.map(({ offer: { title }, score, meetsCutoff, refusals }) => [title, score, meetsCutoff, refusals.length]), [
    ['Film.2020.1080p.WEB-DL.x264-GOOD', 100, true, 0], ['Film.2020.1080p.WEB-DL.REPACK.x264-BIG', 0, true, 0], ['Film.2020.1080p.WEB-DL.x264-SMALL', 0, true, 0], ['Film.2020.1080p.BluRay.x264-BIG', 0, true, 0],
    ['Film.2020.720p.BluRay.x264-GOOD', 100, false, 0], ['Film.2020.1080p.WEBRip.x264-GOOD', 100, false, 1],
  ])
  t.match(ranked[0]!.reasons.map(({ message }) => message), ['WEBDL-1080p: choice 1 of 2 in the profile Ours', 'scores 100: Good +100', '90 MB a minute'])
  t.equal(rankReleases([offer('Film.2020.1080p.WEB-DL-GOOD')], wish(profileOf({ trash_score_set: 'strict' }, [good])))[0]!.score, 200)
})

t.test('what may not be taken says why', async (t) => {
  const refused = (title: string, profile: object, more: Partial<Offer> = {}, wished: Partial<RankWish> = {}) => rankReleases([offer(title, 5e9, more)], wish(profileOf(profile), wished))[0]!.refusals.map(({ message }) => message)
  t.match(refused('Film.2020.HDCAM.1080p-G', {}), ['CAM is not wanted by Ours'])
  t.match(refused('Film.2020.1080p.WEB-DL-G', { minFormatScore: 10 }), ['scores 0, less than 10'])
  t.match(refused('Film.2020.1080p.WEB-DL-G', {}, { passworded: true }), ['needs a password'])
  t.match(refused('Film.2020.1080p.WEB-DL-G', { required: ['x265', '/h.?265/i'] }), ['has none of the words it must have'])
  t.match(refused('Film.2020.1080p.WEB-DL.x265-G', { required: ['x265'], forbidden: ['x26'] }), ['has the word x26, which it must not have'])
  t.match(refused('Film.2020.French.1080p.WEB-DL-G', { language: 'Original' }), ['is in fr, not in en'])
  t.match(refused('Film.2020.1080p.WEB-DL-G', { language: 'German' }), ['is in en, not in de'])
  t.strictSame(refused('Film.2020.1080p.WEB-DL-G', { language: { id: -2, name: 'Original' } }), [])
  const sizes = readSizeRules({ qualities: [{ quality: 'WEBDL-1080p', min: 60, preferred: 80, max: 90 }] })
  t.match(refused('Film.2020.1080p.WEB-DL-G', {}, {}, { sizes }), ['50 MB a minute is too small for WEBDL-1080p, which has at least 60'])
  t.match(refused('Film.2020.1080p.WEB-DL-G', {}, { sizeBytes: 10e9 }, { sizes }), ['100 MB a minute is too large for WEBDL-1080p, which may have 90'])
  t.strictSame(refused('Film.2020.1080p.WEB-DL-G', {}, { sizeBytes: 10e9 }, { sizes, runtimeMinutes: null }), [], 'a film whose length nobody knows')
})

t.test('a profile that is none says what is wrong with it', async (t) => {
  for (const [json, message] of [[null, /must be an object/], [{ name: 'P' }, /The qualities of P must be a list/], [{ name: 'P', items: [{ name: 'DVD', allowed: false }] }, /P allows no quality/],
    [{ name: 'P', items: [{ name: 'DVD', allowed: true }], language: 'Klingon' }, /a language that is not known/], [{ name: 'P', items: [{}] }, /The name of a quality of P/]] as const) {
    t.throws(() => readQualityProfile(json, []), { code: 'INVALID_PROFILE', message })
  }
  t.strictSame(profileOf({ formatItems: { Absent: 'some-id' } }).missingFormats, ['Absent'])
  t.strictSame(profileOf({ formatItems: [{ name: 'Good', score: 7 }] }, [formatOf('Good', [['ReleaseTitleSpecification', 'x']], 100)]).formats.map(({ score }) => score), [7], 'the programs\' own export')
})

t.test('all that the guides publish is read, and each of their profiles ranks', async (t) => {
  const folder = sharedData('ranking-trash')
  if (folder === undefined) return t.pass('not run: the shared profiles are not here')
  const json = (name: string) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as unknown
  const names = readdirSync(folder)
  const formats = names.filter((name) => name.includes('-cf-')).map((name) => readCustomFormat(json(name)))
  t.ok(formats.length > 200)
  for (const name of names.filter((each) => each.includes('quality-size'))) t.ok(readSizeRules(json(name)).size > 5, name)
  for (const name of names.filter((each) => each.includes('quality-profiles'))) {
    const profile = readQualityProfile(json(name), formats)
    t.equal(profile.app, name.split('-')[0], name)
    const [first] = rankReleases([offer('Film.2020.S01E01.German.DL.2160p.WEB-DL.H265-G'), offer('Film.2020.S01E01.German.DL.1080p.WEB-DL.H264-G'), offer('Film.2020.S01E01.HDCAM.x264-G')], wish(profile, { kind: profile.app === 'sonarr' ? 'tv' : 'movie' }))
    t.not(first!.quality, 'CAM', name)
  }
})

t.test('a pattern that would take years on a title refuses that release by name and holds up nothing: not the others, not the list', async (t) => {
  const endless = formatOf('Endless', [['ReleaseTitleSpecification', '^(\\w+\\.?)+$']], 50)
  const hostile = `${'Film.2020.1080p.BluRay.'.repeat(20)}x264!`
  const [good, bad] = rankReleases([offer(hostile), offer('Film.2020.1080p.BluRay.x264')], wish(profileOf({}, [endless])))
  t.match(good, { offer: { title: 'Film.2020.1080p.BluRay.x264' }, refusals: [], formats: [{ name: 'Endless', score: 50 }] })
  t.match(bad, { offer: { title: hostile }, formats: [] })
  t.ok(bad!.refusals.some(({ message }) => message === 'could not be judged: the custom format Endless takes too long on titles'))
  const all = rankReleases(Array.from({ length: 1_000 }, (_, i) => offer(`${hostile}${i}!`)), wish(profileOf({ forbidden: ['/^(\\w+\\.?)+$/'] })))
  t.ok(all.every(({ refusals }) => refusals.some((refusal) => /a word that Ours requires or forbids takes too long/.test(refusal.message))), 'after a few no more is tried')
})

t.test('work that ends is answered, what it throws is thrown, and what does not end is ended', async (t) => {
  t.equal(withinTime(60_000, () => 'done'), 'done')
  t.throws(() => withinTime(60_000, () => { throw new RangeError('mine') }), new RangeError('mine'))
  t.equal(withinTime(20, () => { for (;;); }), undefined)
})
