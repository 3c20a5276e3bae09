/** Streets, engines, print and clocks. */

import type { Motif } from './motif.ts'
import { circle, group, line, path, polygon, rays, rect, repeat, ring, sheet } from './motif.ts'

export const sunburstCity: Motif = (view, p) =>
  sheet(view, p.ground) +
  rays(0, 120, 1800, 22, p.shade) + circle(0, -40, 260, p.main) +
  repeat(11, (index) => {
    const away = Math.abs(index - 5)
    const [x, top, width] = [(index - 5) * 118, -400 + away * 88 + (index % 3) * 46, 104]
    return rect(x - width / 2, top, width, view.halfHeight - top, index % 2 ? p.second : p.ink) +
      rect(x - width / 4, top - 60, width / 2, 60, index % 2 ? p.second : p.ink) +
      repeat(14, (floor) =>
        rect(x - 34, top + 30 + floor * 66, 68, 10, p.ground, `opacity="${floor % 3 ? 0.55 : 0.9}"`))
  }) +
  polygon([[-200, view.halfHeight], [-120, -180], [0, -470], [120, -180], [200, view.halfHeight]], p.ground) +
  polygon([[-120, view.halfHeight], [-70, -150], [0, -400], [0, view.halfHeight]], p.main) +
  polygon([[120, view.halfHeight], [70, -150], [0, -400], [0, view.halfHeight]], p.second) +
  repeat(8, (index) =>
    path(
      `M -${70 + index * 8} ${-90 + index * 80} L 0 ${-150 + index * 80} L ${70 + index * 8} ${-90 + index * 80}`,
      'none',
      `stroke="${p.ground}" stroke-width="12"`,
    ))

export const clockface: Motif = (view, p) =>
  sheet(view, p.ground) +
  repeat(7, (column) =>
    repeat(12, (row) =>
      rect(-view.halfWidth - 20 + column * view.halfWidth / 3, -view.halfHeight + 30 + row * 140, 70, 96, p.shade))) +
  circle(60, -40, 370, p.main) + circle(60, -40, 330, p.ink) + ring(60, -40, 296, p.ground, 5) +
  repeat(12, (index) =>
    group(rect(-9, -290, 18, index % 3 ? 36 : 66, p.ground), `translate(60 -40) rotate(${index * 30})`)) +
  group(polygon([[-15, 50], [15, 50], [7, -265], [-7, -265]], p.main), 'translate(60 -40) rotate(78)') +
  group(polygon([[-20, 40], [20, 40], [9, -170], [-9, -170]], p.ground), 'translate(60 -40) rotate(-64)') +
  circle(60, -40, 30, p.main) +
  group(
    path(
      'M 0 0 L -16 96 Q -60 110 -62 180 L -58 290 L -88 420 L -46 424 L -20 300 L 0 300 L 44 404 L 82 388 L 38 270 L 30 180 Q 34 122 22 96 L 14 0 Z',
      p.second,
    ) +
      circle(-22, 70, 42, p.second) +
      group(rect(-62, -18, 124, 14, p.ground) + rect(-38, -52, 76, 36, p.ground), 'translate(-26 46) rotate(-10)'),
    'translate(318 0)',
  )

