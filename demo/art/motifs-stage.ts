/** Comedians, lovers, performers: the hats, the lights, the masks. */

import type { Motif } from './motif.ts'
import { circle, group, line, path, polygon, rays, rect, repeat, ring, sheet } from './motif.ts'

export const bowler: Motif = (view, p) =>
  sheet(view, p.ground) + circle(0, 40, 440, p.shade) + circle(0, 40, 400, p.main) +
  path('M -172 -90 Q -180 -330 0 -334 Q 180 -330 172 -90 Z', p.ink) + rect(-176, -140, 352, 46, p.ground) +
  path('M -290 -72 Q -250 -118 0 -112 Q 250 -118 290 -72 Q 250 -34 0 -50 Q -250 -34 -290 -72 Z', p.ink) +
  path('M -92 66 Q -70 26 0 34 Q 70 26 92 66 L 84 102 Q 40 84 0 92 Q -40 84 -84 102 Z', p.ink) +
  path(
    'M 300 -60 Q 214 -60 222 20 L 262 20 Q 258 -18 300 -18 Q 338 -16 332 40 L 250 470 L 286 476 L 372 44 Q 380 -58 300 -60 Z',
    p.second,
  ) +
  path('M -250 412 Q -250 330 -150 322 L -60 300 L -50 412 Z', p.ink) +
  path('M 190 412 Q 190 330 90 322 L 10 300 L 0 412 Z', p.ink) + rect(-260, 412, 216, 24, p.ground) +
  rect(-6, 412, 206, 24, p.ground)

export const stoneFace: Motif = (view, p) =>
  sheet(view, p.ground) + rays(0, -60, 1600, 14, p.shade) +
  path('M -190 -130 L 190 -130 L 170 170 Q 150 330 0 372 Q -150 330 -170 170 Z', p.ink) +
  path('M -190 -130 L 0 -130 L 0 372 Q -150 330 -170 170 Z', p.second) +
  rect(-180, -292, 360, 118, p.main) + rect(-184, -206, 368, 44, p.ground) +
  path('M -330 -170 L 330 -170 Q 300 -120 0 -120 Q -300 -120 -330 -170 Z', p.main) +
  path('M -132 6 Q -84 -36 -36 6 Q -84 40 -132 6 Z', p.ink) + path('M 132 6 Q 84 -36 36 6 Q 84 40 132 6 Z', p.ground) +
  circle(-84, 4, 20, p.ground) + circle(84, 4, 20, p.ink) +
  line(-142, -50, -30, -64, p.ground, 15) + line(142, -50, 30, -64, p.ground, 15) +
  path('M 0 20 L 26 140 L -26 140 Z', p.ground, 'opacity="0.5"') + rect(-64, 220, 128, 15, p.ground) +
  polygon([[-200, 410], [-20, 372], [-200, 330]], p.main) + polygon([[200, 410], [20, 372], [200, 330]], p.main) +
  circle(0, 372, 28, p.main)

export const spectacles: Motif = (view, p) =>
  sheet(view, p.ground) + repeat(16, (index) =>
    rect(-view.halfWidth, -view.halfHeight + index * 200, view.halfWidth * 2, 100, p.shade)) +
  path('M -270 -190 L 270 -190 L 238 -356 Q 0 -392 -238 -356 Z', p.ink) +
  path('M -262 -226 L 262 -226 L 252 -276 L -252 -276 Z', p.main) +
  path('M -430 -196 Q 0 -262 430 -196 Q 0 -120 -430 -196 Z', p.ink) +
  circle(-172, 40, 166, p.ink) + circle(172, 40, 166, p.ink) + circle(-172, 40, 138, p.second) +
  circle(172, 40, 138, p.second) + path('M -30 30 Q 0 0 30 30', 'none', `stroke="${p.ink}" stroke-width="26"`) +
  circle(-150, 54, 44, p.ground) + circle(150, 54, 44, p.ground) +
  polygon([[-264, 20], [-214, -44], [-184, -44], [-234, 36]], p.ink, 'opacity="0.7"') +
  polygon([[80, 20], [130, -44], [160, -44], [110, 36]], p.ink, 'opacity="0.7"') +
  path('M -130 290 Q 0 410 130 290 Q 0 344 -130 290 Z', p.main)

