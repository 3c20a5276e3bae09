/** Deserts, seas, ice, stone and fire: adventures, legends and history. */

import type { Motif, View } from './motif.ts'
import { circle, group, line, path, polygon, rays, rect, repeat, ring, sheet } from './motif.ts'

function land(view: View, y: number, bend: number, fill: string): string {
  return path(
    `M ${-view.halfWidth} ${y} Q ${-view.halfWidth / 3} ${
      y - bend
    } 0 ${y} T ${view.halfWidth} ${y} L ${view.halfWidth} ${view.halfHeight} L ${-view.halfWidth} ${view.halfHeight} Z`,
    fill,
  )
}

export const dunes: Motif = (view, p) =>
  sheet(view, p.ground) + repeat(5, (index) => circle(120, -120, 470 - index * 70, index % 2 ? p.ground : p.shade)) +
  circle(120, -120, 170, p.main) +
  land(view, 120, 120, p.second) + land(view, 230, -140, p.main) + land(view, 350, 110, p.ink) +
  group(
    path(
      'M -120 40 Q -130 -20 -90 -40 Q -60 -100 -20 -50 Q 0 -100 44 -46 Q 70 -40 84 -90 Q 96 -140 130 -132 L 150 -110 L 112 -92 Q 104 -20 70 6 L 78 110 L 62 110 L 48 14 L -40 14 L -62 110 L -78 110 L -74 16 Q -100 10 -104 50 Z',
      p.ink,
    ) + path('M -20 -56 L -8 -132 Q 2 -164 20 -132 L 36 -50 Z', p.ground) + circle(6, -150, 19, p.ground),
    'translate(-170 34) scale(0.92)',
  )

export const ocean: Motif = (view, p) =>
  sheet(view, p.ground) + circle(-190, -230, 150, p.second) + repeat(4, (index) =>
    ring(-190, -230, 190 + index * 42, p.shade, 13)) +
  group(
    path('M -20 -330 L 20 -330 L 150 300 L -150 300 Z', p.main) +
      path('M 0 -330 L 20 -330 L 150 300 L 0 300 Z', p.ink) + repeat(2, (index) =>
        circle(index ? 62 : -62, -40, 20, p.ground)) +
      rect(-8, -470, 16, 150, p.ink) + polygon([[8, -460], [120, -424], [8, -390]], p.main),
    'translate(70 60) scale(1.2)',
  ) +
  repeat(7, (row) =>
    repeat(Math.ceil(view.halfWidth / 50) + 2, (index) => {
      const x = -view.halfWidth - 60 + index * 116 + (row % 2) * 58
      const y = 330 + row * 58
      return circle(x, y + 46, 58, p.ground) +
        repeat(3, (arc) => ring(x, y + 46, 52 - arc * 19, arc === 1 ? p.second : p.ink, 8))
    }))

export const steps: Motif = (view, p) =>
  sheet(view, p.main) +
  repeat(11, (index) =>
    polygon([[-view.halfWidth, -260 + index * 120], [view.halfWidth, -470 + index * 120], [
      view.halfWidth,
      -410 + index * 120,
    ], [-view.halfWidth, -200 + index * 120]], index % 2 ? p.second : p.ink)) +
  repeat(7, (index) =>
    group(
      rect(-13, -110, 26, 120, p.ground) + circle(0, -130, 20, p.ground) + rect(-19, -160, 38, 18, p.ground) +
        polygon([[10, -94], [150, -62], [150, -54], [8, -78]], p.ground) +
        polygon([[-12, 10], [-44, 82], [-24, 82], [4, 10]], p.ground) +
        polygon([[12, 10], [30, 82], [48, 82], [14, 0]], p.ground),
      `translate(${-430 + index * 108} ${-310 - index * 24}) rotate(-3)`,
    )) +
  group(
    circle(-62, 66, 54, p.ground) + circle(84, 66, 54, p.ground) + circle(-62, 66, 34, p.ink) +
      circle(84, 66, 34, p.ink) + path('M -130 -50 L 150 -50 Q 150 30 40 34 L -20 34 Q -120 30 -130 -50 Z', p.ground) +
      path('M 20 -54 L 150 -54 Q 142 -170 10 -176 Z', p.ground) + line(-130, -50, -210, -130, p.ground, 13),
    'translate(120 270) rotate(12) scale(1.1)',
  )

