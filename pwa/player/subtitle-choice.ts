/** Which subtitles are shown before somebody chooses: those of the language they chose last, on this device. */

import type { SubtitleFacts } from '../../projections/wire-media.ts'

export const OFF = -1
const KEY = 'rewind-subtitles'

type Said = Pick<SubtitleFacts, 'language' | 'forced' | 'hearingImpaired'>

export function remember(chosen: Said | undefined): void {
  localStorage.setItem(KEY, chosen ? `${chosen.language ?? ''}${chosen.hearingImpaired ? ' sdh' : ''}` : 'off')
}

export const chosenAtFirst = (offered: readonly Said[]): number => firstChoice(offered, localStorage.getItem(KEY))

/** `remembered` is null where nobody chose yet, or `off`. Forced ones say what is spoken in another language: they are shown all the same, when they are alone in theirs. */
export function firstChoice(offered: readonly Said[], remembered: string | null): number {
  const [language, sdh] = (remembered ?? 'off').split(' ')
  const inLanguage = remembered === null || remembered === 'off' ? [] : offered.filter((each) => (each.language ?? '') === language || each.language?.split('-')[0] === language)
  const best = inLanguage.find(({ forced, hearingImpaired }) => !forced && hearingImpaired === (sdh !== undefined)) ?? inLanguage.find(({ forced }) => !forced) ?? inLanguage[0]
  return best ? offered.indexOf(best) : offered.findIndex(({ forced }) => forced)
}
