/** What was set last, between `max` and twice as many entries. In two generations: taking single entries out of a large Map is what costs. */

export interface Recent<Key, Value> {
  get(key: Key): Value | undefined
  set(key: Key, value: Value): void
}

export function recent<Key, Value>(max: number): Recent<Key, Value> {
  let young = new Map<Key, Value>()
  let old = young
  return {
    get: (key) => young.get(key) ?? old.get(key),
    set(key, value) {
      if (young.size >= max) {
        old = young
        young = new Map()
      }
      young.set(key, value)
    },
  }
}
