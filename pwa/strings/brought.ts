/** What the server says of quality profiles that are brought along, in the person's language. */

import { enBrought } from './en-brought.ts'
import { languageName } from './language-name.ts'
import { presetName } from './preset-name.ts'
import { teller } from './said.ts'
import { translator } from './shell.ts'

const t = translator(enBrought, { de: async () => (await import('./de-brought.ts')).deBrought, ar: async () => (await import('./ar-brought.ts')).arBrought })

export const tellBrought = teller(enBrought, t, (name, value) => name === 'language' || name === 'former' ? languageName(value) : name === 'told' || name === 'what' ? value : presetName(value))
