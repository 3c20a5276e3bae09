/** For three metres: letters, targets and rings larger, nothing where screens cut off. Chosen on the device, or seen by what it is. */

export const LAYOUTS = ['auto', 'tv', 'near'] as const
export type Layout = (typeof LAYOUTS)[number]

const key = 'rewind-layout'

export function chosenLayout(): Layout {
  const kept = localStorage.getItem(key)
  return LAYOUTS.find((layout) => layout === kept) ?? 'auto'
}

export function chooseLayout(layout: Layout): void {
  localStorage.setItem(key, layout)
  applyLayout()
}

export function applyLayout(): void {
  const layout = chosenLayout()
  const far = layout === 'tv' || (layout === 'auto' && looksFar(navigator.userAgent, (query) => matchMedia(query).matches))
  if (far) document.documentElement.dataset.layout = 'tv'
  else delete document.documentElement.dataset.layout
}

export function isFar(): boolean {
  return document.documentElement.dataset.layout === 'tv'
}

const TV = /\b(?:Smart-?TV|Tizen.+TV|Web0S|webOS\.TV|BRAVIA|AFT[A-Z]\w*|GoogleTV|Android TV|CrKey|HbbTV|AppleTV|Roku|VIDAA)\b/i

/** A television's browser says so; others are told by having nothing to point with on a large screen. */
export function looksFar(userAgent: string, matches: (query: string) => boolean): boolean {
  return TV.test(userAgent) || matches('(any-pointer: none) and (width >= 60rem)')
}
