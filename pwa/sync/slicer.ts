/** Work on many things, in slices between which the page draws and answers. */

import type { Environment } from './environment.ts'
import { limits } from './limits.ts'

export type Slicer = <Item>(items: readonly Item[], each: (item: Item) => void) => Promise<void>

export function slicer(breathe: Environment['breathe']): Slicer {
  return async (items, each) => {
    for (const [i, item] of items.entries()) {
      if (i % limits.sliceItems === 0) await breathe()
      each(item)
    }
  }
}
