/** What pictures look like from afar, known since each was first shown: for the place where it is about to appear. */

import { sql } from 'kysely'
import type { Database } from '../db/database.ts'
import { limits } from '../limits.ts'
import type { Log } from '../log.ts'

export interface PictureColours {
  /** `#rrggbb` by TMDB's path, of those that are known. Never throws: a place without its colour is none the worse. */
  of(paths: readonly string[]): Promise<ReadonlyMap<string, string>>
  /** Never throws either. */
  note(path: string, colour: string): Promise<void>
}

export function pictureColoursIn({ kysely: db }: Pick<Database, 'kysely'>, log: Log): PictureColours {
  /** Null: the table has none. The first in are the first out. */
  const memory = new Map<string, string | null>()

  function remember(path: string, colour: string | null): void {
    memory.set(path, colour)
    if (memory.size > limits.pictureColoursMax) memory.delete(memory.keys().next().value!)
  }

  async function look(paths: readonly string[]): Promise<void> {
    try {
      const rows = await db.selectFrom('pictureColours').selectAll().where('path', '=', sql<string>`any(${paths}::text[])`).execute()
      const found = new Map(rows.map(({ path, colour }) => [path, colour]))
      // One may have been noted while we looked.
      for (const path of paths) if (!memory.get(path)) remember(path, found.get(path) ?? null)
    } catch (error) {
      log.warn({ err: error }, 'the colours of pictures could not be looked up')
    }
  }

  return {
    async of(paths) {
      const unknown = [...new Set(paths)].filter((path) => !memory.has(path))
      if (unknown.length > 0) await look(unknown)
      return new Map(paths.flatMap((path) => {
        const colour = memory.get(path)
        return colour ? [[path, colour] as const] : []
      }))
    },
    async note(path, colour) {
      if (memory.get(path)) return
      remember(path, colour)
      await db.insertInto('pictureColours').values({ path, colour }).onConflict((conflict) => conflict.column('path').doNothing()).execute()
        .catch((error: unknown) => log.warn({ err: error, path }, 'the colour of a picture could not be kept'))
    },
  }
}
