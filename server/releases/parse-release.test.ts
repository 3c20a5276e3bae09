import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import process from 'node:process'
import fc from 'fast-check'
import { holds } from '../../test/support/property.ts'
import { sharedData } from '../../test/support/shared-data.ts'
import type { ScoredRow } from '../../test/support/score-releases.ts'
import { scoreRows } from '../../test/support/score-releases.ts'
import t from '../../test/support/tap.ts'
import type { ParseOptions } from './parse-release.ts'
import { parseRelease } from './parse-release.ts'

/** What is reached; it may only rise. */
const LEAST_RIGHT = 0.974
const MOST_MS = 20

/** What patterns look for, and what they may stumble over. */
const PIECES = [
  'a', '-', '.', ' ', '_', '[', ']', '(', ')', '1', '0', 'S01', 'E', 'x', '1080', 'p', 'sub', ' / ', '+', '2020', 'DTS', '\u0000', '\ud800', '影', 'é', '~', '&', 'ep', ', 1', '-01', 'E02', '1-', 'www.', '.com',
  'season ', 'German ', 'a.k.a ', '[A] ', ' - 05', '(2010)', '<', ' | ', '-x02-', '6-', '1of2', 'Blm', ' (', 'Ger.', 'Eng}', 'vs ', 'series ', '(S1E1) / ', 'Mar ', ' Part I',
]

/** The time of one parse; tried again when it is long, since another process may have had the processor. */
function parseMs(title: string, options: ParseOptions): number {
  let leastMs = Infinity
  for (let attempt = 0; attempt < 12 && leastMs >= MOST_MS; attempt++) {
    const startedMs = performance.now()
    parseRelease(title, options)
    leastMs = Math.min(leastMs, performance.now() - startedMs)
  }
  return leastMs
}

t.test('titles that other projects test with are read as they assert', (t) => {
  const folder = sharedData('release-titles')
  if (folder === undefined) {
    t.pass('not run: the shared release titles are not here')
    return t.end()
  }
  const rows = readFileSync(join(folder, 'titles.jsonl'), 'utf8').trim().split('\n').map((line) => JSON.parse(line) as ScoredRow)
  const worstMs = Math.max(...rows.map(({ title, kind }) => parseMs(title, { kind })))
  const { sure, doubtful, refused, fields, misses } = scoreRows(rows)
  const share = ({ right, asked }: { right: number, asked: number }) => `${right} of ${asked} (${(100 * right / asked).toFixed(1)} %)`
  t.comment(`sure: ${share(sure)}; disputed or inferred: ${share(doubtful)}; refused: ${share(refused)}; the slowest took ${worstMs.toFixed(1)} ms`)
  for (const [field, tally] of Object.entries(fields).sort(([, a], [, b]) => b.asked - a.asked)) t.comment(`${field}: ${share(tally)}`)
  if (process.env['REWIND_SHOW_MISSES']) for (const miss of misses) t.comment(miss)
  t.ok(sure.right / sure.asked >= LEAST_RIGHT, `at least ${100 * LEAST_RIGHT} % of what is undisputed`)
  t.equal(refused.right, refused.asked, 'everything that must be refused is')
  t.ok(worstMs < MOST_MS, `no title takes over ${MOST_MS} ms`)
  t.end()
})

t.test('titles made up for each way of naming are read whole', (t) => {
  const rows = readFileSync(join(import.meta.dirname, 'made-up-titles.jsonl'), 'utf8').trim().split('\n').map((line) => ({ source: 'ours', ...JSON.parse(line) as Omit<ScoredRow, 'source'> }))
  const { sure, refused, misses } = scoreRows(rows)
  t.comment(`${rows.length} titles, ${sure.asked + refused.asked} fields`)
  t.strictSame(misses, [])
  t.end()
})

t.test('a film release tells its name, its year and how it was made', (t) => {
  const parsed = parseRelease('The.Wages.of.Fear.1953.REPACK.2160p.UHD.BluRay.REMUX.DV.HDR10.HEVC.DTS-HD.MA.5.1-GRP.mkv', { kind: 'movie' })
  t.match(parsed, {
    parsed: true, name: 'The Wages of Fear', year: 1953, resolution: '2160p', source: 'bluray', modifier: 'remux', videoCodec: 'h265', bitDepth: 10, hdr: ['DV', 'HDR'],
    audio: ['dts-hd'], channels: ['5.1'], group: 'GRP', container: 'mkv', revision: { version: 2, repack: true }, threeD: null, hardcodedSubs: false,
  })
  t.end()
})

