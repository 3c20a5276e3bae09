import t from '../test/support/tap.ts'
import { fit, named, plain, typed } from './title-match.ts'

const fits = (title: string, text: string) => fit(named(title), typed(text))

t.test('case, accents and punctuation do not matter, and neither does where words are parted', async (t) => {
  for (const [title, text] of [
    ['Amélie', 'amelie'], ['AMÉLIE', 'Amélie'], ['Spider-Man', 'spiderman'], ['WALL·E', 'walle'], ['WALL·E', 'wall-e'], ['Ocean’s Eleven', 'oceans eleven'], ['Léon', 'LEON'], ['M*A*S*H', 'mash'],
    ['Ｍａｔｒｉｘ', 'matrix'], ['Smile 2', '2'],
  ] as const) t.not(fits(title, text), undefined, `“${text}” finds ${title}`)
})

t.test('a name is found in whatever way it is written in Latin letters', async (t) => {
  for (const [title, text] of [
    ['Für immer', 'fuer'], ['Fuer immer', 'für'], ['Der Untergang der Männer', 'maenner'], ['Straße', 'strasse'], ['Brücke', 'bruecke'], ['Ærø', 'aero'], ['Łódź', 'lodz'], ['Tōkyō', 'toukyou'], ['Tokyo', 'tōkyō'],
    ['Солярис', 'solaris'], ['Сталкер', 'stalker'], ['Брат', 'brat'], ['Чапаев', 'chapaev'], ['Ζορμπάς', 'zormpas'], ['となりのトトロ', 'tonarino totoro'], ['がんばれ', 'ganbare'], ['ダンダダン', 'dandadan'],
  ] as const) t.not(fits(title, text), undefined, `“${text}” finds ${title}`)
})

t.test('a name that is found is found while it is being typed', async (t) => {
  for (const [title, text] of [['Philadelphia', 'philadelphia'], ['The Shining', 'shining'], ['Chicago', 'chicago'], ['Blue Velvet', 'blue velvet'], ['Яблоко', 'yabloko'], ['Солярис', 'solyaris'], ['Sky High', 'sky high'], ['Sky', 'sky'], ['Moon', 'moon'], ['Israel', 'israel'], ['Für', 'fuer']] as const) {
    for (let length = 1; length <= text.length; length++) t.not(fits(title, text.slice(0, length)), undefined, `“${text.slice(0, length)}” finds ${title}`)
  }
})

t.test('words may come in any order, and the better fit comes first', async (t) => {
  t.not(fits('The Good, the Bad and the Ugly', 'ugly good'), undefined)
  t.strictSame(['Alien', 'Aliens', 'Cowboys & Aliens', 'Salient'].map((title) => fits(title, 'alien')), [0, 1, 2, 4])
})

t.test('what is something else is not found', async (t) => {
  for (const [title, text] of [['Metropolis', 'nosferatu'], ['M', 'mm'], ['Nosferatu', ''], ['Nosferatu', ' – ']] as const) t.equal(fits(title, text), undefined, `“${text}” and ${title}`)
})

t.test('letters of other scripts stay what they are', async (t) => {
  t.equal(plain('七人の侍'), '七人no侍')
  t.not(fits('七人の侍', '侍'), undefined)
  t.not(fits('기생충', '기생'), undefined)
})
