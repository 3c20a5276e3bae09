/**
 * The promise of `test/simulation/` on real parts: two people, three real browsers, the real service. Whatever they do, and whatever
 * is cut off, crashed or killed meanwhile: when all is well again nothing waits, and every screen shows what the server recorded.
 * `STEPS` sets how much happens (40), `SEED` what; it is printed.
 */

import process from 'node:process'
import { seededRandom } from '../../demo/seed.ts'
import type { Command } from '../../domain/command.ts'
import type { DomainEvent } from '../../domain/index.ts'
import { checkHistory } from '../simulation/check-history.ts'
import type { Happening, Seen } from '../simulation/history.ts'
import { eventually } from '../support/eventually.ts'
import { demoCredentials, signIn } from '../support/person.ts'
import type { Place } from '../support/real-household.ts'
import { actOf, actOn, crash, FILMS, keptAt, lookAt, openPlace, showFilm, withNumberedPlays } from '../support/real-household.ts'
import type { Service } from '../support/service.ts'
import { startService } from '../support/service.ts'
import t from '../support/tap.ts'

const STEPS = Number(process.env.STEPS ?? 40)
const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000)
const PEOPLE = ['member', 'member', 'admin'] as const

t.test(`real browsers agree with the server after ${STEPS} random steps (replay with SEED=${SEED})`, { timeout: 600_000 }, async (t) => {
  const chance = seededRandom(SEED)
  const pick = <Choice>(choices: readonly Choice[]): Choice => choices[Math.floor(chance() * choices.length)]!
  let service: Service = await startService(t)
  const { url, dataDir, port } = service
  const places: Place[] = []
  for (const role of PEOPLE) {
    const credentials = demoCredentials(service, role)
    places.push(await openPlace(t, service, credentials, await signIn(url, credentials)))
  }
  // Once seen they are in the library, and a screen of them opens with no network.
  for (const place of places) for (const film of FILMS) await showFilm(place, url, film)
  const acted = new Map<string, Act>()

  async function note(place: Place): Promise<void> {
    const index = places.indexOf(place)
    for (const { command } of (await keptAt(place)).outbox) acted.set(command.id, { place, command, happening: actOf(command, index, place.person.session.userId) })
  }

  const happens: Readonly<Record<string, (place: Place) => Promise<void>>> = {
    async act(place) {
      await actOn(place, chance)
      await note(place)
    },
    elsewhere: async (place) => await showFilm(place, url, pick(FILMS)),
    async network(place) {
      place.offline = !place.offline
      await place.device.context.setOffline(place.offline)
    },
    async crash(place) {
      await actOn(place, chance)
      await note(place)
      await crash(place)
      await showFilm(place, url, pick(FILMS))
    },
    async server() {
      await service.kill()
      for (let times = 0; times < 2; times++) await happens.act!(pick(places))
      service = await startService(t, { dataDir, port })
    },
  }
  for (let step = 0; step < STEPS; step++) {
    const what = step === Math.floor(STEPS / 2) ? 'server' : pick(['act', 'act', 'act', 'act', 'act', 'elsewhere', 'network', 'network', 'crash'])
    await happens[what]!(pick(places))
  }

  for (const place of places) await place.device.context.setOffline(false)
  const healedAt = performance.now()
  const nothingWaits = () => Promise.all(places.map((place) =>
    eventually('nothing waits any more', async () => (await keptAt(place)).outbox.every(({ state }) => state.name === 'refused'))))
  await nothingWaits()
  t.comment(`${acted.size} acts seen on disk; every outbox was empty ${Math.round(performance.now() - healedAt)} ms after all was well`)

  for (const place of places) await lookAt(place, url)
  await nothingWaits()
  const logs = new Map<string, readonly DomainEvent[]>()
  for (const { person } of places) logs.set(person.session.userId, (await person.replica()).events)
  const log = [...logs.values()].flat().sort((a, b) => a.position < b.position ? -1 : 1) as unknown as Seen[]
  const happenings: Happening[] = [...acted.values()].map(({ happening }) => happening)
  for (const [index, place] of places.entries()) {
    const { userId } = place.person.session
    await eventually('the log of the browser is the server\'s', async () => (await keptAt(place)).log.length === logs.get(userId)!.length)
    happenings.push({ at: 1, place: index, person: userId, what: 'received', events: (await keptAt(place)).log.filter(({ stream }) => !isOwn(stream, userId)) })
    happenings.push({ at: 2, place: index, person: userId, what: 'quiet', look: await lookAt(place, url) })
  }
  t.same(checkHistory({ happenings, log: withNumberedPlays(log), answers: await answersTo([...acted.values()], log) }), [], 'nothing is lost, twice, another\'s or wrong on a screen')
  t.ok(acted.size > 0, 'something was done')
  t.equal(await service.stop(), 0)
})

/** What is a person's own besides their library: the judge knows libraries and lists. */
function isOwn(stream: string, userId: string): boolean {
  return ['notifications', 'devices', 'batch', 'preferences'].some((category) => stream.startsWith(`${category}-${userId}`))
}

interface Act { readonly place: Place; readonly command: Command; readonly happening: Happening }

/** What left no event has an answer all the same, which the server gives as often as it is asked; what it takes only now was lost. */
async function answersTo(acted: readonly Act[], log: readonly Seen[]): Promise<{ commandId: string; status: string }[]> {
  const recorded = new Set(log.map(({ meta }) => meta.commandId))
  const answers: { commandId: string; status: string }[] = []
  for (const { place, command } of acted.filter(({ command }) => !recorded.has(command.id))) {
    for (const outcome of await place.person.send(command)) {
      if (outcome.status !== 'accepted' || outcome.events.length === 0) answers.push({ commandId: command.id, status: outcome.status })
    }
  }
  return answers
}
