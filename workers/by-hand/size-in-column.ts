/** A size as it stands below others: megabytes of 10^6 bytes, at the right of twelve characters. */
export function sizeInColumn(bytes: number | null): string {
  return (bytes === null ? '?' : `${(bytes / 1e6).toFixed(1)} MB`).padStart(12)
}
