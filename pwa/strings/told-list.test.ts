import t from '../../test/support/tap.ts'
import { listSchemas } from '../../domain/event-shapes.ts'
import { eventSchemas } from '../../domain/index.ts'
import { listCommands } from '../../domain/list.ts'
import { timeline } from '../../projections/timeline.ts'
import { listCommandEvents } from './told-command.ts'
import { tellListFact } from './told-list.ts'

const names = { title: ({ tmdbId }: { tmdbId: number }) => tmdbId === 653 ? 'Nosferatu' : '?', person: (userId: string) => userId === 'u2' ? 'Anna' : '?', part: () => undefined }
const title = { mediaType: 'movie', tmdbId: 653 }
const say = (type: string, data: object = {}) => tellListFact({ type, data: data as Record<string, unknown> }, names)

t.test('what was done to a list, in words', async (t) => {
  t.same([
    say('ListCreated', { name: 'Rainy Sundays' }), say('AddedToList', { title }), say('ListItemNoted', { title, note: 'x' }), say('ListItemNoted', { title, note: null }),
    say('ListShared', { userId: 'u2', role: 'editor' }), say('ListVisibilityChanged', { visibility: 'unlisted' }), say('ListDescribed', { description: '' }),
  ], ['Made the list “Rainy Sundays”', 'Added Nosferatu', 'Wrote a note about Nosferatu', 'Removed the note about Nosferatu', 'Let Anna edit it', 'Made it visible by link', 'Removed the description'])
  t.equal(say('TitleRated'), undefined, 'what is no event of a list is told elsewhere')
})

t.test('every event of a list that the history tells has words, and every command an event', async (t) => {
  t.same(Object.keys(listSchemas).filter((type) => type in timeline.on && say(type, { title, userId: 'u2', role: 'viewer', visibility: 'public', name: '', note: null }) === undefined), [])
  t.same(Object.keys(listCommands).filter((type) => !((listCommandEvents[type] ?? '') in eventSchemas) && !/^(Undo|Redo)/.test(type)), [])
})
