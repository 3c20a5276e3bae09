/** Where what is kept about a thing comes from. */

import type { Provenance } from '../projections/provenance.ts'
import { provenanceOf } from '../projections/provenance.ts'
import { perVersion, rowsOf } from './library.ts'

/** Worked out when first asked for, and kept for this version of the replica. */
const provenances = perVersion(() => {
  const known = new Map<string, ReadonlyMap<string, Provenance>>()
  return (subject: string) => {
    const found = known.get(subject) ?? provenanceOf(rowsOf(subject))
    known.set(subject, found)
    return found
  }
})

/** By field. */
export function originsOf(subject: string): ReadonlyMap<string, Provenance> {
  return provenances()(subject)
}