export const ice: Motif = (view, p) =>
  sheet(view, p.ground) + circle(150, -250, 130, p.second) +
  polygon([
    [-view.halfWidth, 120],
    [-340, -220],
    [-190, -20],
    [-30, -300],
    [190, 60],
    [320, -90],
    [view.halfWidth, 120],
    [view.halfWidth, view.halfHeight],
    [-view.halfWidth, view.halfHeight],
  ], p.main) +
  polygon([[-340, -220], [-280, -140], [-330, -120], [-370, -160]], p.ink) +
  polygon([[-30, -300], [40, -190], [-20, -150], [-84, -210]], p.ground) +
  land(view, 190, 60, p.shade) + path('M -300 380 A 300 300 0 0 1 300 380 Z', p.ground) +
  repeat(3, (index) =>
    path(
      `M ${-300 + index * 10 + index * index * 14} ${380 - (index + 1) * 84} Q 0 ${330 - (index + 1) * 96} ${
        300 - index * 10 - index * index * 14
      } ${380 - (index + 1) * 84}`,
      'none',
      `stroke="${p.main}" stroke-width="8"`,
    )) +
  repeat(9, (index) => line((index - 4) * 68, 380, (index - 4) * 60, 300 - (index % 2) * 80, p.main, 6)) +
  path('M -76 380 L -76 330 A 76 76 0 0 1 76 330 L 76 380 Z', p.ink) +
  rect(-view.halfWidth, 380, view.halfWidth * 2, view.halfHeight, p.ink)

export const mesa: Motif = (view, p) =>
  sheet(view, p.ground) + repeat(9, (index) =>
    rect(-view.halfWidth, -view.halfHeight + index * 110, view.halfWidth * 2, 30 + index * 9, p.shade)) +
  circle(0, 60, 260, p.main) +
  polygon([
    [-view.halfWidth, 170],
    [-430, 150],
    [-390, -70],
    [-200, -80],
    [-160, 150],
    [60, 170],
    [110, 30],
    [300, 20],
    [340, 170],
    [view.halfWidth, 180],
    [view.halfWidth, 300],
    [-view.halfWidth, 300],
  ], p.second) +
  rect(-view.halfWidth, 260, view.halfWidth * 2, view.halfHeight, p.ink) +
  group(
    path(
      'M -30 160 L -30 -60 Q -90 -60 -90 -130 L -90 -180 Q -66 -200 -50 -180 L -50 -130 Q -48 -104 -30 -104 L -30 -270 Q 0 -306 30 -270 L 30 -50 Q 54 -50 54 -80 L 54 -140 Q 74 -160 94 -140 L 94 -70 Q 94 0 30 0 L 30 160 Z',
      p.ink,
    ),
    'translate(-300 130) scale(1.1)',
  ) +
  group(
    path(
      'M -90 80 Q -100 10 -54 -8 L -20 -14 Q 20 -40 60 -20 Q 80 -70 112 -82 L 126 -64 L 150 -30 L 134 -14 L 106 -24 Q 100 30 74 40 L 92 130 L 76 130 L 50 44 L -40 40 L -70 130 L -88 130 L -74 50 Z',
      p.ink,
    ) + path('M -16 -16 L -10 -104 Q 6 -124 24 -104 L 36 -22 L 10 40 L -8 36 Z', p.ink) + circle(8, -132, 18, p.ink) +
      path('M -34 -142 Q 8 -160 52 -142 Q 8 -134 -34 -142 Z M -10 -146 Q 8 -186 28 -146 Z', p.ink),
    'translate(170 134)',
  )

