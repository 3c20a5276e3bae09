/** Comma-separated values (RFC 4180). Pure. */

export type Cell = string | number | null

export function csvLine(cells: readonly Cell[]): string {
  return `${cells.map((cell) => quoted(cell === null ? '' : String(cell))).join(',')}\r\n`
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) || text !== text.trim() ? `"${text.replaceAll('"', '""')}"` : text
}

/** As many files as keep each within `bytesMax`, the header in each. */
export function csvFiles(header: readonly string[], rows: readonly (readonly Cell[])[], bytesMax = Infinity): readonly string[] {
  const head = csvLine(header)
  const size = (text: string) => new TextEncoder().encode(text).length
  const files = [head]
  let bytes = size(head)
  for (const row of rows) {
    const line = csvLine(row)
    const more = size(line)
    if (bytes + more > bytesMax && bytes > size(head)) {
      files.push(head)
      bytes = size(head)
    }
    files[files.length - 1] += line
    bytes += more
  }
  return files
}
