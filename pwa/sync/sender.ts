/** Makes the commands of this device: one, or many as a batch; and says beforehand what they would come to. */

import type { Command, DeviceId } from '../../domain/command.ts'
import { titleKey } from '../../domain/title.ts'
import type { CardRow } from '../../projections/cards.ts'
import type { Session } from '../../projections/wire.ts'
import type { BatchWish, Replica } from '../replica.ts'
import type { Environment } from './environment.ts'
import { newCommandId } from './ids.ts'
import type { LocalReplica } from './local-replica.ts'

interface Ports {
  readonly replica: LocalReplica
  readonly session: () => Session
  readonly deviceId: DeviceId
  readonly environment: Pick<Environment, 'now' | 'randomBytes'>
  readonly loaded: () => Promise<void>
  /** Something new is in the outbox. */
  readonly sent: () => void
}

export function createSender({ replica, session, deviceId, environment, loaded, sent }: Ports): Pick<Replica, 'send' | 'sendBatch' | 'foresee' | 'foreseeTakingBack'> {
  function blank(): Omit<Command, 'type' | 'data'> {
    const nowMs = environment.now()
    return { id: newCommandId(nowMs, environment.randomBytes), issuedAt: new Date(nowMs).toISOString(), deviceId }
  }

  return {
    async send(type, data, card) {
      await loaded()
      const [taken] = await replica.takeAll([{ command: { ...blank(), type, data }, card: keyed(card) }])
      if (taken!.status === 'taken' && taken!.changed) sent()
      return taken!
    },
    async sendBatch(batch, wishes) {
      await loaded()
      const begin = blank()
      const { id: batchId } = begin
      const begun = { ...begin, type: 'BeginBatch', data: { batchId, size: wishes.length, ...batch } }
      const members = wishes.map(({ wish, card }) => ({ command: { ...blank(), ...wish, batchId }, card: keyed(card) }))
      const [, ...taken] = await replica.takeAll([{ command: begun, card: null }, ...members])
      sent()
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
