/** Which titles of a shelf are selected, and from where a range is drawn. Pure: each step gives a new selection. */

export interface Selection {
  readonly keys: ReadonlySet<string>
  /** Where the next range begins. */
  readonly anchor: string | null
}

export const NOTHING_SELECTED: Selection = { keys: new Set(), anchor: null }

/** What a row carries: its own key, or those of all that it stands for. */
export const rowKey = (keys: readonly string[]): string => keys.join('\n')
export const keysOf = (row: string): readonly string[] => row.split('\n')

export function toggle({ keys }: Selection, key: string): Selection {
  const next = new Set(keys)
  if (!next.delete(key)) next.add(key)
  return { keys: next, anchor: key }
}

/** As a whole: all of them, unless all are selected already. */
export function toggleAll({ keys }: Selection, those: readonly string[]): Selection {
  const next = new Set(keys)
  const all = those.every((key) => next.has(key))
  for (const key of those) if (all) next.delete(key); else next.add(key)
  return { keys: next, anchor: those.at(-1) ?? null }
}

/** Everything between the anchor and `key` in the order of the shelf, besides what is selected already. */
export function extend(selection: Selection, key: string, order: readonly string[]): Selection {
  const [from, to] = [order.indexOf(selection.anchor ?? key), order.indexOf(key)]
  if (from === -1 || to === -1) return toggle(selection, key)
  return { keys: new Set([...selection.keys, ...order.slice(Math.min(from, to), Math.max(from, to) + 1)]), anchor: selection.anchor ?? key }
}

export function selectAll(order: readonly string[]): Selection {
  return { keys: new Set(order), anchor: order[0] ?? null }
}

/** Without what is not on the shelf any more. */
export function remaining(selection: Selection, order: readonly string[]): Selection {
  if (selection.keys.size === 0) return selection
  const there = new Set(order)
  const keys = [...selection.keys].filter((key) => there.has(key))
  return keys.length === selection.keys.size ? selection : { keys: new Set(keys), anchor: selection.anchor !== null && there.has(selection.anchor) ? selection.anchor : null }
}
