/** Where what is kept about a thing comes from. */

import type { Provenance } from '../projections/provenance.ts'
import { provenanceOf } from '../projections/provenance.ts'
import { bySubject, perVersion } from './library.ts'

/** Worked out when first asked for, and kept for this version of the replica. */
const provenances = perVersion(() => {
  const known = new Map<string, ReadonlyMap<string, Provenance>>()
  return (subject: string) => {
    const found = known.get(subject) ?? provenanceOf(bySubject().get(subject) ?? [])
    known.set(subject, found)
    return found
  }
})

/** By field. */
export function originsOf(subject: string): ReadonlyMap<string, Provenance> {
  return provenances()(subject)
}
