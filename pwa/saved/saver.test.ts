import { randomBytes } from 'node:crypto'
import { ada } from '../../test/support/given.ts'
import { eventually } from '../../test/support/eventually.ts'
import { JOB, savingLab } from '../../test/support/saving-lab.ts'
import type { Test } from '../../test/support/tap.ts'
import t from '../../test/support/tap.ts'
import type { Conditions } from './plan-queue.ts'
import { paused, resumed } from './saved-film.ts'
import { createSaver } from './saver.ts'

const UNKNOWN = `job_${'b'.repeat(26)}`

/** A device whose workers copy for as long as the test lasts. */
async function device(t: Test) {
  const bytes = new Uint8Array(randomBytes(1_000_000))
  const lab = await savingLab(t, bytes)
  const conditions: { -readonly [Name in keyof Conditions]: Conditions[Name] } = { online: true, manual: false, wifi: undefined, wifiOnly: false }
  const stateOf = async (jobId = JOB) => { const film = await lab.records.film(jobId); return film && `${film.state}${film.why === null ? '' : ` ${film.why}`}` }
  return {
    ...lab, bytes, conditions, stateOf,
    is: (state: string | undefined, jobId = JOB) => eventually(`it is ${state}`, async () => await stateOf(jobId) === state),
    start() {
      const stop = new AbortController()
      const saver = createSaver({ ...lab.ports, conditions: async () => conditions })
      const run = saver.run(stop.signal)
      const end = async () => { stop.abort(); await run }
      t.teardown(end)
      return { saver, end }
    },
  }
}

t.test('films are copied one after the other; one the server has no more does not stop the next (SV4)', async (t) => {
  const here = await device(t)
  await here.want(UNKNOWN, 1)
  await here.want(JOB, 2)
  here.start()
  await here.is('failed gone', UNKNOWN)
  await here.is('saved')
  t.ok(here.saved().equals(here.bytes))
})

t.test('it stops in the middle of a part when the network goes, or the person works offline or pauses, and goes on when told (SV1, SV4)', async (t) => {
  const here = await device(t)
  let reached = 0
  here.line.before = async ({ range }) => { if (range !== null && ++reached === 2) await new Promise((resolve) => { hold = () => resolve(undefined) }) }
  let hold = () => {}
  await here.want()
  const { saver } = here.start()
  await eventually('the second part is asked for', async () => reached === 2)
  here.conditions.manual = true
  saver.look()
  hold()
  await here.is('waiting offline')
  t.ok(reached < 4, 'before all of it was asked for')
  here.conditions.manual = false
  here.conditions.wifiOnly = true
  here.conditions.wifi = false
  saver.look()
  await here.is('waiting wifi')
  await here.records.change(JOB, paused)
  here.conditions.wifi = true
  saver.look()
  t.equal(await here.stateOf(), 'paused')
  await here.records.change(JOB, resumed)
  saver.look()
  await here.is('saved')
})

t.test('what was removed while it was copied leaves no file, nor does one that nobody knows of (SV1)', async (t) => {
  const here = await device(t)
  here.files.files.set(`/saved/${ada}/${UNKNOWN}/part-000000`, new Uint8Array(5))
  await (await (await (await here.files.root()).getDirectoryHandle('saved', { create: true })).getDirectoryHandle(ada, { create: true })).getDirectoryHandle(UNKNOWN, { create: true })
  here.line.before = async ({ range }) => { if (range?.startsWith('bytes=524288-')) await here.records.remove(JOB) }
  await here.want()
  here.start()
  await eventually('no file is left', async () => here.files.files.size === 0 && await here.records.film(JOB) === undefined)
  t.pass('both are gone')
})

t.test('one worker copies; when it ends the next one goes on where it was (SV1, SV4)', async (t) => {
  const here = await device(t)
  let reached = 0
  here.line.before = async ({ range }) => { if (range !== null && ++reached === 3) await new Promise((resolve) => { hold = () => resolve(undefined) }) }
  let hold = () => {}
  await here.want()
  const first = here.start()
  await eventually('the third part is asked for', async () => reached === 3)
  here.start()
  const ending = first.end()
  hold()
  await ending
  await here.is('saved')
  t.same(here.line.asked.filter(({ range }) => range !== null).map(({ range }) => range!.split('-')[0]), ['bytes=0', 'bytes=262144', 'bytes=524288', 'bytes=524288', 'bytes=786432'])
})
