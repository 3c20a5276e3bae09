import { signedInDevice } from './support/app.ts'
import { demoCredentials, newCommand, signIn } from './support/person.ts'
import { startService } from './support/service.ts'
const endings: (() => unknown)[] = []
const host = { teardown: (run: () => unknown) => endings.push(run) }
try {
  const service = await startService(host)
  const credentials = demoCredentials(service, 'member')
  const person = await signIn(service.url, credentials)
  const N = 60_000
  let events = 0
  const t0 = performance.now()
  const title = (i: number) => ({ title: { mediaType: 'movie' as const, tmdbId: 1_000_000 + (i * 7919) % 10_000 } })
  const kinds = [(i: number) => newCommand('AddToWatchlist', title(i)), (i: number) => newCommand('AddFavourite', title(i)), (i: number) => newCommand('RemoveFromWatchlist', title(i)), (i: number) => newCommand('TagTitle', { ...title(i), tag: `t${i % 7}` }), (i: number) => newCommand('MarkWatched', title(i)), (i: number) => newCommand('RemoveFavourite', title(i))]
  for (let from = 0; events < N; from += 100) {
    const batch = Array.from({ length: 100 }, (_, k) => { const i = from + k; return kinds[Math.floor(i / 10_000) % 6]!(i) })
    const outcomes = await person.send(...batch)
    for (const o of outcomes) if (o.status === 'accepted') events += o.events.length
    if (from > 90_000) break
  }
  console.log(`${events} events in ${Math.round(performance.now() - t0)} ms`)
  const log = await person.get<{ results: { recordedAt: string }[] }>('/api/history?limit=1')
  const first = new Date(Date.now() - (performance.now() - t0)).toISOString()
  const mid = new Date((Date.parse(first) + Date.parse(log.results[0]!.recordedAt)) / 2).toISOString()
  for (let i = 0; i < 4; i++) { const s = performance.now(); const a = await person.get<{ totalResults: number }>(`/api/watchlist?asOf=${mid}`); console.log(`GET /api/watchlist?asOf (middle, ${a.totalResults} titles): ${Math.round(performance.now() - s)} ms`) }
  for (let i = 0; i < 3; i++) { const s = performance.now(); await person.get(`/api/library?asOf=${log.results[0]!.recordedAt}`); console.log(`GET /api/library?asOf (end): ${Math.round(performance.now() - s)} ms`) }
  for (let i = 0; i < 2; i++) { const s = performance.now(); await person.get(`/api/history?asOf=${log.results[0]!.recordedAt}`); console.log(`GET /api/history?asOf (end): ${Math.round(performance.now() - s)} ms`) }
  const { page } = await signedInDevice(host, service, credentials)
  page.setDefaultTimeout(120_000)
  const o = performance.now()
  await page.goto(`${service.url}/library?at=${mid}`)
  await page.getByRole('slider', { name: 'Moment' }).waitFor()
  console.log(`open the library then, log read: ${Math.round(performance.now() - o)} ms`)
  await page.waitForTimeout(4000)
  const steps = await page.evaluate(async () => {
    const then = document.querySelector('rewind-app')!.shadowRoot!.querySelector('library-screen')!.shadowRoot!.querySelector('library-then')! as never as HTMLElement & { updateComplete: Promise<unknown> }
    const machine = then.shadowRoot!.querySelector('time-machine')!
    const range = machine.shadowRoot!.querySelector('input')!
    const [min, max] = [Number(range.min), Number(range.max)]
    const drawn: number[] = []; const script: number[] = []
    const move = async (value: number) => {
      range.value = String(Math.round(value))
      const s = performance.now()
      range.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }))
      await then.updateComplete
      script.push(performance.now() - s)
      await new Promise((r) => requestAnimationFrame(() => setTimeout(r)))
      drawn.push(performance.now() - s)
    }
    for (let i = 0; i < 40; i++) await move(min + (max - min) * i / 40)
    const smooth = { script: script.splice(0), drawn: drawn.splice(0) }
    for (let i = 0; i < 60; i++) await move(min + (max - min) * ((i * 37) % 60) / 60)
    const at = (xs: number[], q: number) => Math.round(xs.sort((a, b) => a - b)[Math.floor(xs.length * q)]! * 10) / 10
    return { dragging: [0.5, 0.95, 0.99].map((q) => [at(smooth.script, q), at(smooth.drawn, q)]), jumping: [0.5, 0.95, 0.99].map((q) => [at(script, q), at(drawn, q)]) }
  })
  console.log('per step [script ms, until drawn ms] at p50, p95, p99:', JSON.stringify(steps))
} finally { for (const end of endings.reverse()) await end() }
