/** One address, one account. */

import { ada, bob, given } from '../test/support/given.ts'
import t from '../test/support/tap.ts'
import { emailAddressDecider } from './email-address.ts'

const emailHash = 'ab'.repeat(32)
const byWorker = { as: 'worker' } as const

t.test('an address is of whoever has it until they let it go', async (t) => {
  const reserved = given(t, emailAddressDecider).done('ReserveEmail', { emailHash, userId: ada }, byWorker)
  reserved.when('ReserveEmail', { emailHash, userId: ada }, byWorker).then()
  reserved.when('ReserveEmail', { emailHash, userId: bob }, byWorker).thenRefused('EMAIL_TAKEN')
  reserved.when('ReleaseEmail', { emailHash, userId: bob }, byWorker).then()
  reserved.when('ReleaseEmail', { emailHash, userId: ada }, byWorker).then({ type: 'EmailReleased', data: { userId: ada } })
  reserved.done('ReleaseEmail', { emailHash, userId: ada }, byWorker).when('ReserveEmail', { emailHash, userId: bob }, byWorker).then({ type: 'EmailReserved', data: { userId: bob } })
})
