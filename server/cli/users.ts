/** `rewind user`: who has an account, a way back into one, and the end of one. */

import process from 'node:process'
import { accountsIn } from '../auth/accounts.ts'
import { doorOf } from '../auth/door.ts'
import { erasedAccountsIn } from '../auth/erased-accounts.ts'
import { createErasure } from '../auth/erasure.ts'
import { recordWith } from '../auth/record.ts'
import { createPostgresCommandOutcomes } from '../command-outcomes.ts'
import { createCommandHandler } from '../handle.ts'
import { silentLog } from '../log.ts'
import { realSystem } from '../system.ts'
import type { CliCommand } from './command.ts'
import { EXIT, UsageError } from './command.ts'
import { openData } from './open-data.ts'

const list: CliCommand = {
  name: 'user list', summary: 'Everybody who has an account', words: [], options: {},
  async run(call) {
    const data = await openData(call.config)
    try {
      for (const user of await data.database.kysely.selectFrom('accounts').select(['userId', 'username', 'role']).orderBy('username').execute()) {
        call.print(user, `${user.userId}  ${user.role.padEnd(6)}  ${user.username}`)
      }
      return EXIT.done
    } finally {
      await data.close()
    }
  },
}

const reset: CliCommand = {
  name: 'user reset', summary: 'A link by which somebody sets a new password, for a day and one use', words: ['NAME'],
  about: 'For who is locked out and has no admin to ask. It signs them out everywhere once it is used. Keep it to yourself: whoever has it is let in.',
  options: { 'second-factor': { means: 'takes the second factor away as well' } },
  async run(call) {
    const [name] = call.words
    const data = await openData(call.config)
    try {
      const { handle } = createCommandHandler({ store: data.store, outcomes: createPostgresCommandOutcomes(data.database) })
      const record = recordWith({ handle }, realSystem)
      const accounts = accountsIn(data.database, record, realSystem)
      const account = await accounts.find(name!)
      if (!account) {
        process.stderr.write('There is no account of that name. `rewind user list` says who there is.\n')
        return EXIT.notFound
      }
      const { resetLinks } = doorOf({ ...data, handle, accounts, keys: data.personalKeys, record, system: realSystem })
      const { token, until } = await resetLinks.offer(account.userId, { secondFactor: call.options['second-factor'] === true }, 'system')
      const { publicUrl, host, port } = call.config
      const here = ['0.0.0.0', '::'].includes(host) ? 'localhost' : host.includes(':') ? `[${host}]` : host
      const link = `${publicUrl ?? `http://${here}:${port}`}/reset#${token}`
      call.print({ userId: account.userId, link, until }, `${link}\nIt lets ${account.username} set a new password, once, until ${until}.`)
      return EXIT.done
    } finally {
      await data.close()
    }
  },
}

const erase: CliCommand = {
  name: 'user erase', summary: 'Erase an account for good, and all that its person wrote', words: ['NAME'], options: { yes: { means: 'it is meant: there is no undo; must be given' } },
  async run(call) {
    const [name] = call.words
    if (call.options.yes !== true) throw new UsageError(`What ${name} wrote cannot be read any more afterwards, their lists go, and there is no undo. Say --yes if that is meant`)
    const data = await openData(call.config)
    try {
      const { handle } = createCommandHandler({ store: data.store, outcomes: createPostgresCommandOutcomes(data.database) })
      const record = recordWith({ handle }, realSystem)
      const accounts = accountsIn(data.database, record, realSystem)
      const account = await accounts.find(name!)
      if (!account) {
        process.stderr.write(`There is no account of that name.\n`)
        return EXIT.notFound
      }
      // Their picture goes when the service comes to the event: it has the object store.
      await createErasure({ ...data, accounts, keys: data.personalKeys, erased: erasedAccountsIn(call.config.dataDir), handle, record, system: realSystem, log: silentLog, forget: () => {}, removePictures: async () => {}, counted: () => {} }).erase(account.userId, 'system')
      call.print({ userId: account.userId, erased: true }, `The account of ${account.username} is erased.`)
      return EXIT.done
    } finally {
      await data.close()
    }
  },
}

export const userCommands: readonly CliCommand[] = [list, reset, erase]
