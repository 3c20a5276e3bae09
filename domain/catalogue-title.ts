/** What an admin did to one title of the imported catalogue: stream `catalogue-<titleKey>`, for the audit. Nobody's library depends on it. */

import type { Decider } from './decider.ts'
import type { Fact, StreamName } from './event.ts'
import type { Infer, Schema } from './schema.ts'
import { object } from './schema.ts'
import type { TitleRef } from './title.ts'
import { titleKey, titleRef } from './title.ts'

// Events. These shapes are stored forever: to change one, raise its schema number and add an upcaster.
export type CatalogueTitleEvent =
  | Fact<'TitleImported', Record<string, never>>
  | Fact<'ImportedTitleDeleted', Record<string, never>>

// Commands. Only the server itself sends them, in the name of who asked. Runs import many titles, and say so in a stream of their own.
export const catalogueTitleCommands = {
  ImportTitle: object({ title: titleRef }),
  DeleteImportedTitle: object({ title: titleRef }),
} as const satisfies Record<string, Schema>
export type CatalogueTitleCommandData = { [T in keyof typeof catalogueTitleCommands]: Infer<(typeof catalogueTitleCommands)[T]> }
export type CatalogueTitleCommand = { [T in keyof CatalogueTitleCommandData]: { type: T; data: CatalogueTitleCommandData[T] } }[keyof CatalogueTitleCommandData]

export function catalogueTitleStream(title: TitleRef): StreamName {
  return `catalogue-${titleKey(title)}` as StreamName
}

export const catalogueTitleDecider: Decider<null, CatalogueTitleCommand, CatalogueTitleEvent> = {
  category: 'catalogue',
  initial: null,
  decide({ type }) {
    switch (type) {
      case 'ImportTitle': return [{ type: 'TitleImported', data: {} }]
      case 'DeleteImportedTitle': return [{ type: 'ImportedTitleDeleted', data: {} }]
    }
  },
  evolve: (state) => state,
}
