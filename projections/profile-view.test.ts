/** Nothing private is ever seen. The rules' numbers are those of profile-view.ts. */

import fc from 'fast-check'
import { ROLES } from '../domain/command.ts'
import { PROFILE_PARTS, PROFILE_VISIBILITIES } from '../domain/profile-fields.ts'
import { VISIBILITIES } from '../domain/scales.ts'
import { ada, bob } from '../test/support/given.ts'
import { holds } from '../test/support/property.ts'
import t from '../test/support/tap.ts'
import type { LibraryRow } from './library.ts'
import type { ListRow } from './lists.ts'
import { listsSeen, nearnessOf, profileSeen, reviewsSeen, shows } from './profile-view.ts'

t.test('V1 V2 who sees a profile at all', async (t) => {
  const seenBy = (visibility: (typeof PROFILE_VISIBILITIES)[number], onlooker: Parameters<typeof nearnessOf>[1]) => profileSeen({ name: '', bio: '', shows: [], avatar: null, visibility }, nearnessOf(ada, onlooker)) !== undefined
  const everybody = [null, { userId: bob, role: 'guest' }, { userId: bob, role: 'viewer' }, { userId: bob, role: 'admin' }, { userId: ada, role: 'viewer' }] as const
  t.strictSame(everybody.map((onlooker) => seenBy('private', onlooker)), [false, false, false, false, true], 'not even an admin sees a private one')
  t.strictSame(everybody.map((onlooker) => seenBy('household', onlooker)), [false, false, true, true, true])
  t.strictSame(everybody.map((onlooker) => seenBy('public', onlooker)), [true, true, true, true, true])
  t.equal(profileSeen(undefined, 'household'), undefined, 'who has said nothing shows nothing')
  t.strictSame(PROFILE_PARTS.map((part) => shows({ name: '', bio: '', shows: ['lists'], avatar: null, visibility: 'public' }, part)), [false, false, false, true, false], 'V3')
})

t.test('V4 V5 reviews and lists', async (t) => {
  const anyOnlooker = fc.option(fc.record({ userId: fc.constantFrom(ada, bob), role: fc.constantFrom(...ROLES) }))
  const review = (visibility: (typeof VISIBILITIES)[number]) => ({ review: { score: 5, text: visibility, visibility, spoiler: false, writtenAt: '2026-01-01T00:00:00.000Z' } }) as LibraryRow
  await holds(t, 'what is private is never seen', 200, [anyOnlooker, fc.array(fc.constantFrom(...VISIBILITIES))], (onlooker, written) => {
    const nearness = nearnessOf(ada, onlooker)
    const seen = reviewsSeen([...written.map(review), { review: null } as LibraryRow], nearness).map((row) => row.review.visibility)
    if (seen.includes('private')) throw new Error('a private review is seen')
    if (nearness === 'stranger' && seen.includes('friends')) throw new Error('a stranger sees what is for friends')
    if (seen.filter((each) => each === 'public').length !== written.filter((each) => each === 'public').length) throw new Error('a public review is missing')
  })
  const list = (about: Partial<ListRow>) => ({ ownerId: ada, visibility: 'public', deletedAt: null, ...about }) as ListRow
  t.strictSame(listsSeen([list({ key: 'a' }), list({ visibility: 'unlisted' }), list({ visibility: 'private' }), list({ ownerId: bob }), list({ deletedAt: 'x' })], ada).map(({ key }) => key), ['a'])
})
