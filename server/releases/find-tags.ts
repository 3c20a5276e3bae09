/** Tables of words, looked for in a release title. In a pattern `~` stands for at most one separator. */

export interface Rule<Value> { readonly value: Value; readonly pattern: RegExp }
export interface Found<Value> { readonly value: Value; readonly start: number; readonly end: number }
export interface Span { readonly start: number; readonly end: number }

/** Letters and digits of all scripts, as ranges: some two hundred patterns are compiled with them, and `\p{L}` in any case takes long to compile. */
const LETTER = '0-9a-z\\u00c0-\\u00d6\\u00d8-\\u1fff\\u3040-\\u9fff\\uac00-\\ud7ff'

/** A whole word or phrase, in any case. Patterns must match in linear time. */
export function wordPattern(source: string): RegExp {
  return new RegExp(`(?<![${LETTER}])(?:${source.replaceAll('~', '[ ._-]?')})(?![${LETTER}])`, 'gi')
}

export function rulesOf<Value>(table: readonly (readonly [Value, string])[]): readonly Rule<Value>[] {
  return table.map(([value, source]) => ({ value, pattern: wordPattern(source) }))
}

/** Everything the rules find, in the order of the text; where two overlap, the earlier rule of the table has it. */
export function findAll<Value>(text: string, rules: readonly Rule<Value>[]): Found<Value>[] {
  const found: Found<Value>[] = []
  for (const { value, pattern } of rules) {
    for (const match of text.matchAll(pattern)) {
      const span = { start: match.index, end: match.index + match[0].length }
      if (!found.some((each) => overlap(each, span))) found.push({ value, ...span })
    }
  }
  return found.sort((a, b) => a.start - b.start)
}

export function unique<Value>(values: Iterable<Value>): Value[] {
  return [...new Set(values)]
}

export function range(first: number, last: number, most = 2_000): number[] {
  if (last < first || last - first >= most) return [first]
  return Array.from({ length: last - first + 1 }, (_, step) => first + step)
}

const overlap = (a: Span, b: Span) => a.start < b.end && b.start < a.end
