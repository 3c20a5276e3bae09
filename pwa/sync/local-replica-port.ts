/** What the engine, the sender and the screens' replica ask of the replica in memory. */

import type { Command } from '../../domain/command.ts'
import type { DomainEvent } from '../../domain/index.ts'
import type { CardRow } from '../../projections/cards.ts'
import type { Changes } from '../../projections/wire.ts'
import type { Taken } from '../replica.ts'
import type { Opening, PersonDatabase, SyncMark } from './database.ts'
import type { Picture } from './overlay.ts'
import type { Parcel, ParcelState } from './parcel.ts'

export type Deciding = typeof import('./after-rows.ts')

export interface LocalReplica {
  readonly picture: Picture
  /** The outbox. */
  readonly parcels: readonly Parcel[]
  readonly mark: SyncMark
  readonly ready: boolean
  /** What the shelves begin with, until all rows are read; undefined where that is not known. */
  readonly opening: Opening | undefined
  /** Of everything here, and of the library's rows and cards. */
  readonly versions: { readonly all: number; readonly shelf: number }
  /** What can be looked back at, oldest first, put together anew; undefined until the log has been read. */
  readonly log: readonly DomainEvent[] | undefined
  /** What commands are decided with; undefined until `load` has resolved. */
  readonly deciding: Deciding | undefined
  /** Reads what is stored; the rows are there long before the log is. */
  load(): Promise<void>
  /** Decides, keeps and shows. Resolves when the commands are on disk, in one transaction; what is refused is left out. */
  takeAll(wished: readonly Wished[]): Promise<readonly Taken[]>
  /** What the server sent, in one transaction with its cursor. `reset`: this is the beginning of everything anew. `more`: of many pages, which are shown in steps. */
  apply(page: Changes & { readonly cursor: string }, options?: { readonly reset?: boolean; readonly more?: boolean }): Promise<void>
  /** What became of parcels; undefined: done with. */
  settle(changes: ReadonlyMap<string, ParcelState | undefined>): Promise<void>
  /** The person has read why it was refused. Any tab may: it writes nothing else, being perhaps behind with the rest. */
  discard(commandId: string): Promise<void>
  /** Another tab wrote. */
  refresh(): Promise<void>
  saveSnapshot(): Promise<void>
  /** The database was taken away while this was open: goes on with a new one. What was not sent yet is kept there at once; the rest comes with the next pull. */
  moveTo(fresh: PersonDatabase): Promise<void>
  /** Something around it changed, and no row. */
  tell(): void
}

export interface Wished { readonly command: Command; readonly card: CardRow | null }
