import t from '../../test/support/tap.ts'
import { limits } from '../limits.ts'
import { lru } from './lru.ts'

t.test('memory holds what was used last, up to its bytes, keys and places counted', async (t) => {
  const place = limits.catalogueMemoryEntryBytes + 2
  const memory = lru<string>(3 * (place + 30) + 9)
  for (const key of ['a', 'b', 'c']) memory.set(key, key, 30)
  memory.get('a')
  memory.set('d', 'd', 30)
  t.strictSame(['a', 'b', 'c', 'd'].map((key) => memory.get(key)), ['a', undefined, 'c', 'd'])
  t.equal(memory.sizeBytes, 3 * (place + 30))
  memory.set('huge', 'huge', 3 * (place + 30))
  t.strictSame([memory.get('huge'), memory.sizeBytes, memory.count], [undefined, 3 * (place + 30), 3])
  memory.set('a', 'larger', 39)
  t.equal(memory.sizeBytes, 3 * (place + 30) + 9)
  memory.dropWhere((key) => key !== 'c')
  t.strictSame([memory.get('a'), memory.get('c'), memory.sizeBytes, memory.count], [undefined, 'c', place + 30, 1])
})
