import t from '../../test/support/tap.ts'
import { ada, commandId, issue } from '../../test/support/given.ts'
import type { CommandData, CommandType } from '../../domain/index.ts'
import type { Answer } from './api.ts'
import type { Parcel, ParcelState } from './parcel.ts'
import { nextBatch } from './parcel.ts'
import { push } from './push.ts'
import type { CommandAnswer } from '../../projections/wire.ts'

const film = (tmdbId: number) => ({ title: { mediaType: 'movie', tmdbId } } as const)
const waiting = { name: 'waiting' } as const

function parcel<T extends CommandType>(order: number, type: T, data: CommandData[T], state: ParcelState = waiting): Parcel {
  const { actor: _, sender: __, ...command } = issue(type, data, { id: commandId(order) })
  return { order, command, card: null, state }
}
const orders = (parcels: readonly Parcel[]) => parcels.map(({ order }) => order)

t.test('a batch is in order, of at most 100, and leaves out what does not wait', async (t) => {
  const parcels = Array.from({ length: 130 }, (_, i) => parcel(i + 1, 'AddFavourite', film(i + 1), i === 1 ? { name: 'parked', message: '' } : waiting))
  t.strictSame(orders(nextBatch(parcels, ada)), [1, ...Array.from({ length: 99 }, (_, i) => i + 3)])
})

t.test('a batch ends before the second command of a stream', async (t) => {
  const parcels = [parcel(1, 'AddFavourite', film(1)), parcel(2, 'AddFavourite', film(2)), parcel(3, 'RemoveFavourite', film(1)), parcel(4, 'AddFavourite', film(4))]
  t.strictSame(orders(nextBatch(parcels, ada)), [1, 2])
})

t.test('a batch stays below the size a server takes, but one command is always sent', async (t) => {
  const review = (order: number, tmdbId: number) => parcel(order, 'WriteReview', { ...film(tmdbId), score: 5, text: 'a'.repeat(400_000), visibility: 'private' })
  t.strictSame(orders(nextBatch([review(1, 1), review(2, 2)], ada)), [1])
})

/** A server that cannot read one of the commands. */
async function pushTo(answers: (ids: readonly string[]) => Answer<CommandAnswer>, parcels: Parcel[]) {
  let left: readonly Parcel[] = parcels
  const states = new Map<string, ParcelState | undefined>()
  const outbox = {
    actor: ada,
    parcels: () => left,
    async settle(changes: ReadonlyMap<string, ParcelState | undefined>) {
      for (const [id, state] of changes) states.set(id, state)
      left = left.flatMap((each) => changes.has(each.command.id) ? changes.get(each.command.id) ? [{ ...each, state: changes.get(each.command.id)! }] : [] : [each])
    },
  }
  const pushed = await push(outbox, { send: async (_userId, commands) => answers(commands.map(({ id }) => id)) }, { now: () => 0, signal: new AbortController().signal })
  return { pushed, states: [...states.values()].map((state) => state?.name) }
}

t.test('a command that the server cannot read is refused alone', async (t) => {
  const found = await pushTo((ids) => ids.includes(commandId(2))
    ? { status: 'refused', httpStatus: 400, code: 'INVALID_INPUT', message: 'Not readable.' }
    : { status: 'ok', value: { outcomes: ids.map((id) => ({ id: id as never, status: 'accepted', position: null, events: [] })) } },
  [parcel(1, 'AddFavourite', film(1)), parcel(2, 'AddFavourite', film(2)), parcel(3, 'AddFavourite', film(3))])
  t.strictSame(found, { pushed: { status: 'empty' }, states: [undefined, 'refused', undefined] })
})

t.test('one that failed waits, and what was answered beside it is settled', async (t) => {
  const found = await pushTo((ids) => ({ status: 'ok', value: { outcomes: ids.map((id) => id === commandId(1)
    ? { id: id as never, status: 'failed', code: 'UNAVAILABLE', message: 'Later.' }
    : { id: id as never, status: 'accepted', position: null, events: [] }) } }),
  [parcel(1, 'AddFavourite', film(1)), parcel(2, 'AddFavourite', film(2))])
  t.strictSame(found, { pushed: { status: 'failed', message: 'Later.' }, states: ['waiting', undefined] })
})
