import { equal } from 'node:assert/strict'
import fc from 'fast-check'
import { holds } from '../../test/support/property.ts'
import t from '../../test/support/tap.ts'
import { scaled, scoreOf, votesOf } from './score.ts'

t.test('scores', async (t) => {
  for (const [text, score] of [['7.4/10', 74], ['3.9/5', 78], ['93%', 93], ['73/100', 73], ['8,5/10', 85], [' 8.5 / 10 ', 85], ['0%', 0], ['100%', 100], ['10/10', 100], ['8.25/10', 83], ['1.45/10', 15]] as const) t.equal(scoreOf(text), score, text)
  for (const none of ['N/A', '', '%', '7.4', '/10', '7/0', '11/10', '101%', '-5%', '7.4/-10', '1e3/10', '7.4/10/10', '7.4567/10', 'x93%', null, undefined, 93, NaN, [], {}, ['93%'], '9'.repeat(400) + '%']) t.equal(scoreOf(none), null, String(none))
  // By whole numbers of any size: the nearest one, halves up.
  await holds(t, 'are the share of what there is to have, rounded as on paper', 2_000, [fc.nat(999_999), fc.nat(3), fc.integer({ min: 1, max: 9_999 })], (digits, places, out) => {
    const text = places === 0 ? `${digits}` : `${Math.floor(digits / 10 ** places)}.${String(digits % 10 ** places).padStart(places, '0')}`
    const [part, whole] = [BigInt(digits), BigInt(out) * 10n ** BigInt(places)]
    equal(scoreOf(`${text}/${out}`), part > whole ? null : Number((200n * part + whole) / (2n * whole)))
    if (out === 100) equal(scoreOf(`${text}%`), scoreOf(`${text}/100`))
  })
  await holds(t, 'are the same whether a source writes a number or a text', 1_000, [fc.nat(10_000), fc.constantFrom(5, 10, 100)], (thousandths, out) => {
    equal(scaled(thousandths / 1_000, out), scoreOf(`${thousandths / 1_000}/${out}`))
  })
  await holds(t, 'are from 0 to 100 or none, whatever is said', 2_000, [fc.oneof(fc.anything(), fc.string(), fc.stringMatching(/^[\d.,/% -]{1,12}$/))], (anything) => {
    for (const score of [scoreOf(anything), scaled(anything, 10)]) equal(score === null || (Number.isInteger(score) && score >= 0 && score <= 100), true)
  })
})

t.test('votes', async (t) => {
  for (const [said, votes] of [['1,787,126', 1_787_126], ['200,902', 200_902], ['12', 12], [2_252_453, 2_252_453]] as const) t.equal(votesOf(said), votes)
  for (const none of ['N/A', '', '0', 0, -3, 1.5, NaN, '1,78', '1.5', null, {}, 2 ** 40]) t.equal(votesOf(none), null, String(none))
})