export const locomotive: Motif = (view, p) =>
  sheet(view, p.ground) +
  repeat(7, (index) =>
    circle(-90 + index * 58 - (index % 2) * 96, -330 - index * 44, 92 + index * 21, index % 2 ? p.shade : p.second)) +
  polygon([[-view.halfWidth, 330], [view.halfWidth, 330], [view.halfWidth, view.halfHeight], [
    -view.halfWidth,
    view.halfHeight,
  ]], p.shade) +
  repeat(9, (index) =>
    rect(-210 - index * index * 9, 340 + index * index * 9, 420 + index * index * 18, 16 + index * 4, p.main)) +
  polygon([[-150, 330], [-112, 330], [-440, 1100], [-540, 1100]], p.ink) +
  polygon([[150, 330], [112, 330], [440, 1100], [540, 1100]], p.ink) +
  rect(-66, -360, 132, 190, p.ink) + polygon([[-110, -380], [110, -380], [78, -330], [-78, -330]], p.main) +
  circle(0, -10, 262, p.main) + circle(0, -10, 226, p.ink) + circle(0, -10, 196, p.ground) +
  ring(0, -10, 130, p.ink, 8) +
  repeat(16, (index) =>
    group(circle(0, -211, 10, p.main), `translate(0 -10) rotate(${index * 22.5})`)) +
  circle(0, -10, 74, p.second) + circle(0, -10, 46, p.ink) +
  rect(-250, 196, 500, 66, p.main) + circle(-170, 229, 22, p.ink) + circle(170, 229, 22, p.ink) +
  repeat(9, (index) =>
    polygon([[-220 + index * 55, 262], [-190 + index * 55, 262], [(index - 4) * 74 + 12, 420], [
      (index - 4) * 74 - 12,
      420,
    ]], p.ink)) +
  rect(-330, 410, 660, 22, p.ink)

export const windows: Motif = (view, p, random) => {
  const [columns, rows] = [Math.ceil(view.halfWidth / 52), Math.ceil(view.halfHeight / 68)]
  const lit = Math.floor(random() * 3) + Math.floor(columns / 2)
  return sheet(view, p.ground) + repeat(columns, (column) =>
    repeat(rows, (row) => {
      const [x, y] = [-view.halfWidth + 26 + column * 104, -view.halfHeight + 34 + row * 136]
      const chosen = column === lit && row === Math.floor(rows / 2)
      return rect(x, y, 62, 92, chosen ? p.main : (column * 7 + row * 5) % 6 === 0 ? p.second : p.shade) +
        (chosen
          ? circle(x + 31, y + 42, 17, p.ground) +
            path(`M ${x + 4} ${y + 92} Q ${x + 31} ${y + 34} ${x + 58} ${y + 92} Z`, p.ground)
          : rect(x + 28, y, 6, 92, p.ground))
    })) +
    polygon(
      [[-view.halfWidth, view.halfHeight], [-view.halfWidth, view.halfHeight - 120], [
        view.halfWidth,
        view.halfHeight - 320,
      ], [view.halfWidth, view.halfHeight]],
      p.main,
      'opacity="0.9"',
    )
}

export const newsprint: Motif = (view, p) =>
  sheet(view, p.main) +
  repeat(4, (index) =>
    group(
      rect(-290, -400, 580, 800, p.ink) + rect(-250, -360, 500, 76, p.ground) + rect(-250, -268, 500, 8, p.ground) +
        rect(-250, -236, 236, 210, index === 3 ? p.second : p.ground, 'opacity="0.85"') +
        repeat(13, (row) => rect(10, -236 + row * 32, row % 4 === 3 ? 170 : 240, 12, p.ground, 'opacity="0.7"')) +
        repeat(12, (row) => rect(-250, 0 + row * 30, row % 5 === 4 ? 150 : 236, 11, p.ground, 'opacity="0.55"')) +
        repeat(6, (row) => rect(10, 190 + row * 30, row === 5 ? 120 : 240, 11, p.ground, 'opacity="0.55"')),
      `rotate(${-34 + index * 15} 0 480) translate(${(index - 1.5) * 66} ${30 - index * 22})`,
    )) +
  group(
    circle(0, 0, 150, p.second) +
      path('M -46 -60 L -46 60 L -20 60 L -20 14 L 26 60 L 60 60 L 4 4 L 56 -60 L 22 -60 L -20 -8 L -20 -60 Z', p.ink),
    'translate(270 300) rotate(12)',
  )

