import t from '../test/support/tap.ts'
import type { CommandId } from './command.ts'
import { eventIdOf, positionOf, START } from './event.ts'

t.test('the ids of a command\'s events are UUIDs of version 8, different from each other and the same every time', async (t) => {
  const command = '01930000-0000-7abc-8def-0123456789ab' as CommandId
  const ids = [0, 1, 4095].map((index) => eventIdOf(command, index))
  t.same(ids, ['01930000-0000-8000-8def-0123456789ab', '01930000-0000-8001-8def-0123456789ab', '01930000-0000-8fff-8def-0123456789ab'])
  t.throws(() => eventIdOf(command, 4096), /0 to 4095/)
})

t.test('positions compare as strings', async (t) => {
  t.ok(START < positionOf(1) && positionOf(9) < positionOf(10) && positionOf(10) < positionOf(2n ** 62n))
})
