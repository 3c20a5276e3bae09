import t from '../../test/support/tap.ts'
import type { Directory } from './saved-folder.ts'
import { openSavedFolder } from './saved-folder.ts'

const refusing = (name: string): Directory => {
  const directory = { getDirectoryHandle: async () => directory, removeEntry: async () => { throw new DOMException('No.', name) } } as unknown as Directory
  return directory
}

t.test('a film that is being written or removed elsewhere just then stops nobody; what else goes wrong is told', async (t) => {
  const removing = (name: string) => openSavedFolder(async () => refusing(name), '01a2191d-38ee-7cf1-8281-1b49bf7ba2a4').remove('01J')
  await t.resolves(removing('NoModificationAllowedError'))
  await t.resolves(removing('NotFoundError'))
  await t.rejects(removing('InvalidStateError'))
})
