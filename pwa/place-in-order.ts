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
