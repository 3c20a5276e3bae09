import t from '../support/tap.ts'
import { checkHistory } from './check-history.ts'
import type { Happening, History, Look, Seen } from './history.ts'

const ADA = '0a0a0a0a-0000-4000-8000-000000000001'
const BOB = '0b0b0b0b-0000-4000-8000-000000000002'

function event(number: number, change: Partial<Omit<Seen, 'meta'>> & { readonly meta?: Partial<Seen['meta']> } = {}): Seen {
  const { meta, ...rest } = change
  return {
    id: `event ${number}`, type: 'TitleRated', stream: `library-${ADA}_movie_1`, version: number - 1, position: String(number).padStart(20, '0'), data: { rating: 'LIKE' },
    ...rest, meta: { commandId: `command ${number}`, actor: ADA, deviceId: null, ...meta },
  }
}

const look = (change: Partial<Look> = {}): Look => ({ acts: ['event 1'], unsent: [], refused: [], titles: [{ title: 'movie_1', rating: 'LIKE', priority: null, favourite: false, dismissed: false, tags: [], plays: [] }], lists: [], ...change })
const acted: Happening = { at: 1, place: 0, what: 'acted', person: ADA, commandId: 'command 1', type: 'RateMovie', subject: 'movie_1' }
const quiet = (change: Partial<Look> = {}): Happening => ({ at: 9, place: 0, what: 'quiet', person: ADA, look: look(change) })
const looked = (at: number, acts: readonly string[]): Happening => ({ at, place: 0, what: 'looked', person: ADA, tab: 1, look: look({ acts }) })
const received = (at: number, person: string, ...events: readonly Seen[]): Happening => ({ at, place: 0, what: 'received', person, events })

const ofList = (number: number, type: string, data: Seen['data']) => event(number, { type, data, stream: 'list-1', version: number - 2 })
const list = [
  ofList(2, 'ListCreated', { ownerId: ADA, name: 'Nights out' }), ofList(3, 'ListShared', { userId: BOB, role: 'editor' }),
  ofList(4, 'ListUnshared', { userId: BOB }), ofList(5, 'AddedToList', { title: { mediaType: 'movie', tmdbId: 1 }, note: null, orderKey: 'a0' }),
]
const shownList = { listId: '1', name: 'Nights out', deleted: false, members: {}, items: [{ title: 'movie_1', note: null }] }

const good: History = {
  happenings: [acted, received(2, ADA, event(1)), looked(3, ['event 1']), quiet()],
  log: [event(1)],
  answers: [{ commandId: 'command 1', status: 'failed' }, { commandId: 'command 1', status: 'accepted' }],
}

t.test('a history in which all went well has nothing against it', async (t) => {
  t.strictSame(checkHistory(good), [])
})

t.test('nor has one in which a list was shared for a while', async (t) => {
  const shown = quiet({ acts: ['event 1', ...list.map(({ id }) => id)], lists: [shownList] })
  const lost: Happening = { ...quiet({ acts: [], titles: [] }), person: BOB }
  t.strictSame(checkHistory({ ...good, log: [event(1), ...list], happenings: [...good.happenings.slice(0, -1), received(3, BOB, list[0]!, list[1]!), shown, lost] }), [])
})

const bad: readonly (readonly [what: string, history: Partial<History>, told: RegExp])[] = [
  ['an event twice', { log: [event(1), event(1, { version: 1, position: '00000000000000000002' })] }, /event 1 is there twice/],
  ['a hole in a stream', { log: [event(1), event(2, { version: 2 })] }, /has version 2 after 0/],
  ['an order that goes back', { log: [event(2, { version: 0 }), event(1, { version: 1 })] }, /comes after/],
  ['an act that is lost', { log: [], answers: [], happenings: [acted, quiet({ acts: [], titles: [] })] }, /RateMovie command 1 is lost/],
  ['a refusal that nobody was told', { log: [], answers: [{ commandId: 'command 1', status: 'rejected' }], happenings: [acted, quiet({ acts: [], titles: [] })] }, /nobody was told/],
  ['an act in another\'s name', { log: [event(1, { meta: { actor: BOB } })] }, /counts as/],
  ['an event sent to who may not see it', { happenings: [...good.happenings, received(4, BOB, event(1))] }, /was sent event 1/],
  ['acts that changed places', {
    log: [event(1, { meta: { commandId: 'command 2' } }), event(2, { meta: { commandId: 'command 1' } })],
    happenings: [acted, { ...acted, at: 2, commandId: 'command 2', type: 'ClearRating' } as Happening],
  }, /ClearRating command 2 overtook RateMovie/],
  ['a tab that forgets', { happenings: [...good.happenings, looked(5, [])] }, /has forgotten event 1/],
  ['half a command', { log: [event(1), event(2, { meta: { commandId: 'command 1' } })], happenings: [acted, quiet()] }, /shows 1 of 2 events/],
  ['an undo before what it undoes', { log: [event(1, { meta: { undoes: 'event 2' } }), event(2)] }, /undoes event 2, which was not there yet/],
  ['two answers to one command', { answers: [...good.answers, { commandId: 'command 1', status: 'rejected' }] }, /both accepted and rejected/],
  ['something still to send', { happenings: [acted, quiet({ unsent: ['command 1'] })] }, /still has to send/],
  ['a title that is shown wrong', { happenings: [acted, quiet({ titles: [{ ...look().titles[0]!, rating: 'OK' }] })] }, /titles lacks/],
  ['an event of a list sent to who was shut out before', { log: [event(1), ...list], happenings: [...good.happenings, received(5, BOB, list[3]!)] }, /of 0b0b.* was sent event 5/],
  ['a list that is not shown', { log: [event(1), ...list] }, /lists lacks .*Nights out/],
  ['a list that is shown to who was shut out', { log: [event(1), ...list], happenings: [...good.happenings, { ...quiet({ acts: [], titles: [], lists: [shownList] }), person: BOB } as Happening] }, /lists has .*Nights out.* too many/],
  ['an act that is not shown', { happenings: [acted, quiet({ acts: [] })] }, /history lacks event 1/],
]

for (const [what, history, told] of bad) {
  t.test(`it notices ${what}`, async (t) => {
    t.match(checkHistory({ ...good, ...history }).join('\n'), told)
  })
}
