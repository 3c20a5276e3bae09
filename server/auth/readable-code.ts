import type { System } from '../system.ts'

/** 80 random bits in four groups, from letters and digits that cannot be mistaken for each other. */
export function readableCode(system: Pick<System, 'randomBytes'>): string {
  const letters = Array.from(system.randomBytes(16), (byte) => 'abcdefghjkmnpqrstuvwxyz23456789a'[byte & 31])
  return letters.join('').replace(/(.{4})(?=.)/g, '$1-')
}
