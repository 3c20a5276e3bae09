/**
 * Copies of a film that people saved on their devices. Each is a lease on the film's stay: renewed whenever its device comes by, over when
 * its day has passed, when it is removed, or when its person signs out there. So a film does not leave under who is on a plane with it,
 * and a device that never comes back holds nothing for ever.
 */

export interface Copy {
  readonly userId: string
  readonly deviceId: string
  /** Holds the film until then, unless it is renewed. */
  readonly until: string
}

export const COPY_ENDS = ['removed', 'signedOut'] as const
/** Of one film, whose leases are not over: a household has fewer devices. */
export const COPIES_MAX = 100

/** Of those, one person's: more than anybody carries, and not all that the film has. */
export const COPIES_OF_A_PERSON_MAX = 10

type Holder = Pick<Copy, 'userId' | 'deviceId'>

export function copyOf(copies: readonly Copy[], { userId, deviceId }: Holder): Copy | undefined {
  return copies.find((copy) => copy.userId === userId && copy.deviceId === deviceId)
}

/** Beyond so many, those go that were over first: a browser whose storage was cleared comes back as another device, again and again. */
export function withCopy(copies: readonly Copy[], { userId, deviceId, until }: Copy): readonly Copy[] {
  const all = [...withoutCopy(copies, { userId, deviceId }), { userId, deviceId, until }]
  const longest = new Set([...all].sort((a, b) => a.until < b.until ? 1 : -1).slice(0, COPIES_MAX))
  return all.length <= COPIES_MAX ? all : all.filter((copy) => longest.has(copy))
}

export function withoutCopy(copies: readonly Copy[], holder: Holder): readonly Copy[] {
  return copies.filter((copy) => copy !== copyOf(copies, holder))
}

/** As one person sees them: who else has the film with them is between those people and an admin, that somebody holds it is not. */
export function copiesSeenBy(userId: string, copies: readonly Copy[]): readonly Copy[] {
  return copies.map((copy) => copy.userId === userId ? copy : { userId: SOMEBODY, deviceId: '', until: copy.until })
}
const SOMEBODY = 'somebody'

/** When the last of the leases is over; null where there is none. */
export function leasedUntil(copies: readonly Copy[]): string | null {
  return copies.map(({ until }) => until).sort().at(-1) ?? null
}
