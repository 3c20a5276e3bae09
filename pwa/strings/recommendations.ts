/** The texts of recommendations, on Home and on their own screen. */

import { enRecommendations } from './en-recommendations.ts'
import { translator } from './shell.ts'

export const t = translator(enRecommendations, { de: async () => (await import('./de-recommendations.ts')).deRecommendations, ar: async () => (await import('./ar-recommendations.ts')).arRecommendations })
