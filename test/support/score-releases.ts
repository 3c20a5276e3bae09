/** Measures the parser against rows of titles with asserted fields, as FIELDS.md beside those rows defines them. */

import type { Kind } from '../../server/releases/parse-release.ts'
import { parseRelease } from '../../server/releases/parse-release.ts'
import type { Json } from '../../server/releases/release-fields.ts'
import { releaseFields } from '../../server/releases/release-fields.ts'

export interface ScoredRow {
  readonly title: string; readonly kind: Kind; readonly source: string; readonly input?: string; readonly compare?: string
  readonly disputed?: readonly string[]; readonly inferred?: readonly string[]; readonly expect: Readonly<Record<string, Json>>
}
export interface Tally { right: number; asked: number }
export interface Score {
  readonly sure: Tally
  readonly doubtful: Tally
  readonly refused: Tally
  readonly fields: Record<string, Tally>
  readonly misses: string[]
}

export function scoreRows(rows: readonly ScoredRow[]): Score {
  const score: Score = { sure: { right: 0, asked: 0 }, doubtful: { right: 0, asked: 0 }, refused: { right: 0, asked: 0 }, fields: {}, misses: [] }
  for (const row of rows) {
    const parsed = parseRelease(row.title, { kind: row.kind, input: row.input === 'path' ? 'path' : 'title' })
    const fields = releaseFields(parsed)
    const doubted = new Set([...row.disputed ?? [], ...row.inferred ?? []])
    for (const [field, wanted] of Object.entries(row.expect)) {
      const right = field in fields && agrees(field, wanted, fields[field]!, row)
      const tally = field === 'parsed' ? score.refused : score.fields[field] ??= { right: 0, asked: 0 }
      for (const each of doubted.has(field) ? [score.doubtful] : [score.sure, tally]) {
        each.asked++
        if (right) each.right++
      }
      if (!right && !doubted.has(field)) score.misses.push(`${field} ${row.source.slice(0, 3)} ${row.title} | wanted ${JSON.stringify(wanted)} got ${JSON.stringify(fields[field])}`)
    }
  }
  return score
}

function agrees(field: string, wanted: Json, got: Json, row: ScoredRow): boolean {
  if (wanted === null || wanted === false) return got === null || got === false || got === '' || Array.isArray(got) && got.length === 0 || field === 'source' && got === 'unknown'
  if (field === 'languages_include') return Array.isArray(wanted) && Array.isArray(got) && wanted.every((each) => got.includes(each))
  if (field === 'source' && wanted === 'web' && got === 'webdl') return true
  if (Array.isArray(wanted)) return Array.isArray(got) && same(sorted(wanted), sorted(got), row)
  if (field === 'hardcoded_subs') return got === true
  return same(wanted, got, row)
}

const sorted = (list: readonly Json[]) => [...list].sort((a, b) => String(a) < String(b) ? -1 : 1)

function same(wanted: Json, got: Json, row: ScoredRow): boolean {
  const text = (value: Json) => {
    const written = JSON.stringify(value)
    if (row.compare === 'normalised') return written.normalize('NFKD').replace(/\p{M}|\./gu, '').toLowerCase()
    return /^(?:Radarr|Sonarr)/.test(row.source) ? written : written.toLowerCase()
  }
  return text(wanted) === text(got)
}
