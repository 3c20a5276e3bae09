/**
 * Where each page of this tab was left, and back there again: on the way back and when it is loaded anew, even where most of the page comes late.
 * The browser itself tries once, when there may be nothing yet to scroll. Whoever scrolls meanwhile is let alone.
 */

import { limits } from './sync/limits.ts'

const STORED = 'rewind-scroll'
const inputs = ['wheel', 'touchstart', 'pointerdown', 'keydown'] as const
/** Frames in which it has stayed where it should be, and after which one no longer tries. */
const steadyFrames = 20
const framesMax = 180

/** From the keys of the tab's history to pixels from the top. */
const tops = new Map<string, number>(JSON.parse(sessionStorage.getItem(STORED) ?? '[]') as [string, number][])
/** While the page is on its way, its place is no place that anybody left it at. */
let onTheWay: AbortController | undefined

async function comeBack(top: number): Promise<void> {
  onTheWay?.abort()
  const way = onTheWay = new AbortController()
  for (const input of inputs) addEventListener(input, () => way.abort(), { passive: true, signal: way.signal })
  for (let steady = 0, frame = 0; steady < steadyFrames && frame < framesMax && !way.signal.aborted; frame++) {
    if (Math.abs(scrollY - top) <= 1) steady++
    else {
      steady = 0
      scrollTo({ top, behavior: 'instant' })
    }
    await new Promise(requestAnimationFrame)
  }
  way.abort()
  if (onTheWay === way) onTheWay = undefined
}

/** Where the browser keeps no such keys, its own way of coming back has to do. */
export function rememberScroll(): void {
  if (!('navigation' in globalThis)) return
  const key = () => navigation.currentEntry?.key ?? ''
  const [loaded] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[]
  const here = tops.get(key())
  if (here && loaded?.type !== 'navigate' && scrollY <= 1) void comeBack(here)
  navigation.addEventListener('navigate', ({ navigationType, destination, canIntercept }) => {
    onTheWay?.abort()
    onTheWay = undefined
    const top = tops.get(destination.key)
    if (navigationType !== 'traverse' || !canIntercept || top === undefined) return
    onTheWay = new AbortController()
    const settled = new AbortController()
    navigation.addEventListener('navigatesuccess', () => { settled.abort(); void comeBack(top) }, { signal: settled.signal })
    navigation.addEventListener('navigateerror', () => { settled.abort(); onTheWay = undefined }, { signal: settled.signal })
  })
  addEventListener('scroll', () => {
    if (onTheWay) return
    tops.delete(key())
    tops.set(key(), scrollY)
    if (tops.size > limits.placesRememberedMax) tops.delete(tops.keys().next().value!)
  }, { passive: true })
  addEventListener('pagehide', () => sessionStorage.setItem(STORED, JSON.stringify([...tops])))
}
