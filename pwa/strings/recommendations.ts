/** The texts of recommendations, on Home and on their own screen. */

import { enRecommendations } from './en-recommendations.ts'
import { translator } from './shell.ts'

export const t = translator({ en: enRecommendations })
