/** What pictures look like from afar, known since each was first shown: for the place where it is about to appear. */

import type { Database } from '../db/database.ts'
import { limits } from '../limits.ts'
import type { Log } from '../log.ts'

/** Neither throws: a place without its colour is none the worse. */
export interface PictureColours {
  /** `#rrggbb` of the picture at TMDB's path; null while it is not known here. Nobody waits: who asks again soon will have it. */
  of(path: string | null): string | null
  note(path: string, colour: string): Promise<void>
  /** Another one whenever a colour has become known. */
  readonly version: number
}

export function pictureColoursIn({ kysely: db }: Pick<Database, 'kysely'>, log: Log): PictureColours {
  /** Null: the table has none, or is just being asked. The first in are the first out. */
  const memory = new Map<string, string | null>()
  let wanted: string[] = []
  let version = 0

  function remember(path: string, colour: string | null): void {
    memory.set(path, colour)
    if (colour !== null) version++
    if (memory.size > limits.pictureColoursMax) memory.delete(memory.keys().next().value!)
  }

  async function look(): Promise<void> {
    const paths = wanted
    wanted = []
    // After a failure they stay without: nobody shall ask, and fail, with every page.
    try {
      const rows = await db.selectFrom('pictureColours').selectAll().where('path', 'in', paths).execute()
      for (const { path, colour } of rows) remember(path, colour)
    } catch (error) {
      log.warn({ err: error }, 'the colours of pictures could not be looked up')
    }
  }

  return {
    of(path) {
      if (path === null) return null
      const known = memory.get(path)
      if (known !== undefined) return known
      remember(path, null)
      // All of one page are asked for together.
      if (wanted.push(path) === 1) setImmediate(() => void look())
      return null
    },
    get version() { return version },
    async note(path, colour) {
      if (memory.get(path)) return
      remember(path, colour)
      await db.insertInto('pictureColours').values({ path, colour }).onConflict((conflict) => conflict.column('path').doNothing()).execute()
        .catch((error: unknown) => log.warn({ err: error, path }, 'the colour of a picture could not be kept'))
    },
  }
}
