import t from '../../test/support/tap.ts'
import { limits } from '../../server/limits.ts'
import { BLOCKS_MAX } from '../par2/gf16.ts'
import type { NzbFile } from './nzb.ts'
import { planDownload } from './plan-download.ts'
import { damagedBlocks, recoveryIn, repairableArticles, sampleArticles, sampleIsBeyondRepair } from './recovery.ts'

function posted(name: string | null, articles: number, articleBytes = 1_032): NzbFile {
  const segments = Array.from({ length: articles }, (_, index) => ({ messageId: `${name}-${index}@x`, number: index + 1, sizeBytes: articleBytes }))
  return { name, subject: '', postedAt: null, groups: [], missingSegments: 0, sizeBytes: articles * articleBytes, segments }
}
const planOf = (...files: NzbFile[]) => planDownload({ files, meta: {}, passwords: [] })
/** A volume of so many blocks, of so many bytes each. */
const volume = (blocks: number, blockBytes: number) => posted(`f.vol0+${blocks}.par2`, 1, Math.round(blocks * (blockBytes + 68) * 1.032))

t.test('blocks are what the names promise, their size what the largest volume gives away', (t) => {
  const { blocks, blockBytes } = recoveryIn(planOf(posted('f.mkv', 9), volume(1, 5_000), { ...volume(20, 5_000), name: 'f.vol1+20.par2' }).files)
  t.equal(blocks, 21)
  t.ok(Math.abs(blockBytes - 5_000) < 5)
  t.same(recoveryIn(planOf(posted('f.mkv', 9)).files), { blocks: 0, blockBytes: 0 })
  t.equal(recoveryIn(planOf(posted('f.mkv', 9), posted('f.par2', 5, 1_000_000)).files).blocks, 5, 'a volume that does not say repairs as much as it is')
  t.equal(recoveryIn(planOf(posted('a1b2', 50), posted('c3d4', 50)).files).blocks, 15, 'where no name says anything, some of it may be recovery data')
  t.equal(recoveryIn(planOf(posted('a1b2', 50)).files).blocks, 0, 'but not where there is one file')
  t.end()
})

t.test('missing articles damage the blocks they lie in, neighbours the same', (t) => {
  const small = planOf(posted('f.mkv', 40), volume(8, 5_000)), recovery = recoveryIn(small.files)
  t.equal(damagedBlocks(small, recovery, []), 0)
  t.equal(damagedBlocks(small, recovery, [0, 1, 2, 3]), 1, 'articles of 1,000 bytes in one block of 5,000')
  t.equal(damagedBlocks(small, recovery, [0, 10, 20, 30]), 4)
  const large = planOf(posted('f.mkv', 40), volume(8, 250))
  t.equal(damagedBlocks(large, recoveryIn(large.files), [4]), 3, 'whole blocks of 250 within an article of 1,000; the size is an estimate, so one less than there are')
  const two = planOf(posted('f.r00', 10), posted('f.r01', 10), posted('f.nfo', 3), volume(8, 5_000))
  t.equal(damagedBlocks(two, recoveryIn(two.files), [0, 10, 20]), 2, 'files share no block, and what lies beside does not count')
  const none = planOf(posted('f.mkv', 9))
  t.equal(damagedBlocks(none, recoveryIn(none.files), [1, 2]), 2)
  t.ok(Math.abs(repairableArticles(small, recovery) - 40) < 1, 'eight blocks of five articles')
  t.end()
})

t.test('what a name promises costs nothing: no set has blocks of a byte', (t) => {
  const hostile = planOf(posted('f.mkv', 200, 8_000_000), { ...volume(1, 1), name: 'f.vol0+999999.par2', sizeBytes: 80_000_000 })
  const recovery = recoveryIn(hostile.files)
  t.ok(damagedBlocks(hostile, recovery, Array.from({ length: 200 }, (_, article) => article)) <= BLOCKS_MAX)
  t.end()
})

t.test('a sample has the ends of each file and some between, and no more than is bounded', (t) => {
  const plan = planOf(posted('f.r00', 500), posted('f.r01', 500), posted('f.par2', 3), posted('f.nfo', 1))
  const sample = sampleArticles(plan, () => false)
  const first = plan.files.find(({ name }) => name === 'f.r00')!.firstArticle
  t.ok([first, first + 499, first + 500, first + 999].every((end) => sample.includes(end)))
  t.ok(sample.length <= limits.sampledArticlesMax && sample.length > limits.sampledArticlesMax / 2)
  t.ok(sample.every((article) => article >= first && article < first + 1_000), 'of the content alone')
  t.same(sampleArticles(plan, (article) => article !== first + 7), [], 'what little is lacking is simply fetched')
  const many = planOf(...Array.from({ length: 300 }, (_, index) => posted(`f.part${index}.rar`, 2)))
  t.ok(sampleArticles(many, () => false).length <= limits.sampledArticlesMax)
  t.end()
})

t.test('a sample condemns a release only when it surely cannot be repaired', (t) => {
  const of = (missing: number, repairable: number) => sampleIsBeyondRepair({ sampled: 64, missing, articles: 10_000, repairable })
  t.notOk(of(0, 0))
  t.notOk(of(1, 500), 'one of 64 may be chance')
  t.notOk(of(6, 1_000), 'about as much as can be repaired')
  t.ok(of(20, 1_000))
  t.ok(of(64, 1_000))
  t.ok(of(64, 8_000))
  t.end()
})
