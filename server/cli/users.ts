/** `rewind user`: who has an account. */

import type { CliCommand } from './command.ts'
import { EXIT } from './command.ts'
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

export const userCommands: readonly CliCommand[] = [list]
