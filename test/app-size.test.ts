/** Holds the built app to its budget of JavaScript, see pwa/vite.config.ts. */

import { appChunks, BUDGET_BYTES } from './support/app-chunks.ts'
import t from './support/tap.ts'

const { ofPage, first, screens, ownOf, sizeOf } = appChunks()

t.test('the shell and Home load within their budget', async (t) => {
  t.ok(ofPage.length > 0 && screens.length > 10, 'there is a page, and its screens')
  const bytes = sizeOf(first)
  const largest = [...first].sort((a, b) => sizeOf([b]) - sizeOf([a])).map((name) => `${name} ${sizeOf([name])}`)
  t.ok(bytes <= BUDGET_BYTES.firstLoad, `${bytes} of ${BUDGET_BYTES.firstLoad} bytes: move what is not needed at first behind an import(): ${largest.slice(0, 5).join(', ')}`)
})

t.test('every other screen loads within its budget', async (t) => {
  for (const name of screens) {
    const bytes = sizeOf(ownOf(name))
    t.ok(bytes <= BUDGET_BYTES.screen, `${name}: ${bytes} of ${BUDGET_BYTES.screen} bytes`)
  }
})
