/** `rewind projections`: how far each read model is. */

import { projections } from '../../projections/index.ts'
import { projectionStatuses } from '../db/projection-progress.ts'
import type { CliCommand } from './command.ts'
import { EXIT } from './command.ts'
import { openData } from './open-data.ts'

const list: CliCommand = {
  name: 'projections list', summary: 'Every read model: its state, and how far it is', words: [], options: {},
  async run(call) {
    const data = await openData(call.config)
    try {
      for (const status of await projectionStatuses(data.database, projections)) {
        call.print(status, Object.entries(status).map(([name, value]) => `${name} ${typeof value === 'string' ? value : JSON.stringify(value)}`).join('  '))
      }
      return EXIT.done
    } finally {
      await data.close()
    }
  },
}

export const projectionCommands: readonly CliCommand[] = [list]
