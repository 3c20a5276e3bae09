/** Holds the built app to its budget of JavaScript, see pwa/vite.config.ts. */

import { languages } from '../pwa/strings/language.ts'
import { appChunks, BUDGET_BYTES } from './support/app-chunks.ts'
import t from './support/tap.ts'

const { ofPage, first, screens, chunkOf, ownOf, sizeOf } = appChunks()

t.test('the shell and Home load within their budget', async (t) => {
  t.ok(ofPage.length > 0 && screens.length > 10, 'there is a page, and its screens')
  const bytes = sizeOf(first)
  const largest = [...first].sort((a, b) => sizeOf([b]) - sizeOf([a])).map((name) => `${name} ${sizeOf([name])}`)
  t.ok(bytes <= BUDGET_BYTES.firstLoad, `${bytes} of ${BUDGET_BYTES.firstLoad} bytes: move what is not needed at first behind an import(): ${largest.slice(0, 5).join(', ')}`)
})

t.test('who speaks another language than English loads its texts, and none of a third', async (t) => {
  for (const language of Object.keys(languages).filter((each) => each !== 'en')) {
    const texts = chunkOf(`${language}-shell`)
    t.notOk(first.has(texts), `${texts} is not loaded by who speaks English`)
    const bytes = sizeOf([...first, texts])
    t.ok(bytes <= BUDGET_BYTES.firstLoad + BUDGET_BYTES.texts, `${language}: ${bytes} of ${BUDGET_BYTES.firstLoad + BUDGET_BYTES.texts} bytes`)
  }
})

t.test('every other screen loads within its budget', async (t) => {
  for (const name of screens) {
    const bytes = sizeOf(ownOf(name))
    t.ok(bytes <= BUDGET_BYTES.screen, `${name}: ${bytes} of ${BUDGET_BYTES.screen} bytes`)
  }
})