t.test('words of a name are no tags', (t) => {
  const cases = [
    ['The.Cam.1999.1080p.WEB-DL.x264-GRP', 'The Cam', 1999, 'webdl'], ['TS.Eliot.1994.720p.BluRay.x264-GRP', 'TS Eliot', 1994, 'bluray'],
    ['The.German.Doctor.2013.DVDRip.x264-GRP', 'The German Doctor', 2013, 'dvd'], ['2012.2009.1080p.BluRay.x264-GRP', '2012', 2009, 'bluray'],
    ['Blade.Runner.2049.2017.2160p.WEB-DL-GRP', 'Blade Runner 2049', 2017, 'webdl'], ['Charlottes.Web.2006.1080p.BluRay.x264-GRP', 'Charlottes Web', 2006, 'bluray'],
  ] as const
  for (const [title, name, year, source] of cases) {
    const parsed = parseRelease(title, { kind: 'movie' })
    t.strictSame([parsed.name, parsed.year, parsed.source], [name, year, source], title)
  }
  t.end()
})

t.test('recordings of poor origin are told whatever else a title boasts', (t) => {
  for (const [title, source] of [
    ['Film.2020.HDCAM.1080p.x264-G', 'cam'], ['Film.2020.1080p.HD-TS.x264-G', 'telesync'], ['Film.2020.HDTC.1080p-G', 'telecine'], ['Film.2020.DVDSCR.x264-G', 'screener'],
    ['Film 2020 WORKPRINT XviD-G', 'workprint'], ['Film.2020.CAM.WEB-DL.1080p-G', 'cam'], ['Film.2020.PreDVDRip.x264-G', 'telesync'],
  ] as const) t.equal(parseRelease(title, { kind: 'movie' }).source, source, title)
  t.end()
})

t.test('series notations', (t) => {
  for (const [title, seasons, episodes] of [
    ['Show.S01E02.720p.HDTV.x264-G', [1], [2]], ['Show.S01E02E03.720p-G', [1], [2, 3]], ['Show.S01E02-E04.720p-G', [1], [2, 3, 4]], ['Show.3x05.720p-G', [3], [5]],
    ['Show.Season.2.Complete.1080p-G', [2], []], ['Show.S01-S03.1080p-G', [1, 2, 3], []], ['[Grp] Show - 12 [1080p].mkv', [], [12]],
  ] as const) {
    const { numbering } = parseRelease(title, { kind: 'tv' })
    t.strictSame([numbering.seasons, numbering.episodes], [seasons, episodes], title)
  }
  t.equal(parseRelease('Show.2020.02.14.720p.WEB.x264-G', { kind: 'tv' }).numbering.airDate, '2020-02-14')
  t.end()
})

