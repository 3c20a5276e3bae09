/** Moons, shadows, graves and other things of the night. */

import type { Motif } from './motif.ts'
import { circle, group, line, path, polygon, rays, rect, repeat, ring, sheet } from './motif.ts'

export const moonshot: Motif = (view, p, random) =>
  sheet(view, p.ground) +
  repeat(60, () =>
    circle(
      (random() * 2 - 1) * view.halfWidth,
      (random() * 2 - 1) * view.halfHeight,
      1.5 + random() * 4,
      p.ink,
      'opacity="0.8"',
    )) +
  repeat(4, (index) => ring(0, 20, 400 + index * 70, p.shade, 16)) +
  circle(0, 20, 340, p.ink) + path('M 0 -320 A 340 340 0 0 1 0 360 A 470 470 0 0 0 0 -320 Z', p.second) +
  circle(-150, -110, 52, p.ground, 'opacity="0.16"') + circle(-200, 120, 78, p.ground, 'opacity="0.16"') +
  circle(-40, 220, 40, p.ground, 'opacity="0.16"') +
  ring(-115, -40, 62, p.ground, 10) + circle(-115, -40, 22, p.ground) +
  path('M -150 150 Q -40 235 90 150 Q -30 285 -150 150 Z', p.ground) +
  group(
    path('M -70 0 L -70 -250 Q 0 -380 70 -250 L 70 0 Z', p.main) + rect(-70, -190, 140, 18, p.ink) +
      rect(-70, -30, 140, 18, p.ink) +
      polygon([[-70, 0], [-130, 50], [-70, -100]], p.main) + polygon([[70, 0], [130, 50], [70, -100]], p.main),
    'translate(150 -60) rotate(-142) scale(0.8)',
  )

export const vampireShadow: Motif = (view, p) =>
  sheet(view, p.main) +
  path(
    `M -330 ${view.halfHeight} L -330 -190 A 330 330 0 0 1 330 -190 L 330 ${view.halfHeight} Z`,
    p.ink,
    'opacity="0.92"',
  ) +
  path(`M -300 ${view.halfHeight} L -300 -190 A 300 300 0 0 1 300 -190 L 300 ${view.halfHeight} Z`, p.second) +
  circle(120, -250, 95, p.ink, 'opacity="0.85"') +
  group(
    path('M -62 -300 Q -60 -420 0 -424 Q 60 -420 62 -300 Q 60 -235 0 -205 Q -60 -235 -62 -300 Z', p.ground) +
      polygon([[-58, -310], [-112, -392], [-50, -372]], p.ground) +
      polygon([[58, -310], [112, -392], [50, -372]], p.ground) +
      path(
        `M -62 -225 Q -190 -190 -200 40 L -215 ${view.halfHeight} L 215 ${view.halfHeight} L 200 40 Q 190 -190 62 -225 Z`,
        p.ground,
      ) +
      claw(-1, p.ground) + claw(1, p.ground) +
      circle(-24, -318, 9, p.ink) + circle(24, -318, 9, p.ink) + polygon([[-12, -252], [-4, -252], [-8, -228]], p.ink) +
      polygon([[12, -252], [4, -252], [8, -228]], p.ink),
    'translate(-20 60)',
  )

/** An arm held up, and fingers that are too long. */
function claw(side: 1 | -1, fill: string): string {
  return group(
    path('M 120 40 Q 190 -40 236 -160 L 290 -150 Q 260 20 170 120 Z', fill) +
      repeat(5, (index, share) =>
        group(
          path('M -13 0 Q -9 -90 4 -170 Q 14 -90 13 0 Z', fill),
          `translate(${232 + share * 64} -140) rotate(${-22 + share * 52})`,
        )),
    `scale(${side} 1)`,
  )
}

