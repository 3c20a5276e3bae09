/** Of a list of any length only what is in sight is drawn. */

import { html } from 'lit'
import { virtualize } from '@lit-labs/virtualizer/virtualize.js'
import type { VirtualizeDirectiveConfig } from '@lit-labs/virtualizer/virtualize.js'

type Config<Item> = VirtualizeDirectiveConfig<Item>

interface Wanted<Item> extends Pick<Config<Item>, 'layout'> {
  /** Undefined: has a place, and is not known yet. */
  readonly items: readonly (Item | undefined)[]
  readonly keyFunction: NonNullable<Config<Item>['keyFunction']>
  readonly renderItem: NonNullable<Config<Item>['renderItem']>
}

/** Of a list that has become shorter, `virtualize` draws what was in sight once more before it measures: places with nothing in them. */
export function virtualItems<Item>({ items, keyFunction, renderItem, ...others }: Wanted<Item>) {
  return virtualize<Item | undefined>({
    ...others, items: items as (Item | undefined)[],
    keyFunction: (item, index) => item === undefined ? index : keyFunction(item, index),
    renderItem: (item, index) => item === undefined ? html`` : renderItem(item, index),
  })
}