export const bigTop: Motif = (view, p) =>
  sheet(view, p.ground) +
  repeat(15, (index) =>
    polygon([[0, -430], [(index - 7.5) * 150, 30], [(index - 6.5) * 150, 30]], index % 2 ? p.ink : p.main)) +
  repeat(15, (index) =>
    path(`M ${(index - 7.5) * 150} 28 l 150 0 q -75 130 -150 0 Z`, index % 2 ? p.ink : p.main)) +
  polygon([[0, -540], [0, -430], [110, -486]], p.second) + line(0, -560, 0, -420, p.ink, 10) +
  polygon([[-60, 40], [60, 40], [420, view.halfHeight], [-420, view.halfHeight]], p.second, 'opacity="0.55"') +
  line(-view.halfWidth, 240, view.halfWidth, 190, p.ink, 7) +
  group(
    circle(0, -150, 32, p.ink) +
      path('M -26 -112 L 26 -112 L 16 0 L 40 108 L 12 112 L -2 26 L -18 112 L -44 106 L -20 0 Z', p.ink) +
      line(-190, -120, 190, -60, p.ink, 12) +
      path('M -40 -172 L 40 -172 M -24 -176 Q 0 -222 24 -176', 'none', `stroke="${p.ink}" stroke-width="14"`),
    'translate(0 106)',
  )

export const spotlight: Motif = (view, p) =>
  sheet(view, p.ground) +
  polygon(
    [[-view.halfWidth, -view.halfHeight], [-view.halfWidth + 90, -view.halfHeight], [300, 420], [-240, 420]],
    p.main,
    'opacity="0.62"',
  ) +
  polygon(
    [[view.halfWidth, -view.halfHeight], [view.halfWidth - 90, -view.halfHeight], [-300, 420], [240, 420]],
    p.second,
    'opacity="0.62"',
  ) +
  `<ellipse cx="0" cy="420" rx="330" ry="74" fill="${p.ink}" opacity="0.35"/>` +
  circle(0, -122, 52, p.ink) +
  path('M -40 -66 Q 0 -84 40 -66 L 54 70 Q 40 110 78 250 L 110 420 L -110 420 L -78 250 Q -40 110 -54 70 Z', p.ink) +
  path('M 42 -50 Q 150 -120 170 -260 L 190 -252 Q 182 -90 56 0 Z', p.ink) +
  path('M -42 -50 Q -120 10 -150 120 L -168 112 Q -150 -20 -52 -80 Z', p.ink) +
  repeat(9, (index) =>
    group(
      polygon([[0, -34], [8, -8], [34, 0], [8, 8], [0, 34], [-8, 8], [-34, 0], [-8, -8]], p.ink),
      `translate(${(index - 4) * 118} ${-360 + ((index * 5) % 4) * 64}) scale(${0.5 + (index % 3) * 0.35})`,
    ))

export const duet: Motif = (view, p) => {
  const face = path(
    'M 30 -330 Q -150 -330 -196 -180 Q -214 -96 -172 -40 L -236 56 Q -244 78 -208 84 L -190 88 Q -212 110 -188 124 Q -206 150 -184 166 Q -206 232 -130 236 L -70 232 L -60 420 L 240 420 L 240 -330 Z',
    'currentColor',
  )
  return sheet(view, p.ground) + circle(0, 10, 470, p.shade) + rays(0, 10, 470, 24, p.ground, 'opacity="0.6"') +
    group(face, 'translate(252 20)').replace('currentColor', p.main) +
    group(face, 'translate(-252 20) scale(-1 1)').replace('currentColor', p.second) +
    circle(0, -370, 56, p.ink) + path('M -470 440 L 470 440', 'none', `stroke="${p.ink}" stroke-width="12"`)
}

