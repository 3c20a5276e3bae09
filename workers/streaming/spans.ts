/** Sets of bytes as spans: half open, in order, apart from each other. Pure. */

/** From `from` up to, not including, `to`. */
export interface Span { readonly from: number; readonly to: number }

/** Overlapping and touching ones become one; empty ones go. */
export function united(spans: readonly Span[]): Span[] {
  const found: { from: number; to: number }[] = []
  for (const { from, to } of spans.filter((span) => span.to > span.from).sort((a, b) => a.from - b.from)) {
    const last = found.at(-1)
    if (last && from <= last.to) last.to = Math.max(last.to, to)
    else found.push({ from, to })
  }
  return found
}

/** At most `max` spans: the narrowest gaps between them are taken to be in. For drawing, not for deciding. */
export function coarsened(spans: readonly Span[], max: number): readonly Span[] {
  if (spans.length <= max) return spans
  const gaps = spans.slice(1).map((span, index) => ({ index, bytes: span.from - spans[index]!.to })).sort((a, b) => a.bytes - b.bytes)
  const closed = new Set(gaps.slice(0, spans.length - max).map(({ index }) => index))
  const found: { from: number; to: number }[] = []
  spans.forEach(({ from, to }, index) => {
    if (closed.has(index - 1)) found.at(-1)!.to = to
    else found.push({ from, to })
  })
  return found
}
