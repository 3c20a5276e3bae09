/**
 * What a profile's own patterns say of releases: its custom formats, and the words it requires and forbids. People bring them along, and a pattern that is merely
 * careless can take years for one title: each release has a bounded time, and after a few that used it up no more of them is tried.
 */

import { limits } from '../../limits.ts'
import { parseRelease } from '../parse-release.ts'
import type { CustomFormat, RankedRelease } from './custom-format.ts'
import { TITLE_CHARACTERS_MAX } from './custom-format.ts'
import type { QualityProfile } from './quality-profile.ts'
import { ProfileError } from './told-json.ts'
import { withinTime } from './within-time.ts'

export interface Said {
  readonly formats: readonly { readonly name: string; readonly score: number }[]
  /** Why it may not be taken. */
  readonly refusals: readonly string[]
}

/** For one list of releases. What could not be looked at may not be taken: what the profile would have said of it is not known. */
export function patternsOf({ name, app, formats, required, forbidden }: QualityProfile): (release: RankedRelease) => Said {
  let slow = 0
  let culprit = ''
  return (release) => {
    const said = slow >= limits.slowReleasesMax ? undefined : inTime(() => {
      const matching = formats.filter(({ format }) => {
        culprit = `the custom format ${format.name}`
        return format.matches(release, app)
      })
      culprit = `a word that ${name} requires or forbids`
      const title = release.title.slice(0, TITLE_CHARACTERS_MAX)
      return {
        formats: matching.map(({ format, score }) => ({ name: format.name, score })),
        refusals: [
          ...required.length > 0 && !required.some((pattern) => pattern.test(title)) ? ['has none of the words it must have'] : [],
          ...forbidden.filter((pattern) => pattern.test(title)).map((pattern) => `has the word ${pattern.source}, which it must not have`),
        ],
      }
    })
    if (said) return said
    slow++
    return { formats: [], refusals: [`could not be judged: ${culprit} takes too long on titles`] }
  }
}

/** For one import. Throws `ProfileError` where a format takes too long on one of a few titles that patterns are slow on; that it does not is no promise. */
export function formatTrials(): (format: Pick<CustomFormat, 'name' | 'matches'>) => void {
  let slow = 0
  return ({ name, matches }) => {
    if (slow >= limits.slowReleasesMax) throw new ProfileError(`${name} was not looked at, because patterns before it take too long`)
    if (trialTitles().every((release) => inTime(() => [matches(release, 'radarr')]))) return
    slow++
    throw new ProfileError(`A pattern of ${name} takes too long on titles: mend what repeats a repetition, such as (a+)+`)
  }
}

/** A pattern may turn out to be too large only when it is first used. */
function inTime<Answer>(work: () => Answer): Answer | undefined {
  try {
    return withinTime(limits.releasePatternsMs, work)
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof RangeError) return undefined
    throw error
  }
}

let made: readonly RankedRelease[] | undefined
const trialTitles = () => made ??= ['A.Film.of.Some.Length.2020.EXTENDED.2160p.UHD.BluRay.REMUX.DV.HDR10.HEVC.TrueHD.Atmos.7.1-GROUP', ...['a', 'A1', '0', ' ', '.', 'a.', 'a-', '[a]'].map((text) => `${text.repeat(60)}!`)]
  .map((title) => ({ title, parsed: parseRelease(title, { kind: 'movie' }), sizeBytes: null, originalLanguage: null }))
