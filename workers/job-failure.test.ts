import { ObjectStoreError } from '../server/object-store/object-store.ts'
import t from '../test/support/tap.ts'
import { ArchiveError } from './archives/archive-error.ts'
import { failureOf } from './job-failure.ts'
import { MediaError } from './media/media-error.ts'
import { Par2Error } from './par2/par2-error.ts'
import { NzbError } from './usenet/nzb.ts'

t.test('each failure is told by a code with its values, and in English as exactly as it was found', async (t) => {
  const lacking = new Par2Error('NOT_ENOUGH_BLOCKS', '9 blocks are lacking and 4 recovery blocks are there: 5 more are needed', { blocks: { needed: 9, available: 4 } })
  const cases = [
    [new ArchiveError('DAMAGED', 'film.r03 ends within a header'), 'JOB_NO_UNPACKING', { told: { code: 'ARCHIVE_DAMAGED' } }, 'The release cannot be unpacked: film.r03 ends within a header.'],
    [lacking, 'JOB_NO_REPAIR', { told: { code: 'PAR2_BLOCKS_LACKING', values: { needed: 9, available: 4, more: 5 } } }, `This release cannot be repaired. ${lacking.message}.`],
    [new Par2Error('PAR1', 'Only PAR 1.0'), 'JOB_NO_REPAIR', { told: { code: 'PAR2_PAR1' } }, 'This release cannot be repaired. Only PAR 1.0.'],
    [new NzbError('NO_FILES', 'The NZB lists no files'), 'JOB_NZB', { told: { code: 'NZB_NO_FILES' } }, 'The NZB lists no files.'],
    [new MediaError('TRUNCATED', 'Of 90 seconds only 3 could be read.'), 'MEDIA_TRUNCATED', {}, 'Of 90 seconds only 3 could be read.'],
    [new ObjectStoreError('STORAGE_FULL', 'The bucket is full'), 'JOB_NOT_STORED', { told: { code: 'STORE_STORAGE_FULL' } }, 'The film could not be stored: The bucket is full.'],
    [Object.assign(new Error(), { code: 'EIO' }), 'JOB_DISK', { answer: 'EIO' }, 'The disk answered EIO.'],
  ] as const
  for (const [error, code, values, message] of cases) t.match(failureOf(error)?.said, { code, values, message })
  t.equal(failureOf(new TypeError('a bug')), undefined)
})
