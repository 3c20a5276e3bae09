/** Makes the commands of this device: one, or many as a batch; and says beforehand what they would come to. */

import type { Command, DeviceId } from '../../domain/command.ts'
import { titleKey } from '../../domain/title.ts'
import type { CardRow } from '../../projections/cards.ts'
import type { Session } from '../../projections/wire.ts'
import type { BatchWish, Replica } from '../replica.ts'
import type { Environment } from './environment.ts'
import { newCommandId } from './ids.ts'
import { limits } from './limits.ts'
import type { LocalReplica, Wished } from './local-replica-port.ts'
import type { Taken } from '../replica.ts'
import { DEVICE_FULL } from '../replica.ts'
import { storageTrouble } from './storage-trouble.ts'

interface Ports {
  readonly replica: LocalReplica
  readonly session: () => Session
  readonly deviceId: DeviceId
  readonly environment: Pick<Environment, 'now' | 'randomBytes' | 'after' | 'makeRoom'>
  readonly loaded: () => Promise<void>
  /** Something new is in the outbox. */
  readonly sent: () => void
}

/** The device's own no: the server was not asked, and nothing of it is in the outbox. */
const NO_ROOM: Taken = { status: 'refused', code: DEVICE_FULL, message: 'This device has no room left to keep it.', details: undefined }

export function createSender({ replica, session, deviceId, environment, loaded, sent }: Ports): Pick<Replica, 'send' | 'sendBatch' | 'foresee' | 'foreseeTakingBack'> {
  function blank(): Omit<Command, 'type' | 'data'> {
    const nowMs = environment.now()
    return { id: newCommandId(nowMs, environment.randomBytes), issuedAt: new Date(nowMs).toISOString(), deviceId }
  }

  /** What cannot be kept is not shown either; it is told with the way out. Pictures give way first, step by step; a database that went is made anew, once. */
  async function take(wished: readonly Wished[]): Promise<readonly Taken[]> {
    let waited = false
    for (let step = 0; ; step++) {
      try {
        return await replica.takeAll(wished)
      } catch (error) {
        const trouble = storageTrouble(error)
        if (trouble === undefined) throw error
        const again = trouble === 'gone' ? !waited : step < limits.roomStepsMax && await environment.makeRoom(session().userId)
        if (!again) return wished.map(() => NO_ROOM)
        if (trouble === 'full') continue
        await new Promise<void>((resolve) => { environment.after(limits.movedWithinMs, resolve) })
        waited = true
      }
    }
  }

  return {
    async send(type, data, card) {
      const [taken] = await take([{ command: { ...blank(), type, data }, card: keyed(card) }])
      if (taken!.status === 'taken' && taken!.changed) sent()
      return taken!
    },
    async sendBatch(batch, wishes) {
      await loaded()
      const begin = blank()
      const { id: batchId } = begin
      const begun = { ...begin, type: 'BeginBatch', data: { batchId, size: wishes.length, ...batch } }
      const members = wishes.map(({ wish, card }) => ({ command: { ...blank(), ...wish, batchId }, card: keyed(card) }))
      const [beginning, ...taken] = await take([{ command: begun, card: null }, ...members])
      if (beginning!.status === 'taken') sent()
      return { batchId, taken }
    },
    async foresee(wishes) {
      await loaded()
      return replica.deciding!.decideAll(replica.picture, session(), wishes.map((wish) => ({ ...blank(), ...wish })))
    },
    foreseeTakingBack: (deeds) => replica.deciding?.foreseeTakingBack(replica.picture, session(), deeds, blank) ?? { taken: [], kept: [], removes: 0 },
  }
}

function keyed(card: BatchWish['card']): CardRow | null {
  return card ? { ...card, key: titleKey(card) } : null
}
