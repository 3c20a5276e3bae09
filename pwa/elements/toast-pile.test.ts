import t from '../../test/support/tap.ts'
import type { Toast } from './show-toast.ts'
import { ToastPile } from './toast-pile.ts'

const passing = (text: string): Toast => ({ text })
const [full, update] = [{ text: 'full', lasting: 'storage' }, { text: 'update', lasting: 'update' }] as const satisfies readonly Toast[]
const texts = (pile: ToastPile) => pile.inSight.map(({ text }) => text)

t.test('what passes stands above what stays and does not push it out', async (t) => {
  const pile = new ToastPile()
  pile.show(full)
  const [liked, listed] = [passing('liked'), passing('listed')]
  pile.show(liked)
  t.same(texts(pile), ['liked', 'full'])
  pile.show(listed)
  t.same(texts(pile), ['listed', 'full'], 'the newest that passes replaces the one before it')
  pile.close(liked)
  t.same(texts(pile), ['listed', 'full'], 'one that is no longer in sight closes no other')
  pile.close(listed)
  t.same(texts(pile), ['full'])
})

t.test('of several that stay the newest is in sight, and the others come back one by one', async (t) => {
  const pile = new ToastPile()
  pile.show(full)
  pile.show(update)
  t.same(texts(pile), ['update'])
  pile.close(update)
  t.same(texts(pile), ['full'])
  pile.show(update)
  pile.show({ text: 'another update', lasting: 'update' })
  t.same(texts(pile), ['another update'], 'one about the same takes its place')
  pile.close(update)
  t.same(texts(pile), ['another update'], 'and is not closed in its stead')
  pile.end('update')
  t.same(texts(pile), ['full'], 'it is so no longer')
})

t.test('with the person goes what was told to them; what is of the browser stays', async (t) => {
  const pile = new ToastPile()
  for (const toast of [full, update, { text: 'https://…', lasting: 'link' }, { text: 'language', lasting: 'language' }, passing('liked')] as const) pile.show(toast)
  pile.leave()
  t.same(texts(pile), ['update'])
  pile.close(update)
  t.same(texts(pile), ['full'])
})

t.test('what is so no longer goes, whether it passes or stays', async (t) => {
  const pile = new ToastPile()
  let so = true
  const link: Toast = { text: 'link', lasting: 'link', holds: () => so }
  for (const toast of [full, link, { text: 'rated', holds: () => so }]) pile.show(toast)
  pile.settle()
  t.same(texts(pile), ['rated', 'link'])
  so = false
  pile.settle()
  t.same(texts(pile), ['full'], 'what was beneath it is in sight again')
})