export const domes: Motif = (view, p) => {
  const dome = (x: number, base: number, width: number, fill: string): string =>
    path(
      `M ${x - width / 2} ${base} Q ${x - width * 0.74} ${base - width * 0.66} ${x - width * 0.12} ${
        base - width * 0.98
      } L ${x} ${base - width * 1.3} L ${x + width * 0.12} ${base - width * 0.98} Q ${x + width * 0.74} ${
        base - width * 0.66
      } ${x + width / 2} ${base} Z`,
      fill,
    ) + rect(x - width / 2, base, width, view.halfHeight * 2, fill)
  return sheet(view, p.ground) + circle(170, -280, 120, p.main) + circle(214, -300, 104, p.ground) +
    repeat(
      34,
      (index) =>
        circle(Math.sin(index * 12.9) * view.halfWidth, -view.halfHeight + ((index * 137) % 620), 2 + index % 3, p.ink),
    ) +
    dome(-330, 130, 190, p.shade) + dome(330, 90, 220, p.shade) + dome(-150, 230, 240, p.second) +
    dome(190, 260, 210, p.main) + dome(20, 380, 260, p.ink) +
    rect(-440, -110, 34, 1200, p.second) + polygon([[-450, -110], [-423, -210], [-396, -110]], p.second) +
    rect(420, -60, 34, 1200, p.main) + polygon([[410, -60], [437, -160], [464, -60]], p.main) +
    group(
      path('M -230 0 Q -110 -50 0 0 T 230 0 L 216 34 Q 110 74 0 34 T -216 34 Z', p.main) +
        path('M -26 -10 L -18 -92 Q 0 -116 20 -92 L 30 -6 Z', p.ink) + circle(2, -116, 20, p.ink),
      'translate(-90 -190) rotate(-8)',
    )
}

export const roseWindow: Motif = (view, p) =>
  sheet(view, p.ground) +
  path(
    `M -420 ${view.halfHeight} L -420 -60 Q -400 -420 0 -600 Q 400 -420 420 -60 L 420 ${view.halfHeight} Z`,
    p.shade,
  ) + circle(0, -60, 330, p.ink) +
  repeat(12, (index) =>
    group(
      path('M 0 -60 Q 78 -190 0 -300 Q -78 -190 0 -60 Z', index % 2 ? p.main : p.second),
      `translate(0 -60) rotate(${index * 30})`,
    )) +
  repeat(12, (index) => group(circle(0, -276, 26, p.ground), `translate(0 -60) rotate(${index * 30 + 15})`)) +
  circle(0, -60, 66, p.ground) + circle(0, -60, 40, p.main) +
  path(
    `M -120 ${view.halfHeight} Q -190 430 -110 380 Q -96 290 -10 300 Q 90 300 110 390 Q 190 440 130 ${view.halfHeight} Z`,
    p.ink,
  ) + circle(56, 312, 56, p.ink)

export const flames: Motif = (view, p) =>
  sheet(view, p.ground) + rays(0, -230, 1500, 13, p.shade) +
  rect(-24, -420, 48, 1300, p.ink) + rect(-170, -300, 340, 44, p.ink) +
  repeat(9, (index) =>
    group(
      path(
        'M -90 360 Q -150 120 -20 -60 Q -30 60 40 110 Q 50 20 20 -120 Q 170 60 110 360 Z',
        [p.main, p.second, p.ink][index % 3]!,
        index % 3 === 2 ? 'opacity="0.85"' : '',
      ),
      `translate(${(index - 4) * 118} ${150 + Math.abs(index - 4) * 34}) scale(${1.25 - Math.abs(index - 4) * 0.09})`,
    )) +
  rect(-view.halfWidth, 470, view.halfWidth * 2, view.halfHeight, p.main)

