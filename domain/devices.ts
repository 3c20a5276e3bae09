/** What a person calls their devices: stream `devices-<userId>`. */

import type { Decider } from './decider.ts'
import { refuse } from './decider.ts'
import type { Fact, StreamName, UserId } from './event.ts'
import type { Infer, Schema } from './schema.ts'
import { object, text, uuid } from './schema.ts'

// Events. These shapes are stored forever: to change one, raise its schema number and add an upcaster.
export type DeviceEvent = Fact<'DeviceNamed', { readonly deviceId: string; readonly name: string }>
/** Names by device. */
export type DevicesState = Readonly<Record<string, string>>

const naming = object({ deviceId: uuid, name: text(60, 1) })
export const deviceCommands = {
  /** A device says what it is, unless it has a name already. */
  IntroduceDevice: naming,
  NameDevice: naming,
} as const satisfies Record<string, Schema>
export type DeviceCommandData = { [T in keyof typeof deviceCommands]: Infer<(typeof deviceCommands)[T]> }
export type DeviceCommand = { [T in keyof DeviceCommandData]: { type: T; data: DeviceCommandData[T] } }[keyof DeviceCommandData]

const DEVICES_MAX = 200

export function devicesStream(userId: UserId): StreamName {
  return `devices-${userId}` as StreamName
}

export const devicesDecider: Decider<DevicesState, DeviceCommand, DeviceEvent> = {
  category: 'devices',
  initial: {},
  decide({ type, data: { deviceId, name: given } }, names) {
    const name = given.trim()
    const former = names[deviceId]
    if (name === '') return refuse('EMPTY_NAME', 'A device needs a name. Give it one.')
    if (former === name || (type === 'IntroduceDevice' && former !== undefined)) return []
    if (former === undefined && Object.keys(names).length >= DEVICES_MAX) return type === 'IntroduceDevice' ? [] : refuse('TOO_MANY_DEVICES', `At most ${DEVICES_MAX} devices have names.`)
    return [{ type: 'DeviceNamed', data: { deviceId, name } }]
  },
  evolve: (names, { data: { deviceId, name } }) => ({ ...names, [deviceId]: name }),
}
