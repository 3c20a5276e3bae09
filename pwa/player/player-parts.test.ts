import t from '../../test/support/tap.ts'
import { chapterAt } from './chapters.ts'
import { frameOf } from './frame-catcher.ts'
import { readMemory } from './player-memory.ts'
import { TouchSeek } from './touch-seek.ts'
import { offeredFrom, secondsLeft, shownFrom } from './up-next.ts'
import { firstChoice, OFF } from './subtitle-choice.ts'
import { readWebVtt } from './web-vtt.ts'

const subtitle = (language: string | null, { forced = false, hearingImpaired = false } = {}) => ({ language, forced, hearingImpaired })

t.test('WebVTT is read with its times, texts and places', async (t) => {
  t.same(readWebVtt('WEBVTT\n\n00:01.500 --> 00:02.000 line:5% align:start\nOne\ntwo\n\nNOTE x\n\n01:00:00.000 --> 01:00:01.250\nlast\n'), [
    { startSeconds: 1.5, endSeconds: 2, text: 'One\ntwo', settings: { line: '5%', align: 'start' } }, { startSeconds: 3_600, endSeconds: 3_601.25, text: 'last', settings: {} },
  ])
})

t.test('the language that was chosen last is chosen again, plain or for the hearing-impaired as it was', async (t) => {
  const offered = [subtitle('de', { forced: true }), subtitle('en', { hearingImpaired: true }), subtitle('en'), subtitle('pt-BR'), subtitle('de')]
  t.equal(firstChoice(offered, 'en'), 2)
  t.equal(firstChoice(offered, 'en sdh'), 1)
  t.equal(firstChoice(offered, 'pt'), 3)
  t.equal(firstChoice(offered, 'de'), 4)
})

t.test('nobody who chose none is shown any, but for those that say what is spoken in another language', async (t) => {
  t.equal(firstChoice([subtitle('en')], null), OFF)
  t.equal(firstChoice([subtitle('en')], 'off'), OFF)
  t.equal(firstChoice([subtitle('en'), subtitle('en', { forced: true })], 'off'), 1)
  t.equal(firstChoice([], 'en'), OFF)
})

t.test('a second is in the chapter that began last', async (t) => {
  const chapters = [{ startSeconds: 0, name: 'One' }, { startSeconds: 60, name: '' }, { startSeconds: 90, name: 'Three' }]
  t.same([chapterAt(chapters, 59.9)?.name, chapterAt(chapters, 60)?.name, chapterAt(chapters, 500)?.name, chapterAt([], 5), chapterAt([{ startSeconds: 5, name: 'late' }], 1)], ['One', '', 'Three', undefined, undefined])
})

t.test('frames are caught every so many seconds, about a hundred of a film', async (t) => {
  t.same([frameOf(0, 6_000), frameOf(59, 6_000), frameOf(60, 6_000), frameOf(6_000, 6_000)], [0, 0, 60, 5_999])
  t.equal(frameOf(7, 62), 5, 'of a short one every five')
})

t.test('the next one is offered with the credits where a chapter tells of them, else shortly before the end', async (t) => {
  const chapters = [{ startSeconds: 0, name: 'Opening credits' }, { startSeconds: 60, name: 'One' }, { startSeconds: 1_150, name: 'End Credits' }]
  t.same([offeredFrom(1_200, chapters), offeredFrom(1_200, []), offeredFrom(1_200, chapters.slice(0, 2)), offeredFrom(60, []), offeredFrom(7_200, [])], [1_150, 1_176, 1_176, 52, 7_170])
})

t.test('it begins fifteen seconds after it was offered, or at the end', async (t) => {
  t.same([secondsLeft(1_150, 1_200, 1_150), secondsLeft(1_164.5, 1_200, 1_150), secondsLeft(1_165, 1_200, 1_150), secondsLeft(1_190, 1_200, 1_176), secondsLeft(1_195, 1_200, 1_195)], [15, 1, 0, 1, 5])
})

t.test('seeking within the credits begins the count anew; playing on, at whatever speed, does not', async (t) => {
  t.same([shownFrom(1_150, 1_149.75, undefined), shownFrom(1_152, 1_151.5, 1_150), shownFrom(1_170, 1_152, 1_150), shownFrom(1_151, 1_170, 1_150)], [1_150, 1_150, 1_170, 1_151])
})

t.test('how somebody plays is remembered; what makes no sense is as at first', async (t) => {
  t.same(readMemory('{"speed":1.5,"volume":0.3,"textSize":2}'), { speed: 1.5, volume: 0.3, textSize: 2 })
  for (const none of [null, '', '{', 'null', '7', '{"speed":9,"volume":-1,"textSize":"big"}']) t.same(readMemory(none), { speed: 1, volume: 1, textSize: 1 }, String(none))
})

t.test('two taps at a side seek, and each further one as far again; slow ones, the middle and both sides do not', async (t) => {
  const box = { left: 100, width: 300 }
  const tapped = (...taps: readonly (readonly [at: number, x: number])[]) => {
    const touch = new TouchSeek()
    return taps.map(([timeStamp, clientX]) => touch.tapped({ timeStamp, clientX }, box))
  }
  t.same(tapped([0, 120], [200, 130], [400, 125]), [undefined, -10, -10])
  t.same(tapped([0, 390], [300, 350]), [undefined, 10])
  t.same(tapped([0, 390], [400, 390]), [undefined, undefined], 'too slow')
  t.same(tapped([0, 250], [100, 250]), [undefined, undefined], 'the middle')
  t.same(tapped([0, 120], [100, 390]), [undefined, undefined], 'one at each side')
})
