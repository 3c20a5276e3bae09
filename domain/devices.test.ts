import t from '../test/support/tap.ts'
import { commandId, given } from '../test/support/given.ts'
import { devicesDecider } from './devices.ts'

const tablet = { deviceId: commandId(1), name: 'Kitchen tablet' } as const
const named = (name: string) => ({ type: 'DeviceNamed', data: { deviceId: tablet.deviceId, name } }) as const

t.test('a device says what it is, once; a person calls it what they like', async (t) => {
  const fresh = given(t, devicesDecider)
  fresh.when('IntroduceDevice', { ...tablet, name: 'Chrome on Linux' }).then(named('Chrome on Linux'))
  fresh.when('NameDevice', { ...tablet, name: '  Kitchen tablet ' }).then(named('Kitchen tablet'))
  fresh.when('NameDevice', { ...tablet, name: ' ' }).thenRefused('EMPTY_NAME')
  const known = fresh.done('NameDevice', tablet)
  known.when('IntroduceDevice', { ...tablet, name: 'Chrome on Linux' }).thenNothing()
  known.when('NameDevice', tablet).thenNothing()
  known.when('NameDevice', { ...tablet, name: 'Hall tablet' }).then(named('Hall tablet'))
})

t.test('there is an end to how many have names', async (t) => {
  let full = given(t, devicesDecider)
  for (let device = 1; device <= 200; device++) full = full.done('NameDevice', { deviceId: commandId(device), name: 'One of many' })
  full.when('IntroduceDevice', { deviceId: commandId(999), name: 'One more' }).thenNothing()
  full.when('NameDevice', { deviceId: commandId(999), name: 'One more' }).thenRefused('TOO_MANY_DEVICES')
})
