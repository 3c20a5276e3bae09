/** Where something belongs in what is in order: before the first that does not come before it. */
export function placeOf<Each>(each: Each, sorted: readonly Each[], order: (a: Each, b: Each) => number): number {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if (order(sorted[middle]!, each) < 0) low = middle + 1
    else high = middle
  }
  return low
}

export interface Changes<Each> { readonly gone: readonly Each[]; readonly come: readonly Each[] }

/** From one list to the next, place by place: what did not change is the same object, and what is new comes last. Undefined where it is more than `most`. */
export function changesBetween<Each extends object>(before: readonly Each[], after: readonly Each[], most: number): Changes<Each> | undefined {
  const [gone, come]: [Each[], Each[]] = [[], []]
  for (let i = 0; i < Math.max(before.length, after.length); i++) {
    const [was, is] = [before[i], after[i]]
    if (was === is) continue
    if (was) gone.push(was)
    if (is) come.push(is)
    if (gone.length + come.length > most) return undefined
  }
  return { gone, come }
}
