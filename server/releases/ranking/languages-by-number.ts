/** The numbers by which Radarr's and Sonarr's custom formats name languages, as ISO 639-1 codes (with the regions that titles tell apart). */

const SHARED = 'en fr es de it da nl ja is zh ru pl vi sv no fi tr pt nl-BE el ko hu he lt cs'.split(' ')
const RADARR = 'hi ro th bg pt-BR ar uk fa bn sk lv es-419 ca hr sr bs et ta id te mk sl ml kn sq af mr tl ur rm mn ka'.split(' ')
const SONARR = 'ar hi bg ml uk sk th pt-BR es-419 ro lv fa ca hr sr bs et ta id mk sl az uz ms ur rm'.split(' ')

export type App = 'radarr' | 'sonarr'

/** -1 and 0 are any and unknown; -2 is `original`, the film's own. Undefined for a number that is none. */
export function languageByNumber(app: App, number: number): string | undefined {
  if (number === -2) return 'original'
  if (number === -1 || number === 0) return 'any'
  return [...SHARED, ...app === 'radarr' ? RADARR : SONARR][number - 1]
}

const NAMES = new Intl.DisplayNames('en', { type: 'language' })

/** Quality profiles name theirs in words: `Original`, `Any`, `German`. */
export function languageByName(name: string): string | undefined {
  const wanted = name.trim().toLowerCase()
  if (wanted === 'original' || wanted === 'any') return wanted
  return [...new Set([...SHARED, ...RADARR, ...SONARR])].find((code) => NAMES.of(code)!.toLowerCase() === wanted)
}