export const handsRising: Motif = (view, p) =>
  sheet(view, p.ground) + circle(0, -90, 300, p.main) + circle(0, -90, 262, p.second) +
  repeat(7, (index) => {
    const x = (index - 3) * 165
    const lift = [60, -70, 30, -150, -10, -90, 70][index]!
    return group(
      hand(index % 2 ? p.ink : p.ground, p.shade),
      `translate(${x} ${210 + lift}) rotate(${(index - 3) * 6}) scale(${0.85 + (index % 3) * 0.12})`,
    )
  }) +
  path(
    `M ${-view.halfWidth} 330 Q ${
      -view.halfWidth / 2
    } 270 0 320 T ${view.halfWidth} 310 L ${view.halfWidth} ${view.halfHeight} L ${-view
      .halfWidth} ${view.halfHeight} Z`,
    p.ground,
  ) +
  repeat(9, (index) => line(-view.halfWidth, 380 + index * 40, view.halfWidth, 372 + index * 40, p.shade, 7))

function hand(fill: string, edge: string): string {
  return path(
    'M -46 260 L -40 60 Q -62 0 -56 -60 Q -52 -78 -42 -60 L -30 -10 L -30 -120 Q -24 -142 -14 -120 L -6 -16 L 2 -140 Q 10 -162 20 -140 L 22 -12 L 34 -112 Q 44 -130 50 -110 L 46 20 L 78 -30 Q 94 -44 94 -24 L 52 80 L 48 260 Z',
    fill,
    `stroke="${edge}" stroke-width="6"`,
  )
}

export const graveSaucers: Motif = (view, p) =>
  sheet(view, p.ground) +
  rays(0, 250, 1500, 16, p.shade) +
  repeat(3, (index) =>
    group(
      polygon([[-70, 30], [70, 30], [210, 520], [-210, 520]], p.main, 'opacity="0.5"') +
        path('M -170 20 Q 0 -50 170 20 Q 0 80 -170 20 Z', p.ink) +
        path('M -75 -8 Q -60 -95 0 -95 Q 60 -95 75 -8 Q 0 10 -75 -8 Z', p.main) +
        repeat(5, (light) => circle((light - 2) * 58, 26, 10, p.second)),
      `translate(${[-270, 40, 320][index]} ${[-190, -340, -130][index]}) scale(${[0.8, 1.1, 0.65][index]}) rotate(${
        [-8, 4, 10][index]
      })`,
    )) +
  path(
    `M ${-view.halfWidth} 300 Q 0 200 ${view.halfWidth} 300 L ${view.halfWidth} ${view.halfHeight} L ${-view
      .halfWidth} ${view.halfHeight} Z`,
    p.second,
  ) +
  repeat(5, (index) =>
    group(
      path('M -48 120 L -48 -30 A 48 48 0 0 1 48 -30 L 48 120 Z', p.ink) + rect(-7, -40, 14, 80, p.ground) +
        rect(-28, -18, 56, 13, p.ground),
      `translate(${(index - 2) * 200} ${[330, 290, 275, 292, 335][index]}) rotate(${[-9, 5, -3, 8, 12][index]})`,
    ))

export const phantomMask: Motif = (view, p) =>
  sheet(view, p.ground) +
  repeat(13, (index) => {
    const x = (index - 6) * 82
    const top = -430 + Math.abs(index - 6) * 46
    return rect(x - 31, top, 62, view.halfHeight - top, index % 2 ? p.shade : p.second, 'rx="31"') +
      path(`M ${x - 14} ${top + 190} L ${x + 14} ${top + 190} L ${x} ${top + 235} Z`, p.ground)
  }) +
  path('M 0 -250 Q 230 -250 235 -20 Q 220 210 60 330 Q 20 356 0 360 Z', p.main) +
  path('M 0 -250 Q -230 -250 -235 -20 Q -220 210 -60 330 Q -20 356 0 360 Z', p.ink) +
  path('M -180 -60 Q -110 -120 -45 -55 Q -110 -5 -180 -60 Z', p.ground) +
  path('M 180 -60 Q 110 -120 45 -55 Q 110 -5 180 -60 Z', p.ink) +
  path('M -14 -40 Q -60 110 0 120 L 0 -60 Z', p.ground, 'opacity="0.25"') +
  path('M -100 200 Q -40 160 0 190 L 0 226 Q -50 214 -100 200 Z', p.ground) +
  path('M 100 200 Q 40 160 0 190 L 0 226 Q 50 214 100 200 Z', p.ink)