export const blade: Motif = (view, p) =>
  sheet(view, p.ground) +
  path(
    'M -360 -500 Q 320 -420 250 -190 Q 180 -10 -140 -60 Q -400 -80 -330 150 Q -250 350 330 260',
    'none',
    `stroke="${p.shade}" stroke-width="190" stroke-linecap="round"`,
  ) +
  path(
    'M -360 -500 Q 320 -420 250 -190 Q 180 -10 -140 -60 Q -400 -80 -330 150 Q -250 350 330 260',
    'none',
    `stroke="${p.second}" stroke-width="120" stroke-linecap="round"`,
  ) +
  path(
    'M -360 -500 Q 320 -420 250 -190 Q 180 -10 -140 -60 Q -400 -80 -330 150 Q -250 350 330 260',
    'none',
    `stroke="${p.ground}" stroke-width="16" stroke-dasharray="34 30" stroke-linecap="butt"`,
  ) +
  path('M 300 190 L 470 250 L 440 330 L 300 340 Q 250 260 300 190 Z', p.second) + circle(356, 240, 16, p.ground) +
  polygon([[-44, 330], [44, 330], [34, -380], [0, -470], [-34, -380]], p.ink) +
  polygon([[0, 330], [44, 330], [34, -380], [0, -470]], p.main) + rect(-190, 318, 380, 40, p.main) +
  rect(-26, 356, 52, 150, p.ink) + circle(0, 524, 44, p.main)

export const wheel: Motif = (view, p) =>
  sheet(view, p.ground) + rays(0, 0, 1600, 12, p.shade) + circle(0, 0, 420, p.main) + circle(0, 0, 366, p.ground) +
  ring(0, 0, 330, p.second, 14) +
  repeat(
    12,
    (index) =>
      group(path('M -12 -80 L -26 -350 L 26 -350 L 12 -80 Z', index % 2 ? p.main : p.ink), `rotate(${index * 30})`),
  ) + circle(0, 0, 110, p.ink) + circle(0, 0, 76, p.main) + circle(0, 0, 34, p.ground) +
  repeat(4, (index) => rect(-view.halfWidth, 420 + index * 34, view.halfWidth * 2, 14 - index * 2, p.second))

export const candles: Motif = (view, p) =>
  sheet(view, p.ground) +
  repeat(11, (index) => {
    const x = (index - 5) * 142
    const top = 40 + Math.abs(index - 5) * 30 - (index % 3) * 130
    const out = index === 2 || index === 8
    return rect(x - 34, top, 68, view.halfHeight * 2, index % 2 ? p.ink : p.second) +
      path(`M ${x - 34} ${top} q 16 46 26 90 q 12 -46 12 -70 q 16 30 30 -20 Z`, p.ground, 'opacity="0.35"') +
      line(x, top, x, top - 26, p.ink, 7) +
      (out
        ? path(
          `M ${x} ${top - 30} q 40 -50 0 -100 q -36 -44 10 -110`,
          'none',
          `stroke="${p.shade}" stroke-width="12" stroke-linecap="round"`,
        )
        : circle(x, top - 86, 96, p.shade) +
          path(
            `M ${x} ${top - 176} Q ${x + 52} ${top - 80} ${x} ${top - 26} Q ${x - 52} ${top - 80} ${x} ${top - 176} Z`,
            p.main,
          ) +
          path(
            `M ${x} ${top - 110} Q ${x + 20} ${top - 66} ${x} ${top - 34} Q ${x - 20} ${top - 66} ${x} ${top - 110} Z`,
            p.ink,
          ))
  })

export const target: Motif = (view, p) =>
  sheet(view, p.ground) + repeat(8, (index) =>
    polygon([
      [-view.halfWidth + index * 260 - 160, view.halfHeight],
      [-view.halfWidth + index * 260, -view.halfHeight],
      [-view.halfWidth + index * 260 + 60, -view.halfHeight],
      [-view.halfWidth + index * 260 - 60, view.halfHeight],
    ], p.shade)) +
  circle(0, -10, 370, p.main) + circle(0, -10, 300, p.ground) + circle(0, -10, 270, p.second) +
  rect(-8, -470, 16, 920, p.ink) + rect(-460, -18, 920, 16, p.ink) +
  group(
    circle(0, -120, 34, p.ink) +
      path(
        'M -34 -80 Q 20 -96 44 -60 L 110 -20 L 100 4 L 30 -20 L 26 50 L 96 120 L 60 210 L 34 200 L 52 130 L -10 80 L -60 150 L -150 170 L -152 144 L -78 122 L -34 40 L -40 -20 L -100 30 L -118 8 Z',
        p.ink,
      ),
    'translate(0 10) scale(1.15)',
  )
