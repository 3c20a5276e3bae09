import type { EventStore } from '../../server/event-store/event-store.ts'
import { createKurrentdbEventStore } from '../../server/event-store/kurrentdb.ts'
import { silentLog } from '../../server/log.ts'
import { realSystem } from '../../server/system.ts'
import { createCounter } from '../support/counted-store.ts'
import { startKurrentdbDouble } from '../support/kurrentdb-double.ts'
import type { Test } from '../support/tap.ts'
import t from '../support/tap.ts'
import { describeEventStore } from './event-store.ts'

/** Two stores for all tests, as connecting takes long; what one test has written is before the beginning of the next. */
function describeAt(t: Test, url: string, disturb: () => Promise<void>): void {
  const create = () => createKurrentdbEventStore({ url, system: realSystem, log: silentLog })
  let first: EventStore = create()
  const second = create()
  t.teardown(() => Promise.all([first.close(), second.close()]))
  describeEventStore(t, async () => {
    const { counted } = await createCounter(second)
    return {
      store: counted(first),
      another: counted(second),
      async reopen() {
        await first.close()
        first = create()
        return counted(first)
      },
      disturb,
    }
  })
}

t.test('the store on a double of KurrentDB keeps the rules', async (t) => {
  const double = await startKurrentdbDouble()
  t.teardown(double.stop)
  describeAt(t, `kurrentdb://127.0.0.1:${double.port}?tls=false`, async () => double.network.cut())
})

const { KURRENTDB_URL } = process.env
if (KURRENTDB_URL) {
  t.test('the store on a real KurrentDB keeps the rules', async (t) => {
    // Nobody can cut its connections from here: that is tried on the double.
    describeAt(t, KURRENTDB_URL, async () => {})
  })
}
