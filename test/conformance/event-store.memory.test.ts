import { createMemoryEventStore, createMemoryHistory } from '../../server/event-store/memory.ts'
import { realSystem } from '../../server/system.ts'
import t from '../support/tap.ts'
import { describeEventStore } from './event-store.ts'

t.test('the store in memory keeps the rules', async (t) => {
  describeEventStore(t, async () => {
    const history = createMemoryHistory()
    const store = createMemoryEventStore({ system: realSystem, history })
    return {
      store,
      another: createMemoryEventStore({ system: realSystem, history }),
      async reopen() {
        await store.close()
        return createMemoryEventStore({ system: realSystem, history })
      },
      disturb: async () => {},
    }
  })
})
