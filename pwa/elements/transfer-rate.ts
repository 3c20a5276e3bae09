/** The rate of a transfer over its last ten seconds. Pure. */

export interface Sample { readonly bytes: number; readonly atMs: number }

const windowMs = 10_000

/** The samples that still count, with the new one. A transfer that starts again starts its measure again. */
export function sampled(samples: readonly Sample[], next: Sample): readonly Sample[] {
  const last = samples.at(-1)
  if (last && (next.bytes < last.bytes || next.atMs < last.atMs)) return [next]
  if (last && next.atMs === last.atMs) return [...samples.slice(0, -1), next]
  return [...samples.filter(({ atMs }) => next.atMs - atMs <= windowMs), next]
}

/** Bytes per second; undefined until two samples are half a second apart. */
export function rateOf(samples: readonly Sample[]): number | undefined {
  const first = samples[0]
  const last = samples.at(-1)
  if (!first || !last || last.atMs - first.atMs < 500 || last.bytes === first.bytes) return undefined
  return (last.bytes - first.bytes) / ((last.atMs - first.atMs) / 1000)
}
