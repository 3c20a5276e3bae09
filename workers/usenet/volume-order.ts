/** Volumes of an archive in the order in which they are unpacked: what is fetched first can be watched first. Pure. */

/** What programs call volumes: `.part01.rar`; `.rar`, `.r00` … `.r99`, `.s00`; `.7z.001`; `.z01` …, `.zip` last. */
function placeOf(name: string): { readonly set: string; readonly volume: number } {
  const lower = name.toLowerCase()
  const [, set = lower, ending = ''] = /^(.*?)\.(part\d{1,5}\.rar|rar|[r-z]\d\d|\d{3,4}|zip|z\d\d)$/.exec(lower) ?? []
  const part = /^part(\d+)\.rar$/.exec(ending)?.[1] ?? /^(?:z)?(\d+)$/.exec(ending)?.[1]
  if (part !== undefined) return { set, volume: Number(part) }
  if (ending === 'zip') return { set, volume: 100_000 }
  const [, letter, number] = /^([r-y])(\d\d)$/.exec(ending) ?? []
  return { set, volume: letter === undefined ? 0 : 1 + (letter.charCodeAt(0) - 'r'.charCodeAt(0)) * 100 + Number(number) }
}

/** Files without a name stay where they were posted, behind those with one. */
export function volumeOrder<F extends { readonly name: string | null }>(files: readonly F[]): F[] {
  const places = new Map(files.map((file) => [file, file.name === null ? undefined : placeOf(file.name)]))
  return [...files].sort((a, b) => {
    const one = places.get(a), other = places.get(b)
    if (!one || !other) return Number(!one) - Number(!other)
    return one.set < other.set ? -1 : one.set > other.set ? 1 : one.volume - other.volume
  })
}
