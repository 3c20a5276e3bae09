/** In the order of the keys; where two are the same, in that of their names. */
export function byOrder(a: Placed, b: Placed): number {
  return compare(a.orderKey, b.orderKey) || compare(a.name, b.name)
}

export interface Placed { readonly name: string; readonly orderKey: string }

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
