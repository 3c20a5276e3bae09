const SLICE = /^(.*)\.\d{3}$/

/** By their names: `film.mkv.001` and `film.mkv.002` are pieces of one file, and the first begins like all of it. */
export function areSlices(name: string, other: string): boolean {
  const stem = SLICE.exec(name)?.[1]
  return name !== other && stem !== undefined && stem === SLICE.exec(other)?.[1]
}
