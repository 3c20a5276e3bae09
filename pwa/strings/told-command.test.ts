import t from '../../test/support/tap.ts'
import { commands } from '../../domain/index.ts'
import { maySend } from '../../domain/command.ts'
import { tellCommand } from './told-command.ts'

const names = { title: () => 'Nosferatu', person: () => 'Bob', part: () => undefined }

t.test('whatever a person may wish for has words while it waits', async (t) => {
  const data = { rating: 'LIKE', priority: 'LOW', visibility: 'private', role: 'viewer', kind: 'undo', watchedAt: '2026-02-01T12:00:00Z', positionSeconds: 60 }
  const wordless = Object.entries(commands).filter(([, { least }]) => maySend('admin', least)).map(([type]) => type)
    .filter((type) => tellCommand(type, data, '2026-03-01T12:00:00Z', names).includes('no words for'))
  t.strictSame(wordless, [])
  t.equal(tellCommand('UpdatePreferences', { country: 'DE' }, '2026-03-01T12:00:00Z', names), 'Changed your settings')
})
