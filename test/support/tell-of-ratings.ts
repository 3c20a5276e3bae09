/** A policy for tests of the runner: a message for each rating. */

import type { Policy } from '../../workers/policy.ts'

export function tellOfRatings(version = 1): Policy {
  return {
    name: 'tell-of-ratings', version, categories: ['library'], types: ['TitleRated'],
    lookup: async () => undefined,
    messages: ({ data }) => [{ kind: 'tell', payload: data }],
  }
}
