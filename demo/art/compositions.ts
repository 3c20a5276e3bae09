/** Which motif, inks and layout a film's pictures have: chosen one by one, as a designer would, not drawn by lot. */

import type { Film } from '../catalogue/index.ts'
import type { Serial } from '../catalogue/serial.ts'
import { seedOf } from '../seed.ts'
import type { Motif } from './motif.ts'
import { blinds, clockface, locomotive, machine, newsprint, road, sunburstCity, windows } from './motifs-city.ts'
import {
  blade,
  candles,
  domes,
  dunes,
  flames,
  ice,
  mesa,
  ocean,
  roseWindow,
  steps,
  target,
  wheel,
} from './motifs-land.ts'
import {
  crookedStreet,
  graveSaucers,
  handsRising,
  hypnoticEye,
  moonshot,
  phantomMask,
  tunnel,
  vampireShadow,
} from './motifs-night.ts'
import { bigTop, bowler, boxer, duet, heart, projector, spectacles, spotlight, stoneFace } from './motifs-stage.ts'
import type { PaletteName } from './palette.ts'

/** `tower` sets the title in tall capitals, `marquee` in the lettering of a picture palace, `plain` in small spaced capitals. */
export type Layout = 'tower' | 'marquee' | 'plain' | 'banner'

export interface Composition {
  readonly motif: Motif
  readonly palette: PaletteName
  readonly layout: Layout
}

const chosen: Record<number, readonly [Motif, PaletteName, Layout]> = {
  775: [moonshot, 'nocturne', 'marquee'],
  5698: [locomotive, 'sand', 'tower'],
  3059: [wheel, 'plum', 'banner'],
  36208: [bowler, 'mustard', 'plain'],
  70801: [heart, 'rose', 'marquee'],
  899: [duet, 'moss', 'plain'],
  234: [crookedStreet, 'paper', 'tower'],
  2972: [roseWindow, 'moss', 'banner'],
  51392: [stoneFace, 'sand', 'plain'],
  31509: [ice, 'ice', 'marquee'],
  10098: [bowler, 'teal', 'marquee'],
  58129: [wheel, 'nocturne', 'plain'],
  29267: [candles, 'noir', 'tower'],
  36841: [dunes, 'mustard', 'marquee'],
  35227: [spotlight, 'rose', 'tower'],
  653: [vampireShadow, 'noir', 'tower'],
  669: [ice, 'sea', 'plain'],
  57283: [flames, 'plum', 'marquee'],
  18987: [roseWindow, 'nocturne', 'tower'],
  32628: [stoneFace, 'moss', 'banner'],
  28974: [duet, 'rose', 'marquee'],
  22596: [clockface, 'mustard', 'tower'],
  701: [stoneFace, 'teal', 'marquee'],
  31506: [blade, 'moss', 'tower'],
  28963: [domes, 'plum', 'marquee'],
  992: [projector, 'teal', 'tower'],
  32318: [ocean, 'sea', 'banner'],
  1405: [dunes, 'sand', 'tower'],
  42359: [spectacles, 'paper', 'banner'],
  962: [bowler, 'ice', 'tower'],
  3060: [wheel, 'moss', 'plain'],
  964: [phantomMask, 'noir', 'marquee'],
  643: [steps, 'ember', 'tower'],
  31510: [wheel, 'ember', 'marquee'],
  33015: [mesa, 'sand', 'banner'],
  32600: [heart, 'mustard', 'tower'],
  50075: [ocean, 'noir', 'tower'],
  85638: [flames, 'paper', 'plain'],
  85689: [dunes, 'plum', 'plain'],
  961: [locomotive, 'ember', 'tower'],
  19: [sunburstCity, 'noir', 'marquee'],
  82283: [heart, 'rose', 'banner'],
  2760: [tunnel, 'nocturne', 'plain'],
  27503: [hypnoticEye, 'plum', 'tower'],
  31411: [projector, 'paper', 'banner'],
  73969: [duet, 'mustard', 'banner'],
  631: [duet, 'nocturne', 'marquee'],
  222: [windows, 'paper', 'tower'],
  36056: [boxer, 'ember', 'plain'],
  28978: [bigTop, 'ember', 'marquee'],
  697: [steps, 'paper', 'banner'],
  3061: [windows, 'nocturne', 'plain'],
  27517: [phantomMask, 'plum', 'banner'],
  780: [flames, 'noir', 'plain'],
  25768: [ocean, 'teal', 'marquee'],
  626: [hypnoticEye, 'paper', 'plain'],
  42814: [newsprint, 'mustard', 'tower'],
  26860: [handsRising, 'moss', 'marquee'],
  1994: [target, 'moss', 'tower'],
  22649: [duet, 'sand', 'plain'],
  43905: [blinds, 'plum', 'plain'],
  23114: [roseWindow, 'rose', 'banner'],
  13562: [spotlight, 'noir', 'marquee'],
  22692: [spotlight, 'nocturne', 'tower'],
  22657: [domes, 'noir', 'banner'],
  26378: [boxer, 'sea', 'tower'],
  43739: [duet, 'sea', 'marquee'],
  3085: [newsprint, 'ember', 'banner'],
  32574: [newsprint, 'sea', 'tower'],
  43795: [duet, 'paper', 'plain'],
  22613: [mesa, 'mustard', 'tower'],
  50001: [spotlight, 'plum', 'banner'],
  20367: [road, 'noir', 'tower'],
  20246: [clockface, 'noir', 'banner'],
  22688: [flames, 'teal', 'banner'],
  22356: [mesa, 'teal', 'plain'],
  31556: [tunnel, 'noir', 'banner'],
  40206: [bigTop, 'sea', 'banner'],
  43386: [blade, 'rose', 'marquee'],
  41462: [road, 'sand', 'banner'],
  22733: [ocean, 'mustard', 'plain'],
  18398: [target, 'ice', 'tower'],
  57575: [duet, 'teal', 'plain'],
  22342: [blinds, 'noir', 'tower'],
  10513: [graveSaucers, 'nocturne', 'banner'],
  22642: [machine, 'ember', 'banner'],
  16093: [handsRising, 'ice', 'plain'],
  4808: [blinds, 'mustard', 'marquee'],
  10331: [handsRising, 'ember', 'tower'],
}

