/** What is seen when: a countdown, cards and art, and on every frame the time and how far the clip has come. */

import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Screened } from '../catalogue/screened.ts'
import {
  artCard,
  castCard,
  CLOCK_FIGURES,
  clockCard,
  FOOT,
  intertitle,
  LEADER,
  leaderCard,
  posterCard,
  render,
  SHEET,
  titleCard,
} from './cards.ts'
import type { ChangeMap, Plane } from './plane.ts'
import { BLACK, blankPlane, copyRectangle, createChangeMap, fillRectangle } from './plane.ts'

export const FRAME_RATE = 24
export const DURATION_SECONDS = 62
const FRAMES = DURATION_SECONDS * FRAME_RATE
const IRIS_FRAMES = 20
const PAPER_LUMA = 210

interface Scene {
  /** On an even second: every second second has a key frame, and a cut there costs nothing. */
  readonly fromSeconds: number
  readonly picture: Plane
  /** `sweep` turns a hand round the leader each second; `iris` opens on the picture from black. */
  readonly effect?: 'sweep' | 'iris'
}

/** Calls `show` for each frame in order; the plane and the changes are the same objects every time. */
export async function playStoryboard(
  film: Screened,
  width: number,
  height: number,
  show: (plane: Plane, changes: ChangeMap, frame: number) => void,
): Promise<void> {
  const scenes = await scenesOf(film, width)
  const clock = await render(clockCard(), Math.round(FOOT.digitWidth * CLOCK_FIGURES.length * width / SHEET.width))
  const plane = blankPlane(width, height)
  const changes = createChangeMap(plane)
  const sweep = sweepSteps(plane)
  let scene: Scene | undefined
  for (let frame = 0; frame < FRAMES; frame++) {
    if (frame % FRAME_RATE === 0) await nextTurn() // Drawing takes seconds: what else this thread serves gets its turns.
    changes.clear()
    const next = scenes.findLast((one) => one.fromSeconds * FRAME_RATE <= frame)!
    const since = frame - next.fromSeconds * FRAME_RATE
    if (next !== scene) {
      scene = next
      plane.luma.set(scene.picture.luma)
      if (scene.effect === 'iris') fillRectangle(plane, 0, 0, width, footTop(plane), BLACK)
      changes.mark(0, 0, width, height)
    }
    if (scene.effect === 'sweep') turnHand(plane, changes, sweep[since % FRAME_RATE]!)
    if (scene.effect === 'iris' && since > 0 && since <= IRIS_FRAMES) openIris(plane, changes, scene.picture, since)
    writeFoot(plane, changes, clock, frame)
    show(plane, changes, frame)
  }
}

async function scenesOf(film: Screened, width: number): Promise<Scene[]> {
  const art = await render(await artCard(film), width)
  const leaders: Scene[] = []
  for (const [index, digit] of [6, 5, 4, 3, 2, 1].entries()) {
    leaders.push({ fromSeconds: index, picture: await render(await leaderCard(film, digit), width), effect: 'sweep' })
  }
  return [
    ...leaders,
    { fromSeconds: 6, picture: await render(await titleCard(film), width) },
    { fromSeconds: 10, picture: art, effect: 'iris' },
    { fromSeconds: 18, picture: await render(await intertitle(film, film.tagline), width) },
    { fromSeconds: 22, picture: await render(await posterCard(film), width), effect: 'iris' },
    { fromSeconds: 30, picture: await render(await intertitle(film, film.overview, 72), width) },
    { fromSeconds: 38, picture: await render(await castCard(film), width) },
    { fromSeconds: 42, picture: art, effect: 'iris' },
    {
      fromSeconds: 50,
      picture: await render(
        await intertitle(
          film,
          'This clip was drawn by Rewind for its demonstration. It stands where the film would be.',
          64,
        ),
        width,
      ),
    },
    { fromSeconds: 56, picture: await render(await intertitle(film, 'The End', 150), width) },
  ]
}

