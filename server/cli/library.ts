/** `rewind library`: somebody's library as it was at a moment. */

import type { UserId } from '../../domain/event.ts'
import { titleKey } from '../../domain/title.ts'
import type { LibraryRow } from '../../projections/library.ts'
import { momentOf } from '../moment.ts'
import { libraryAsOf } from '../past.ts'
import { realSystem } from '../system.ts'
import type { CliCommand } from './command.ts'
import { EXIT, UsageError } from './command.ts'
import { openData } from './open-data.ts'

const asOf: CliCommand = {
  name: 'library as-of', summary: 'Somebody’s library as it was at a time or a position', words: [],
  options: { user: { takes: 'NAME', means: 'whose; must be given' }, at: { takes: 'MOMENT', means: 'a time, 2026-01-31T12:00:00Z, or the position of an event; must be given' } },
  async run({ config, options, print }) {
    const { user, at } = options
    if (typeof user !== 'string' || typeof at !== 'string') throw new UsageError('library as-of needs --user and --at')
    const data = await openData(config)
    try {
      const moment = await momentOf(at, { store: data.store, system: realSystem })
      if ('problem' in moment) throw new UsageError(`--at ${moment.problem}`)
      const account = await data.database.kysely.selectFrom('accounts').select('userId').where('username', '=', user).executeTakeFirst()
      if (!account) {
        print({ error: 'There is no such person.', code: 'NOT_FOUND' }, `There is no "${user}". "rewind user list" says who there is.`)
        return EXIT.notFound
      }
      for (const row of await libraryAsOf(data.store, account.userId as UserId, moment)) print(row, told(row))
      return EXIT.done
    } finally {
      await data.close()
    }
  },
}

export const libraryLooks: readonly CliCommand[] = [asOf]

function told(row: LibraryRow): string {
  return [
    titleKey(row).padEnd(16), row.rating, row.watchlistPriority && `watchlist ${row.watchlistPriority}`, row.favouriteAt && 'favourite',
    row.dismissedAt && 'not interested', row.plays.length > 0 && `watched ${row.plays.length}`, row.review && `review ${row.review.score}`, ...row.tags.map((tag) => `#${tag}`),
  ].filter(Boolean).join('  ')
}
