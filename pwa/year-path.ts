/** Where a year is told, and when Home says so. */

export const yearPath = (year: number): string => `/year/${year}`

/** In December the year that ends, in January the one that has ended; undefined in all other months. */
export function announcedYear(now: Date): number | undefined {
  const month = now.getMonth()
  return month === 11 ? now.getFullYear() : month === 0 ? now.getFullYear() - 1 : undefined
}
