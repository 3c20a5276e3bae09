import { ok } from 'node:assert/strict'
import fc from 'fast-check'
import { arbitraryOf, holds } from '../test/support/property.ts'
import t from '../test/support/tap.ts'
import type { Placed } from './by-order.ts'
import { byOrder } from './by-order.ts'
import { isOrderKey, orderKey, orderKeyBetween, placeAt, placeAtEnd } from './order-key.ts'

/** A list that things are put into, each right after the one at a place of it (-1: at the start). */
function listOf(places: readonly number[]): readonly Placed[] {
  let list: readonly Placed[] = []
  for (const [i, place] of places.entries()) {
    const after = list.length === 0 ? -1 : place % (list.length + 1) - 1
    list = put(list, `n${i}`, orderKeyBetween(list[after]?.orderKey ?? null, list[after + 1]?.orderKey ?? null), after)
  }
  return list
}

function put(list: readonly Placed[], name: string, wanted: string, after: number): readonly Placed[] {
  const place = placeAt(wanted, list)
  ok(place, 'there is room')
  const moved = new Map(place.moved.map((other) => [other.name, other.orderKey]))
  const next = [...list.map((other) => ({ ...other, orderKey: moved.get(other.name) ?? other.orderKey })), { name, orderKey: place.orderKey }].sort(byOrder)
  ok(next.every(({ orderKey }) => orderKey.length <= 64), 'keys stay short')
  ok(new Set(next.map(({ orderKey }) => orderKey)).size === next.length, 'no two have one key')
  ok(next.filter((other) => other.name !== name).every((other, i) => other.name === list[i]!.name), 'the others keep their order')
  ok(next[after + 1]!.name === name, 'it is where it was wanted')
  return next
}

t.test('places', async (t) => {
  await holds(t, 'there is always room between any two', 100, [fc.array(fc.nat(30), { maxLength: 60 })], (places) => void listOf(places))
  t.test('at one spot a thousand times: the neighbours move over now and then', async () => {
    listOf(Array.from({ length: 1_000 }, () => 1))
    listOf(Array.from({ length: 1_000 }, () => 0))
  })
  t.test('that are taken already: the later one comes right after, on every device that knows both', async (t) => {
    const list = listOf([0, 1])
    const wanted = orderKeyBetween(list[0]!.orderKey, list[1]!.orderKey)
    const both = put(put(list, 'first', wanted, 0), 'second', wanted, 1)
    t.strictSame(both.map(({ name }) => name), ['n0', 'first', 'second', 'n1'])
  })
  t.test('at the end', async (t) => {
    t.strictSame(placeAtEnd([]), { orderKey: 'a0', moved: [] })
    t.strictSame(placeAtEnd([{ name: 'x', orderKey: 'a0' }]), { orderKey: 'a1', moved: [] })
    t.strictSame(placeAtEnd([{ name: 'x', orderKey: `o${'z'.repeat(15)}` }])?.moved.length, 1, 'beyond the last integer')
  })
  await holds(t, 'whatever a device asks for, there is a place or a no', 200, [fc.array(arbitraryOf(orderKey), { maxLength: 30 })], (keys) => {
    let list: readonly Placed[] = []
    for (const [i, wanted] of (keys as string[]).filter(isOrderKey).entries()) {
      const place = placeAt(wanted, list)
      if (!place) continue
      ok(isOrderKey(place.orderKey))
      list = [...list.map((other) => place.moved.find(({ name }) => name === other.name) ?? other), { name: `n${i}`, orderKey: place.orderKey }].sort(byOrder)
      ok(new Set(list.map(({ orderKey }) => orderKey)).size === list.length)
    }
  })
  t.test('what is no key', async (t) => {
    for (const key of ['', 'a', 'a00', 'zz', 'A00000000000000000000000000', 'b1', 'a0!', `a0${'1'.repeat(127)}`]) t.equal(isOrderKey(key), false, key)
    for (const key of ['a0', 'Zz', 'b10', 'a0V', `a0${'1'.repeat(126)}`]) t.equal(isOrderKey(key), true, key)
  })
})