export const crookedStreet: Motif = (view, p, random) => {
  const lean = (): number => (random() - 0.5) * 130
  const house = (x: number, width: number, top: number, fill: string): string => {
    const [a, b] = [lean(), lean()]
    const corners = [[x, view.halfHeight], [x + a, top + 60], [x + width / 2 + (a + b) / 2, top - 90 + lean()], [
      x + width + b,
      top,
    ], [x + width, view.halfHeight]] as const
    return polygon(corners, fill) +
      repeat(
        3,
        (floor) =>
          polygon([
            [x + width * 0.3 + a / 2, top + 120 + floor * 140],
            [x + width * 0.62 + b / 2, top + 95 + floor * 140],
            [x + width * 0.68 + b / 2, top + 185 + floor * 140],
            [x + width * 0.26 + a / 2, top + 200 + floor * 140],
          ], floor === 1 ? p.second : p.ground),
      )
  }
  return sheet(view, p.ground) + rays(60, -120, 1600, 11, p.shade) +
    path(spiral(60, -210, 9, 200), 'none', `stroke="${p.second}" stroke-width="22" stroke-linecap="round"`) +
    house(-560, 260, -160, p.main) + house(330, 280, -120, p.main) + house(-330, 220, 20, p.ink) +
    house(150, 210, 60, p.ink) +
    polygon([[-130, view.halfHeight], [-18, 120], [40, 120], [190, view.halfHeight]], p.second) +
    group(
      path(
        'M -46 260 L -30 -40 Q -64 -70 -20 -110 L -30 -160 L -52 -164 L -30 -176 L -26 -230 L 30 -230 L 32 -176 L 52 -164 L 28 -160 L 22 -110 Q 64 -70 34 -40 L 50 260 Z',
        p.ground,
      ),
      'translate(18 210) rotate(4)',
    )
}

function spiral(x: number, y: number, turns: number, radius: number): string {
  const steps = turns * 14
  return Array.from({ length: steps }, (_, index) => {
    const turn = index / 14 * Math.PI * 2 / 1.9
    const reach = radius * index / steps
    return `${index === 0 ? 'M' : 'L'} ${(x + Math.cos(turn) * reach).toFixed(1)} ${
      (y + Math.sin(turn) * reach).toFixed(1)
    }`
  }).join(' ')
}

export const hypnoticEye: Motif = (view, p) =>
  sheet(view, p.ground) +
  repeat(14, (index) => ring(0, 0, 1010 - index * 58, index % 2 ? p.ground : p.shade, 34)) +
  path('M -430 0 Q 0 -330 430 0 Q 0 330 -430 0 Z', p.ink) + circle(0, 0, 190, p.main) + circle(0, 0, 140, p.second) +
  circle(0, 0, 80, p.ground) + circle(52, -58, 34, p.ink) +
  repeat(13, (index, share) =>
    group(
      polygon([[-9, 0], [9, 0], [0, -96]], p.ink),
      `translate(${-400 + share * 800} ${-22 - Math.sin(share * Math.PI) * 176}) rotate(${-46 + share * 92})`,
    )) +
  polygon([[-view.halfWidth, 46], [view.halfWidth, -74], [view.halfWidth, -54], [-view.halfWidth, 62]], p.ink)

export const tunnel: Motif = (view, p) =>
  sheet(view, p.ground) +
  repeat(9, (index) => circle(0, 30, 900 - index * 96, index % 2 ? p.ground : p.shade)) + circle(0, 30, 130, p.main) +
  polygon([[-34, 118], [34, 118], [300, view.halfHeight], [-300, view.halfHeight]], p.main, 'opacity="0.85"') +
  path(
    'M -34 150 L -26 40 Q -40 22 -22 0 L -22 -14 L -44 -18 L -22 -26 Q 0 -66 22 -26 L 44 -18 L 22 -14 L 22 0 Q 40 22 26 40 L 34 150 L 10 150 L 0 70 L -10 150 Z',
    p.ground,
  ) +
  polygon([[-34, 150], [34, 150], [190, view.halfHeight], [40, view.halfHeight], [0, 220], [-40, view.halfHeight], [
    -190,
    view.halfHeight,
  ]], p.ground)