const others: readonly (readonly [Motif, PaletteName, Layout])[] = [
  [machine, 'teal', 'plain'],
  [windows, 'mustard', 'banner'],
  [hypnoticEye, 'ice', 'marquee'],
  [spotlight, 'ember', 'tower'],
]

/** What pictures are drawn of: a film, or a serial, or a season of one. */
export type Subject = Pick<Film, 'tmdbId' | 'title' | 'directors' | 'releaseDate'> & { readonly imdbId: string; readonly season?: number }

/** The motifs of a serial: of its poster and seasons, then, in turn, of the stills of its episodes. */
const ofSerials: Record<number, readonly [PaletteName, Layout, ...Motif[]]> = {
  1_800_000_001: ['noir', 'marquee', phantomMask, windows, crookedStreet, blade, roseWindow],
  1_800_000_002: ['mustard', 'tower', machine, clockface, handsRising, ocean, blinds, locomotive],
  1_800_000_003: ['ember', 'tower', phantomMask, crookedStreet, hypnoticEye, flames, windows, wheel],
  1_800_000_004: ['nocturne', 'banner', machine, handsRising, flames, hypnoticEye],
  1_800_000_005: ['teal', 'marquee', target, roseWindow, tunnel, blade, ocean, windows],
  1_800_000_006: ['plum', 'banner', mesa, domes, machine, tunnel, spotlight],
}

export function stillCompositionOf({ tmdbId }: Serial, nth: number): Pick<Composition, 'motif' | 'palette'> {
  const [palette, , ...motifs] = ofSerials[tmdbId]!
  return { motif: motifs[nth % motifs.length]!, palette }
}

/** A film added later has a composition too, until somebody chooses a better one. */
export function compositionOf(film: Subject): Composition {
  const serial = ofSerials[film.tmdbId]
  if (serial) {
    const [palette, layout, ...motifs] = serial
    return { palette, layout, motif: motifs[Math.max(0, (film.season ?? 1) - 1) % motifs.length]! }
  }
  const [motif, palette, layout] = chosen[film.tmdbId] ?? others[seedOf(film.imdbId) % others.length]!
  return { motif, palette, layout }
}
