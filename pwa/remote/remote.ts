/**
 * Arrow keys over the whole app, as a remote control has them. Loaded with the first one that is pressed.
 *
 * - Whoever wants a key for themselves has it: what was handled already, fields, sliders, radio buttons, screens that stand alone (the player, a year's story).
 * - Near the screen, arrows scroll as ever while nothing is focused, and when the next thing is more than a screen away; at a distance they always lead somewhere.
 * - Messages at the edge are passed: they come and go while somebody steers. Who goes on where the page has nothing more gets to them.
 * - What is open over the page (a dialog, a menu) is all there is until it is closed.
 * - At a distance, Escape and the remote's own key lead back.
 */

import type { ArrowKey } from '../elements/arrow-step.ts'
import { isArrow } from '../elements/arrow-step.ts'
import { placeOf } from '../routes.ts'
import { isField } from '../shortcuts.ts'
import { CONTROLS, controlsIn, focused } from './controls-in.ts'
import { isFar } from './layout.ts'
import { neighbourOf } from './spatial.ts'

const BACK: ReadonlySet<string> = new Set(['Escape', 'GoBack', 'BrowserBack', 'XF86Back'])
/** Keys that mean something else in them. */
const OWN_ARROWS = 'input[type="range"], [role="slider"], [role="radio"], [role="tab"], [role="option"], [role="combobox"], [role="menuitem"], video, iframe'
const CHOICES = 'input[type="radio"], input[type="checkbox"]'
/** Further away than this share of the screen, near it, the page scrolls instead. */
const REACH = 0.9

let started = false

/** With the key that had it loaded. */
export function startRemote(event: KeyboardEvent): void {
  if (started) return
  started = true
  addEventListener('keydown', steer)
  steer(event)
}

function steer(event: KeyboardEvent): void {
  const { key } = event
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return
  const place = placeOf(new URL(location.href))
  if (!place || (place.route.bare && !place.route.open)) return
  if (BACK.has(key)) goBack(event)
  else if (key === 'Enter') choose(event)
  else if (isArrow(key) && !isTheirs(event.composedPath()[0], key)) move(event, key)
}

function goBack(event: KeyboardEvent): void {
  if (!isFar() || isField(event.composedPath()[0]) || layerOf(focused()) !== document) return
  event.preventDefault()
  history.back()
}

/** Remote controls have no space bar. */
function choose(event: KeyboardEvent): void {
  const target = event.composedPath()[0]
  if (!isFar() || !(target instanceof HTMLElement) || !target.matches(CHOICES)) return
  event.preventDefault()
  target.click()
}

/** At a distance there is no Tab: up and down lead away from a field of one line, all four from a list that is not open, and each from a text that goes no further that way. */
function isTheirs(target: EventTarget | undefined, key: ArrowKey): boolean {
  if (!(target instanceof HTMLElement)) return false
  // Near the screen arrows choose among radio buttons; at a distance that is what Enter does, so that looking around changes nothing.
  if (target.matches(CHOICES)) return target.matches('[type="radio"]') && !isFar()
  if (!isField(target)) return target.matches(OWN_ARROWS)
  if (!isFar()) return true
  if (target.localName === 'select') return target.matches(':open')
  if (target.localName === 'input' && (key === 'ArrowUp' || key === 'ArrowDown')) return false
  return !isAtEnd(target as HTMLInputElement | HTMLTextAreaElement, key)
}

/** Where the text of a field ends that way. A number has no places in it to go to; a date has, and keeps them to itself. */
function isAtEnd({ type, value, selectionStart, selectionEnd, dir }: HTMLInputElement | HTMLTextAreaElement, key: ArrowKey): boolean {
  if (selectionStart === null) return type === 'number' || type === 'email'
  const back = dir === 'rtl' || (dir !== 'ltr' && document.documentElement.matches(':dir(rtl)')) ? 'ArrowRight' : 'ArrowLeft'
  return key === 'ArrowUp' || key === back ? selectionEnd === 0 : selectionStart === value.length
}

function move(event: KeyboardEvent, key: ArrowKey): void {
  const from = focused()
  const isAt = from !== undefined && from.matches(CONTROLS) && from.tabIndex >= 0
  if (!isAt && !isFar()) return
  const upright = key === 'ArrowUp' || key === 'ArrowDown'
  // The rail runs beside the page: up and down one stays in it, or out of it.
  const all = [...controlsIn(layerOf(from))].filter((control) => control !== from && (!upright || isOfRail(control) === isOfRail(from)))
  const controls = isMessage(from) ? all : all.filter((control) => !isMessage(control))
  const at = isAt ? from.getBoundingClientRect() : startOf(from)
  const nearest = (among: readonly HTMLElement[], anyRow: boolean) => among[neighbourOf(among.map((control) => control.getBoundingClientRect()), at, key, { anyRow }) ?? -1]
  // At a distance every part of a page can be reached, also one that has nothing in this row.
  const next = nearest(controls, isOfRail(from)) ?? (isFar() ? nearest(controls.filter((control) => !isOfRail(control)), true) : undefined) ?? railBeside(controls, from, key) ?? nearest(all.filter(isMessage), isFar())
  if (!next || (!isFar() && isOutOfReach(next.getBoundingClientRect(), key))) return
  event.preventDefault()
  next.focus({ preventScroll: true })
  next.scrollIntoView({ block: isFar() ? 'center' : 'nearest', inline: 'nearest', behavior: matchMedia('(prefers-reduced-motion: reduce)').matches ? 'instant' : 'smooth' })
}

const isIn = (element: Element | undefined, name: string): boolean => {
  const root = element?.getRootNode()
  return root instanceof ShadowRoot && root.host.localName === name
}
const isOfRail = (element: Element | undefined): boolean => isIn(element, 'app-nav')
const isMessage = (element: Element | undefined): boolean => isIn(element, 'toast-stack')

/** Beside every row lies the rail, at the entry of the screen that is shown. */
function railBeside(controls: readonly HTMLElement[], from: HTMLElement | undefined, key: ArrowKey): HTMLElement | undefined {
  const towards = document.documentElement.matches(':dir(rtl)') ? 'ArrowRight' : 'ArrowLeft'
  if (key !== towards || isOfRail(from)) return undefined
  const entries = controls.filter(isOfRail)
  return entries.find((entry) => entry.ariaCurrent === 'page') ?? entries[0]
}

/** Nothing is chosen yet: from the heading, or from the top of what is seen. */
function startOf(from: HTMLElement | undefined): DOMRect {
  const box = from?.getBoundingClientRect()
  return box && box.height < innerHeight / 2 && box.bottom > 0 ? new DOMRect(box.left, box.top, Math.min(box.width, 200), box.height) : new DOMRect(innerWidth / 3, -1, 1, 1)
}

function isOutOfReach({ top, bottom }: DOMRect, key: ArrowKey): boolean {
  if (key === 'ArrowDown') return top > innerHeight * (1 + REACH)
  return key === 'ArrowUp' && bottom < -innerHeight * REACH
}

/** What is open over the page and has the focus in it; else the page. */
function layerOf(from: HTMLElement | undefined): ParentNode {
  for (let node: Node | null | undefined = from; node; node = node.parentNode ?? (node instanceof ShadowRoot ? node.host : null)) {
    if (node instanceof HTMLElement && node.matches('dialog[open], :popover-open')) return node
  }
  return document
}
