import type { LibraryExport } from '../../domain/library-import/imported-row.ts'
import { readLibraryExport } from '../../domain/library-import/read-library-export.ts'

/** An export of these texts, by path. */
export function readTexts(files: Readonly<Record<string, string>>, bounds = { rowsMax: 10_000, problemsMax: 100 }): LibraryExport {
  const encoder = new TextEncoder()
  return readLibraryExport(Object.fromEntries(Object.entries(files).map(([path, text]) => [path, encoder.encode(text)])), bounds)
}

/** What was read of each line, in short: its facts by title and line. */
export function factsIn({ rows }: LibraryExport): readonly (readonly [file: string, line: number, title: string | null, ...facts: readonly string[]])[] {
  return rows.map(({ file, line, title, season, episode, facts }) => [file, line, season === null ? title : `${title} ${season}x${episode ?? ''}`, ...facts.map((fact) => {
    const when = 'when' in fact && fact.when ? ` ${fact.when.precision === 'by' ? '≤' : ''}${fact.when.at}` : ''
    switch (fact.kind) {
      case 'rating': return `${fact.rating} ${fact.original}${when}`
      case 'tag': return `#${fact.tag}`
      case 'review': return `${fact.spoiler ? 'spoiler' : 'review'} ${JSON.stringify(fact.text)}${when}`
      case 'listed': return `${fact.list} ${fact.position}${fact.note === null ? '' : ` ${fact.note}`}${when}`
      case 'watchlist': return `watchlist${fact.note === null ? '' : ` ${fact.note}`}${when}`
      case 'play': case 'favourite': case 'dismissed': case 'progress': case 'elsewhere': return `${fact.kind}${when}`
    }
  })])
}
