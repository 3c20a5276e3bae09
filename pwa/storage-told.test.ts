import t from '../test/support/tap.ts'
import { tellStorage } from './storage-told.ts'

/** Somebody whose page keeps everything in its own memory, with something unsent. */
function somebody() {
  const listeners = new Set<() => void>()
  return { listeners, link: { storage: 'page', unsent: 1 } as never, subscribe: (listen: () => void) => { listeners.add(listen); return () => void listeners.delete(listen) } }
}

const asks = () => !globalThis.dispatchEvent(new Event('beforeunload', { cancelable: true }))

t.test('a page is asked about before it is closed with something unsent, of who is here and of nobody else', async (t) => {
  const [ada, bob] = [somebody(), somebody()]
  t.equal(asks(), false)
  tellStorage(ada)
  t.equal(asks(), true)
  tellStorage(bob)
  t.same([ada.listeners.size, bob.listeners.size], [0, 1])
  tellStorage(null)
  t.same([asks(), bob.listeners.size], [false, 0], 'who has signed out leaves nothing behind that asks')
})