export const projector: Motif = (view, p) =>
  sheet(view, p.ground) +
  polygon(
    [[-150, 40], [view.halfWidth + 40, -view.halfHeight + 60], [view.halfWidth + 40, view.halfHeight - 220]],
    p.main,
  ) +
  polygon(
    [[-150, 40], [view.halfWidth + 40, -view.halfHeight + 240], [view.halfWidth + 40, view.halfHeight - 460]],
    p.ink,
    'opacity="0.5"',
  ) +
  circle(-330, -190, 170, p.ink) + circle(-60, -250, 140, p.ink) + repeat(2, (reel) =>
    repeat(5, (hole) =>
      group(
        circle(0, reel ? -82 : -100, reel ? 30 : 38, p.ground),
        `translate(${reel ? -60 : -330} ${reel ? -250 : -190}) rotate(${hole * 72 + reel * 20})`,
      ))) +
  rect(-450, -60, 330, 230, p.second) + rect(-140, -10, 66, 110, p.ink) + circle(-330, 56, 74, p.ink) +
  circle(-330, 56, 46, p.second) +
  polygon([[-310, 170], [-262, 170], [-120, view.halfHeight], [-190, view.halfHeight]], p.ink) +
  polygon([[-310, 170], [-262, 170], [-400, view.halfHeight], [-470, view.halfHeight]], p.ink) +
  group(
    circle(0, -86, 40, p.ground) +
      path(
        'M -38 -40 L 38 -40 L 58 90 L 30 96 L 34 250 L 4 250 L 0 110 L -6 250 L -36 250 L -30 96 L -58 90 Z',
        p.ground,
      ) + rect(-34, -140, 68, 26, p.ground) + rect(-52, -118, 104, 12, p.ground),
    'translate(300 70)',
  )

export const heart: Motif = (view, p) => {
  const shape =
    'M 0 340 Q -420 60 -380 -160 Q -340 -340 -170 -330 Q -50 -322 0 -200 Q 50 -322 170 -330 Q 340 -340 380 -160 Q 420 60 0 340 Z'
  return sheet(view, p.ground) +
    repeat(6, (index) => group(path(shape, [p.shade, p.ground][index % 2]!), `scale(${2.9 - index * 0.32})`)) +
    path(shape, p.main) +
    group(path(shape, p.second), 'scale(0.62)') + group(path(shape, p.ink), 'scale(0.26)') +
    group(
      rect(-640, -10, 1180, 20, p.ink) + polygon([[600, 0], [510, -56], [530, 0], [510, 56]], p.ink) +
        repeat(4, (index) =>
          polygon([[-640 + index * 34, -8], [-700 + index * 34, -58], [-672 + index * 34, -58], [
            -612 + index * 34,
            -8,
          ]], p.ink) +
          polygon(
            [[-640 + index * 34, 8], [-700 + index * 34, 58], [-672 + index * 34, 58], [-612 + index * 34, 8]],
            p.ink,
          )),
      'rotate(-24)',
    )
}

export const boxer: Motif = (view, p) =>
  sheet(view, p.ground) + rays(0, 0, 1600, 15, p.shade) +
  repeat(3, (index) =>
    rect(-view.halfWidth, 250 + index * 110, view.halfWidth * 2, 20, index === 1 ? p.second : p.ink)) +
  group(
    path(
      'M -40 -250 Q -230 -240 -236 -40 Q -236 70 -150 130 L -150 270 L 110 270 L 110 150 Q 210 110 214 -30 Q 220 -240 -40 -250 Z',
      p.main,
    ) + path('M -236 -40 Q -330 -60 -330 40 Q -310 130 -180 96 Z', p.main) + rect(-164, 200, 288, 84, p.ink) +
      path('M -150 -150 Q -40 -210 90 -150', 'none', `stroke="${p.ink}" stroke-width="16" stroke-linecap="round"`),
    'rotate(-14)',
  )
