/**
 * What a profile's own patterns say of releases: its custom formats, and the words it requires and forbids. People bring them along, and a pattern that is merely
 * careless can take years for one title: each release has a bounded time, and after a few that used it up no more of them is tried.
 */

import type { Said } from '../../../projections/said.ts'
import { sayOfQuality } from '../../../projections/said-of-quality.ts'
import { sayOfRelease as say } from '../../../projections/said-of-releases.ts'
import { limits } from '../../limits.ts'
import { parseRelease } from '../parse-release.ts'
import type { CustomFormat, RankedRelease } from './custom-format.ts'
import { TITLE_CHARACTERS_MAX } from './custom-format.ts'
import type { QualityProfile } from './quality-profile.ts'
import { ProfileError } from './told-json.ts'
import { withinTime } from './within-time.ts'

export interface Judgement {
  readonly formats: readonly { readonly name: string; readonly score: number }[]
  /** Why it may not be taken. */
  readonly refusals: readonly Said[]
}

/** For one list of releases. What could not be looked at may not be taken: what the profile would have said of it is not known. */
export function patternsOf({ name, app, formats, required, forbidden }: QualityProfile): (release: RankedRelease) => Judgement {
  let slow = 0
  let culprit = say('RELEASE_SLOW_WORDS', { profile: name })
  return (release) => {
    const said = slow >= limits.slowReleasesMax ? undefined : inTime(() => {
      const matching = formats.filter(({ format }) => {
        culprit = say('RELEASE_SLOW_FORMAT', { format: format.name })
        return format.matches(release, app)
      })
      culprit = say('RELEASE_SLOW_WORDS', { profile: name })
      const title = release.title.slice(0, TITLE_CHARACTERS_MAX)
      return {
        formats: matching.map(({ format, score }) => ({ name: format.name, score })),
        refusals: [
          ...required.length > 0 && !required.some((pattern) => pattern.test(title)) ? [say('RELEASE_LACKS_WORDS')] : [],
          ...forbidden.filter((pattern) => pattern.test(title)).map((pattern) => say('RELEASE_HAS_WORD', { word: pattern.source })),
        ],
      }
    })
    if (said) return said
    slow++
    return { formats: [], refusals: [culprit] }
  }
}

/** For one import. Throws `ProfileError` where a format takes too long on one of a few titles that patterns are slow on; that it does not is no promise. */
export function formatTrials(): (format: Pick<CustomFormat, 'name' | 'matches'>) => void {
  let slow = 0
  return ({ name, matches }) => {
    if (slow >= limits.slowReleasesMax) throw new ProfileError(sayOfQuality('PROFILE_UNTRIED', { name }))
    if (trialTitles().every((release) => inTime(() => [matches(release, 'radarr')]))) return
    slow++
    throw new ProfileError(sayOfQuality('PROFILE_SLOW', { name }))
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
