/** What strangers get to see of a list: its page's head and its posters, as long as it is open, and nothing else. */

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { UserId } from '../../domain/event.ts'
import type { CommandData, CommandType } from '../../domain/index.ts'
import { eventually } from '../../test/support/eventually.ts'
import { issue } from '../../test/support/given.ts'
import { newCommand } from '../../test/support/person.ts'
import { PNG } from '../../test/support/pictures.ts'
import t from '../../test/support/tap.ts'
import { testApp } from '../../test/support/test-app.ts'
import { openFolderStore } from '../object-store/folder.ts'

const listId = '0a0a0a0a-0000-4000-8000-0000000000aa'
const owner = '0a0a0a0a-0000-4000-8000-00000000000a' as UserId

t.test('a stranger gets the posters of an open list, and its page says what it is', async (t) => {
  const appFolder = mkdtempSync(join(tmpdir(), 'rewind-shell-'))
  t.teardown(() => rmSync(appFolder, { recursive: true, force: true }))
  mkdirSync(join(appFolder, 'assets'))
  writeFileSync(join(appFolder, 'index.html'), '<!doctype html><html><head><title>Rewind</title><meta name="description" content="An app"></head></html>')
  const app = await testApp(t, { appFolder, environment: { PUBLIC_URL: 'https://films.example.org' } })
  const objects = await openFolderStore(join(app.dataDir, 'objects'))
  for (const name of ['on.png', 'off.png']) await objects.put(`images/342/${name}`, (async function* () { yield new Uint8Array(PNG) })(), { contentType: 'image/png' })
  const send = async <T extends CommandType>(type: T, data: CommandData[T], by: 'worker-w1' | UserId = owner) => {
    const outcome = await app.commands.handle(issue(type, data, { id: newCommand(type, data).id, as: by === owner ? 'member' : 'worker', by }))
    if (outcome.status !== 'accepted') throw new Error(JSON.stringify(outcome))
  }
  for (const [tmdbId, posterPath] of [[1, '/on.png'], [2, '/off.png']] as const) {
    await send('DescribeTitle', { mediaType: 'movie', tmdbId, title: `Film ${tmdbId}`, year: 1922, posterPath, backdropPath: null, runtimeMinutes: 94, genres: [], overview: '', outline: null }, 'worker-w1')
  }
  await send('CreateList', { listId, name: 'Rainy <Sundays>', visibility: 'unlisted' })
  await send('AddToList', { listId, title: { mediaType: 'movie', tmdbId: 1 } })

  const poster = async (name: string) => (await app.ask('GET', `/images/lists/${listId}/342/${name}`)).statusCode
  const page = async () => (await app.ask('GET', `/l/${listId}`, { headers: { accept: 'text/html' } })).body
  await eventually('the poster is there', async () => await poster('on.png') === 200)
  t.equal(await poster('off.png'), 404, 'of what is not on the list there is none')
  t.equal((await app.ask('GET', '/images/342/on.png')).statusCode, 401, 'and the way of those who are signed in stays theirs')
  await eventually('the page has its head', async () => (await page()).includes('Rainy'))
  const shown = await page()
  for (const part of ['<title>Rainy &#60;Sundays&#62;</title>', 'content="A list of 1 title."', `content="https://films.example.org/images/lists/${listId}/500/on.png"`, `content="https://films.example.org/l/${listId}"`, 'content="noindex"']) t.match(shown, part)

  await send('ChangeListVisibility', { listId, visibility: 'public' })
  await eventually('search engines may show it', async () => !(await page()).includes('noindex'))
  await send('ChangeListVisibility', { listId, visibility: 'private' })
  await eventually('private again', async () => await poster('on.png') === 404)
  t.match(await page(), '<title>Rewind</title>', 'a private list is not told of')
  await send('ChangeListVisibility', { listId, visibility: 'public' })
  await eventually('public again', async () => (await page()).includes('Rainy'))
  await send('DeleteList', { listId })
  await eventually('deleted', async () => (await page()).includes('<title>Rewind</title>'))
  await eventually('and its poster with it', async () => await poster('on.png') === 404)
})
