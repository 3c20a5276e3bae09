/** `rewind undo`: an admin takes back what a batch, a command or an event did, in anybody's history, and says why. */

import type { UserId } from '../../domain/event.ts'
import { subjectOf } from '../../projections/timeline.ts'
import type { TakeBackAnswer } from '../../projections/wire-history.ts'
import type { Target } from '../batches/take-back-many.ts'
import { findTarget, takeBackMany } from '../batches/take-back-many.ts'
import { createPostgresCommandOutcomes } from '../command-outcomes.ts'
import { createCommandHandler } from '../handle.ts'
import { heldIn } from '../read-models.ts'
import { RefusalError } from '../request-error.ts'
import { realSystem } from '../system.ts'
import type { Call, CliCommand } from './command.ts'
import { EXIT, UsageError } from './command.ts'
import type { Data } from './open-data.ts'
import { openData } from './open-data.ts'

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

const undo: CliCommand = {
  name: 'undo', summary: 'Take back what a batch, a command or an event did', words: ['ID'],
  options: {
    by: { takes: 'ADMIN', means: 'who takes it back: the name of an admin; must be given' },
    reason: { takes: 'TEXT', means: 'why; the person reads it; must be given' },
    'dry-run': { means: 'only say what would change' },
    confirm: { means: 'also when it removes much of a history' },
  },
  async run(call) {
    const [id] = call.words
    const { by, reason } = call.options
    if (!UUID.test(id!)) throw new UsageError(`${id} is not the id of a batch, a command or an event`)
    if (typeof by !== 'string' || typeof reason !== 'string' || reason.trim() === '') throw new UsageError('Say who takes it back and why: --by ADMIN --reason TEXT. The person reads both.')
    const data = await openData(call.config)
    try {
      const admin = await data.database.kysely.selectFrom('accounts').select(['userId', 'role']).where('username', '=', by).executeTakeFirst()
      if (admin?.role !== 'admin') throw new UsageError(`${by} is not an admin here`)
      const target = await findTarget(data.store, id!)
      if (!target) {
        call.print({ error: 'There is no such batch, command or event.', code: 'NOT_FOUND' }, 'There is no such batch, command or event.')
        return EXIT.notFound
      }
      return await takeBack(call, data, target, { actor: admin.userId as UserId, sender: 'admin', reason })
    } finally {
      await data.close()
    }
  },
}
export const undoCommands: readonly CliCommand[] = [undo]

async function takeBack(call: Call, { database, store }: Data, target: Target, by: { actor: UserId; sender: 'admin'; reason: string }): Promise<number> {
  try {
    const commands = createCommandHandler({ store, outcomes: createPostgresCommandOutcomes(database) })
    const answer = await takeBackMany({ store, commands, system: realSystem, heldBy: heldIn(database.kysely) }, target, { by, dryRun: call.options['dry-run'] === true, confirmed: call.options.confirm === true })
    call.print(answer, inWords(answer, call.options['dry-run'] === true))
    return EXIT.done
  } catch (error) {
    if (!(error instanceof RefusalError)) throw error
    call.print({ error: error.message, code: error.code }, `${error.message}\nWith --confirm it is done all the same.`)
    return EXIT.failed
  }
}

function inWords({ name, done, taken, kept, batchId }: TakeBackAnswer, dry: boolean): string {
  const lines = [
    ...taken.map(({ stream, facts }) => `  ${subjectOf(stream)}: ${facts.map(({ type }) => type).join(', ')}`),
    ...kept.map(({ stream, message, by }) => `  ${subjectOf(stream)} stays: ${message}${by === null ? '' : ` (${by})`}`),
  ]
  const head = dry ? `${name}: would take back ${taken.length} of ${taken.length + kept.length}` : batchId === null ? `${name}: nothing left to take back` : `${name}: ${done} of ${taken.length + kept.length} taken back, as batch ${batchId}`
  return [head, ...lines].join('\n')
}