export const road: Motif = (view, p) =>
  sheet(view, p.ground) +
  circle(-190, -270, 120, p.ink) + circle(-150, -290, 112, p.ground) +
  repeat(6, (index) =>
    polygon(
      [[-view.halfWidth, 20 + index * 14], [-view.halfWidth, -90 + index * 24], [-220 + index * 90, 40], [0, 40]],
      index % 2 ? p.shade : p.second,
      'opacity="0.7"',
    )) +
  polygon([[view.halfWidth, 40], [view.halfWidth, -130], [280, -40], [120, 40]], p.shade) +
  rect(-view.halfWidth, 40, view.halfWidth * 2, view.halfHeight, p.shade) +
  polygon([[-14, 40], [14, 40], [420, view.halfHeight + 100], [-420, view.halfHeight + 100]], p.ground) +
  repeat(8, (index) =>
    polygon([[-2 - index * 2, 54 + index * index * 15], [2 + index * 2, 54 + index * index * 15], [
      4 + index * 2.6,
      62 + index * index * 18 + index * 14,
    ], [-4 - index * 2.6, 62 + index * index * 18 + index * 14]], p.main)) +
  polygon(
    [[-60, 130], [-24, 116], [-260, view.halfHeight + 100], [-820, view.halfHeight + 100]],
    p.main,
    'opacity="0.34"',
  ) +
  polygon(
    [[60, 130], [24, 116], [260, view.halfHeight + 100], [820, view.halfHeight + 100]],
    p.main,
    'opacity="0.34"',
  ) +
  path('M -92 130 Q -92 84 -62 78 L -40 40 Q 0 30 40 40 L 62 78 Q 92 84 92 130 L 92 152 L -92 152 Z', p.ink) +
  circle(-58, 112, 19, p.main) + circle(58, 112, 19, p.main) +
  path('M -36 72 L -26 50 Q 0 44 26 50 L 36 72 Z', p.ground)

export const blinds: Motif = (view, p) =>
  sheet(view, p.ground) +
  group(
    repeat(15, (index) =>
      rect(
        -900,
        -700 + index * 92,
        1800,
        44,
        index % 5 === 2 ? p.second : p.main,
        `opacity="${0.35 + (index % 4) * 0.2}"`,
      )),
    'rotate(-9)',
  ) +
  path(
    `M -300 ${view.halfHeight} L -280 230 Q -250 120 -110 84 L -96 20 Q -170 -40 -160 -150 L -270 -170 Q -300 -196 -262 -206 L -176 -220 Q -168 -360 -20 -372 Q 130 -360 146 -226 L 250 -216 Q 288 -202 254 -176 L 138 -158 Q 142 -30 78 22 L 92 84 Q 240 120 276 230 L 300 ${view.halfHeight} Z`,
    p.ground,
  ) +
  group(repeat(6, (index) => rect(-900, -310 + index * 150, 1800, 18, p.ink, 'opacity="0.13"')), 'rotate(-9)') +
  path('M 70 -20 L 190 6 L 188 20 L 66 -4 Z', p.ink) + circle(196, 14, 11, p.main) +
  repeat(5, (index) =>
    path(
      `M ${200 + index * 10} ${-6 - index * 66} q 30 -32 0 -62`,
      'none',
      `stroke="${p.ink}" stroke-width="7" stroke-linecap="round" opacity="${0.8 - index * 0.13}"`,
    ))

export const machine: Motif = (view, p) => {
  const gear = (x: number, y: number, radius: number, teeth: number, fill: string, hole: string): string =>
    repeat(
      teeth,
      (index) =>
        group(
          rect(-radius * 0.13, -radius * 1.16, radius * 0.26, radius * 0.4, fill),
          `translate(${x} ${y}) rotate(${index * 360 / teeth})`,
        ),
    ) +
    circle(x, y, radius, fill) + circle(x, y, radius * 0.72, hole) + repeat(5, (index) =>
      group(
        rect(-radius * 0.08, -radius * 0.8, radius * 0.16, radius * 0.8, fill),
        `translate(${x} ${y}) rotate(${index * 72})`,
      )) +
    circle(x, y, radius * 0.24, fill)
  return sheet(view, p.ground) + rays(0, 0, 1500, 18, p.shade) + gear(-210, 190, 290, 18, p.main, p.ground) +
    gear(270, -150, 220, 14, p.ink, p.ground) + gear(-220, -330, 130, 11, p.second, p.ground) +
    gear(310, 340, 150, 12, p.second, p.ground) +
    line(-210, 190, 270, -150, p.ink, 22) + ring(-210, 190, 34, p.ink, 14)
}