/** For each frame of a second the samples of the leader's circle that the hand passes over, as a clock's hand goes. */
function sweepSteps(plane: Plane): Uint32Array[] {
  const scale = plane.width / SHEET.width
  const [centreX, centreY, radius] = [LEADER.x * scale, LEADER.y * scale, (LEADER.radius - 40) * scale]
  const steps: number[][] = Array.from({ length: FRAME_RATE }, () => [])
  for (let y = Math.ceil(centreY - radius); y < centreY + radius; y++) {
    for (let x = Math.ceil(centreX - radius); x < centreX + radius; x++) {
      const [dx, dy] = [x - centreX, y - centreY]
      if (dx * dx + dy * dy > radius * radius) continue
      const turn = Math.atan2(dx, -dy) / (2 * Math.PI)
      steps[Math.floor((turn < 0 ? turn + 1 : turn) * FRAME_RATE) % FRAME_RATE]!.push(y * plane.stride + x)
    }
  }
  return steps.map((step) => Uint32Array.from(step))
}

function turnHand(plane: Plane, changes: ChangeMap, samples: Uint32Array): void {
  for (const at of samples) plane.luma[at] = BLACK + ((plane.luma[at]! - BLACK) * 5 >> 3)
  const scale = plane.width / SHEET.width
  const reach = Math.ceil(LEADER.radius * scale)
  changes.mark(Math.floor(LEADER.x * scale) - reach, Math.floor(LEADER.y * scale) - reach, 2 * reach, 2 * reach)
}

/** Shows the ring between the last frame's circle and this one's. */
function openIris(plane: Plane, changes: ChangeMap, picture: Plane, since: number): void {
  const bottom = footTop(plane)
  const [centreX, centreY] = [plane.width / 2, bottom / 2]
  const whole = Math.hypot(centreX, centreY) + 1
  const radius = since === IRIS_FRAMES ? whole : whole * (since / IRIS_FRAMES) ** 1.6
  for (let y = 0; y < bottom; y++) {
    const across = radius * radius - (y - centreY) ** 2
    if (across <= 0) continue
    const half = Math.min(Math.floor(Math.sqrt(across)), centreX)
    copyRectangle(picture, centreX - half, y, plane, centreX - half, y, 2 * half, 1)
  }
  changes.mark(
    Math.floor(centreX - radius),
    Math.floor(centreY - radius),
    Math.ceil(2 * radius) + 1,
    Math.ceil(2 * radius) + 1,
  )
}

function writeFoot(plane: Plane, changes: ChangeMap, clock: Plane, frame: number): void {
  const scale = plane.width / SHEET.width
  const top = footTop(plane)
  const cell = clock.width / CLOCK_FIGURES.length
  const [seconds, rest] = [Math.floor(frame / FRAME_RATE), frame % FRAME_RATE]
  const time = [Math.floor(seconds / 60), seconds % 60, rest].map((part) => String(part).padStart(2, '0')).join(':')
  for (const [index, figure] of [...time].entries()) {
    const from = Math.round(CLOCK_FIGURES.indexOf(figure) * cell)
    const to = Math.round(FOOT.timeX * scale + index * cell)
    copyRectangle(clock, from, 0, plane, to, top, Math.floor(cell), clock.height)
    changes.mark(to, top, Math.floor(cell), clock.height)
  }
  const [x, y] = [Math.round(FOOT.barX * scale), Math.round(FOOT.barY * scale)]
  const filled = Math.round(FOOT.barWidth * scale * (frame + 1) / FRAMES)
  const height = Math.round(FOOT.barHeight * scale)
  fillRectangle(plane, x, y, filled, height, PAPER_LUMA)
  changes.mark(x, y, filled, height)
}

function footTop(plane: Plane): number {
  return Math.round(FOOT.top * plane.width / SHEET.width)
}