t.test('what is told in unusual places', (t) => {
  const cases: readonly (readonly [string, ParseOptions['kind'], object])[] = [
    ['Show (2010) - S01E02 - Title', 'tv', { name: 'Show (2010)', alternativeNames: ['Show'], year: 2010, episodeTitle: 'Title' }],
    ['2009.old.film.name.multi.dvd5.pal', 'movie', { name: 'old film name', year: 2009 }], ['Nom du Film (The Other Name) 2011 DVDRip', 'movie', { name: 'Nom du Film', alternativeNames: ['The Other Name'] }],
    ['[Grp] 12 - Show Name [BD][720p].mkv', 'tv', { name: 'Show Name', source: 'bluray', numbering: { episodes: [12] } }], ['003. Show - Title.avi', 'tv', { name: 'Show', episodeTitle: 'Title' }],
    ['Имя (S2E1) / Name (S2E1) (2023) WEB-DL', 'tv', { name: 'Name', alternativeNames: ['Имя'] }], ['[Grp][影之名][Show Name][04][1080p]', 'tv', { name: 'Show Name', group: 'Grp' }],
    ['[Grp] Show - 100 Roads - 01 (1080p).mkv', 'tv', { name: 'Show - 100 Roads', numbering: { absolute: [1] } }], ['[Grp] Show - 07.5 (S00E01) [BD].mkv', 'tv', { name: 'Show', numbering: { seasons: [0], between: [7.5] } }],
    ['Show.S01E05.Title.16-Feb-2017.720p', 'tv', { numbering: { seasons: [1], episodes: [5], airDate: '2017-02-16' } }], ['Show.2008x12.13-Title', 'tv', { numbering: { airDate: '2008-12-13', seasons: [] } }],
    ['The Show 10-19-12.mp4', 'tv', { numbering: { airDate: '2012-10-19' } }], ['Show S01 S04 1080p', 'tv', { numbering: { seasons: [1, 2, 3, 4] } }], ['Show Saison sept FRENCH BDRip', 'tv', { numbering: { seasons: [7] } }],
    ['Film.2020.1080p.BluRay.En.Fr.Sp.Pt-G', 'movie', { languages: { audio: ['en', 'fr', 'es', 'pt'] } }], ['Show.S01E01.Ger.Eng.Fre.Sub.1080p.WEB-G', 'tv', { languages: { audio: [], subtitles: ['de', 'en', 'fr'] } }],
    ['Film 2020 S Print x264', 'movie', { source: 'cam' }], ['Sprint.2020.WEB-DL-G', 'movie', { source: 'webdl' }], ['Fight.158.One.vs.Other.WEB.x264-G', 'any', { name: 'Fight 158 One vs Other', numbering: { seasons: [] } }],
    ['Show.S01E01E02E03.720p', 'tv', { numbering: { episodes: [1, 2, 3] } }], ['[Grp] Show 7th Season - 05 [1080p][ENG][POR-BR]', 'tv', { group: 'Grp', numbering: { seasons: [7], episodes: [5] } }],
    ['Show Season 1-3', 'tv', { numbering: { seasons: [1, 2, 3] } }], ['Show.S01E01.SWEDiSH', 'tv', { episodeTitle: null, languages: { audio: ['sv'] } }], ['[Grp] Show OVA - Title [1080p]', 'tv', { parsed: true, name: 'Show' }],
    ['Film.2019.TS', 'movie', { source: 'telesync', container: null }], ['Film.2019.R5.XviD-G', 'movie', { source: 'dvd', modifier: 'regional' }], ['Film.2019.EAC3.5.1.1080p.1.46GB', 'movie', { channels: ['5.1'], size: '1.46GB' }],
    ['Film (2019) [1080p] [WEBRip] [5.1] [YTS.MX]', 'movie', { name: 'Film', group: 'YTS.MX', channels: ['5.1'] }],
    ['Film (2019) [Castellano]', 'movie', { group: null, languages: { audio: ['es'] } }], ['Show.S01E02.HDTV.x264-G-1', 'tv', { group: 'G' }],
    ['Show Title 001-003 [BD 1080p]', 'tv', { numbering: { absolute: [1, 2, 3] } }], ['[Grp] Show - 01-03 Batch (1080p)', 'tv', { numbering: { episodes: [1, 2, 3] } }], ['Show March 5 2019', 'tv', { numbering: { airDate: '2019-03-05' } }],
    ['Show.2019.Mar.05.720p', 'tv', { numbering: { airDate: '2019-03-05' } }], ['Show S21 1000', 'tv', { name: 'Show S21', fullSeason: false, numbering: { absolute: [1000] } }], ['24 7 Series Part 02 720p HDTV', 'tv', { name: '24 7 Series', numbering: { episodes: [2] } }],
    ['Show Sezon 1 69. Blm', 'tv', { numbering: { seasons: [1], episodes: [69] } }], ['Film Part III', 'movie', { name: 'Film', alternativeNames: ['Film Part III'] }], ['Film Part III 2019', 'movie', { name: 'Film Part III' }], ['Film (2019) [1080p][ES-EN]', 'movie', { group: null }],
  ]
  for (const [title, kind, wanted] of cases) t.match(parseRelease(title, { kind: kind! }), wanted, title)
  t.end()
})

t.test('no input breaks it or holds it up', (t) => {
  let worstMs = 0
  for (const one of PIECES) {
    for (const other of PIECES) {
      for (const text of [(one + other).repeat(50_000), `Film ${(one + other).repeat(300)} 2020`, `S01E01${(one + other).repeat(300)}`]) {
        worstMs = Math.max(worstMs, parseMs(text, { kind: 'tv', input: one === '.' ? 'path' : 'title' }))
      }
    }
  }
  t.comment(`the slowest took ${worstMs.toFixed(1)} ms`)
  t.ok(worstMs < MOST_MS, `none takes over ${MOST_MS} ms, the slowest ${worstMs.toFixed(1)}`)
  t.end()
})

t.test('names made up of what patterns look for', async (t) => {
  const piece = fc.oneof(fc.constantFrom(...PIECES), fc.constantFrom(...PIECES).map((text) => text.repeat(40)), fc.string({ unit: 'binary', maxLength: 12 }))
  const name = fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join(''))
  await holds(t, `whoever makes up a name, it is read in under ${MOST_MS} ms`, 400, [name, fc.constantFrom<ParseOptions>({ kind: 'movie' }, { kind: 'tv', input: 'path' }, { kind: 'any' })], (title, options) => {
    const ms = parseMs(title, options)
    if (ms >= MOST_MS) throw new Error(`${ms.toFixed(1)} ms`)
  })
  t.end()
})
