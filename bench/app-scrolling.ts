/** Scrolls as a wheel does, and counts frames in the page itself. */

import type { Page } from 'playwright-core'

export const SCROLL = { tallPx: 400_000, pxPerSecond: 4_000, px: 20_000 } as const
/** A frame is late from half a frame beyond its time at 60 a second. */
const LATE_MS = 25

/** `lateShare`: of the frames, 0 to 1. */
export async function scrolled(page: Page): Promise<{ readonly perSecond: number; readonly lateShare: number }> {
  await page.evaluate(() => {
    const times: number[] = []
    Object.assign(globalThis, { frameTimes: times })
    const next = (at: number) => { times.push(at); requestAnimationFrame(next) }
    requestAnimationFrame(next)
  })
  const tools = await page.context().newCDPSession(page)
  await tools.send('Input.synthesizeScrollGesture', { x: 640, y: 400, yDistance: -SCROLL.px, speed: SCROLL.pxPerSecond, gestureSourceType: 'mouse' })
  const times = await page.evaluate(() => (globalThis as unknown as { frameTimes: number[] }).frameTimes)
  const gaps = times.slice(1).map((at, index) => at - times[index]!)
  return { perSecond: gaps.length / ((times.at(-1)! - times[0]!) / 1_000), lateShare: gaps.filter((ms) => ms > LATE_MS).length / gaps.length }
}
