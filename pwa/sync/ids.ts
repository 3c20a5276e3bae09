/** Ids made on this device. */

import type { CommandId, DeviceId } from '../../domain/command.ts'
import { uuidv4Of, uuidv7Of } from '../../domain/ids.ts'

type Random = (count: number) => Uint8Array

const strong: Random = (count) => crypto.getRandomValues(new Uint8Array(count))

export function newCommandId(nowMs: number, random: Random): CommandId {
  return uuidv7Of(nowMs, random(16)) as CommandId
}

/** What an installed app calls itself. */
export function newDeviceId(random: Random = strong): DeviceId {
  return uuidv4Of(random(16)) as DeviceId
}
