/** What the server says of a release, in the person's language. */

import type { enJudged } from './en-judged.ts'
import { languageName } from './language-name.ts'
import { presetName } from './preset-name.ts'
import { teller } from './said.ts'

export const tellJudged = teller<typeof enJudged>({ de: async () => (await import('./de-judged.ts')).deJudged, ar: async () => (await import('./ar-judged.ts')).arJudged }, {
  naming: (name, value) => name === 'profile' || name === 'format' ? presetName(value) : name === 'languages' || name === 'wanted' ? languageName(value) : value,
})
