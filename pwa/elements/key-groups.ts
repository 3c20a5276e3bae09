/** The keys there are, in groups, and which of them work for somebody where they are. Pure. */

import type { Role } from '../../domain/command.ts'
import { maySend } from '../../domain/command.ts'
import type { Shortcut } from '../shortcuts.ts'
import { isOfTitle, worksAlone } from '../shortcuts.ts'
import type { PlainKey } from '../strings/t.ts'
import { command, listedShortcuts } from './shortcut-list.ts'

/** Whose keys they are, on which screen (a route's name; `bare`: it stands alone), and what the device can do. */
export interface KeysOf { readonly role: Role; readonly screen: string; readonly bare: boolean; readonly fullScreen: boolean; readonly volume: boolean }

interface Row { readonly strokes: readonly string[]; readonly does: PlainKey; readonly least?: Role; readonly needs?: 'fullScreen' | 'volume'; readonly alone?: boolean }
/** `on`: the screens on which they work; everywhere without. */
interface Group { readonly name: PlainKey | null; readonly on?: RegExp; readonly rows: readonly Row[] }

const faces = { 'rate-1': 'rating.DISLIKE', 'rate-2': 'rating.OK', 'rate-3': 'rating.LIKE', 'rate-4': 'rating.SUPER_LIKE' } as const
const named = (does: Shortcut): PlainKey => does in faces ? faces[does as keyof typeof faces] : `keys.${does as Exclude<Shortcut, keyof typeof faces>}`
/** What changes something, or takes it back, is none of a guest's. */
const changes = (does: Shortcut) => isOfTitle(does) || does === 'undo' || does === 'redo'
const listed = (ofTitles: boolean): readonly Row[] => listedShortcuts(command).filter(({ does }) => isOfTitle(does) === ofTitles)
  .map(({ strokes, does }) => ({ strokes, does: named(does), alone: worksAlone(does), ...changes(does) ? { least: 'viewer' } : {} }))
const row = (strokes: readonly string[], does: PlainKey, limits: Omit<Row, 'strokes' | 'does'> = {}): Row => ({ strokes, does, alone: true, ...limits })
const viewer = { least: 'viewer' } as const

const groups: readonly Group[] = [
  { name: null, rows: [...listed(false), row(['Up', 'Down', 'Left', 'Right'], 'keys.posters', { alone: false })] },
  { name: 'keys.title.atHand', rows: listed(true) },
  { name: 'keys.library', on: /^(library|search|list|history|downloads)$/, rows: [
    row(['X'], 'keys.pick', viewer), row(['Shift', 'X'], 'keys.range', viewer), row(['Shift', 'Up', 'Down', 'Left', 'Right'], 'keys.extend', viewer), row([command, 'A'], 'keys.all', viewer), row(['Esc'], 'keys.none', viewer)] },
  { name: 'keys.list', on: /^list$/, rows: [row(['Space'], 'keys.carry', viewer), row(['Alt', 'Up', 'Down'], 'keys.moveByOne', viewer)] },
  { name: 'nav.recommendations', on: /^recommendations$/, rows: [row(['Del'], 'keys.dismiss', viewer)] },
  { name: 'nav.downloads', on: /^downloads$/, rows: [row(['+', '-'], 'keys.priority', { least: 'member' })] },
  { name: 'keys.episode', on: /^season$/, rows: [row(['Left', 'Right'], 'keys.turn'), row(['W'], 'keys.watched', viewer)] },
  { name: 'keys.player', on: /player$/, rows: [
    row(['Space', 'K'], 'keys.play', viewer), row(['J', 'L'], 'keys.skip', viewer), row(['Left', 'Right'], 'keys.arrows', viewer), row(['F'], 'keys.full', { ...viewer, needs: 'fullScreen' }), row(['M'], 'keys.mute', viewer), row(['C'], 'keys.captions', viewer),
    row(['<', '>'], 'keys.speed', viewer), row(['N'], 'keys.nextOne', viewer), row(['Shift', 'N'], 'keys.previousOne', viewer), row(['Up', 'Down'], 'keys.volume', { ...viewer, needs: 'volume' }), row(['+', '-'], 'keys.textSize', viewer), row(['[', ']'], 'keys.textShift', viewer)] },
]

/** `here`: what this screen knows, its own first; `elsewhere`: what others know that this person may open. */
export function keysOf(of: KeysOf): { readonly here: readonly Group[]; readonly elsewhere: readonly Group[] } {
  const may = groups.map(({ rows, ...group }) => ({ ...group, rows: rows.filter(({ least = 'guest', needs }) => maySend(of.role, least) && (needs === undefined || of[needs])) }))
  const own = may.filter(({ on }) => on?.test(of.screen))
  const everywhere = may.filter(({ on }) => on === undefined).map((group) => of.bare ? { ...group, rows: group.rows.filter(({ alone }) => alone) } : group)
  const some = ({ rows }: Group) => rows.length > 0
  return { here: [...of.bare ? own : [], ...everywhere, ...of.bare ? [] : own].filter(some), elsewhere: may.filter(({ on }) => on !== undefined && !on.test(of.screen)).filter(some) }
}
