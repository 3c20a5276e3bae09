/**
 * How well a title fits what somebody types: without regard to case, accents, punctuation or how a name is written in Latin
 * letters, so that "amelie", "spiderman", "fuer", "toukyou" and "solaris" find "Amélie", "Spider-Man", "für", "東京 – Tōkyō" and "Солярис". Pure.
 */

/** Letters that no accent parts from a plain one. */
const LETTERS: Readonly<Record<string, string>> = {
  ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', đ: 'd', ð: 'd', þ: 'th', ł: 'l', ħ: 'h', ı: 'i', ŋ: 'ng',
  а: 'a', б: 'b', в: 'v', г: 'g', ґ: 'g', д: 'd', е: 'e', є: 'ye', ж: 'zh', з: 'z', и: 'i', і: 'i', к: 'k', л: 'l', м: 'm', н: 'n', о: 'o', п: 'p', р: 'r', с: 's', т: 't',
  у: 'u', ф: 'f', х: 'kh', ц: 'ts', ч: 'ch', ш: 'sh', щ: 'shch', ъ: '', ы: 'y', ь: '', э: 'e', ю: 'yu', я: 'ya', ј: 'j', љ: 'lj', њ: 'nj', ћ: 'c', ђ: 'd', џ: 'dz',
  α: 'a', β: 'v', γ: 'g', δ: 'd', ε: 'e', ζ: 'z', η: 'i', θ: 'th', ι: 'i', κ: 'k', λ: 'l', μ: 'm', ν: 'n', ξ: 'x', ο: 'o', π: 'p', ρ: 'r', σ: 's', ς: 's', τ: 't', υ: 'y', φ: 'ph',
  χ: 'ch', ψ: 'ps', ω: 'o',
  // Hiragana, in the order of their code points; katakana are the same, 0x60 further on. Marks of voice are accents, and gone by then.
  あ: 'a', い: 'i', う: 'u', え: 'e', お: 'o', か: 'ka', き: 'ki', く: 'ku', け: 'ke', こ: 'ko', さ: 'sa', し: 'shi', す: 'su', せ: 'se', そ: 'so', た: 'ta', ち: 'chi', つ: 'tsu', て: 'te', と: 'to',
  な: 'na', に: 'ni', ぬ: 'nu', ね: 'ne', の: 'no', は: 'ha', ひ: 'hi', ふ: 'fu', へ: 'he', ほ: 'ho', ま: 'ma', み: 'mi', む: 'mu', め: 'me', も: 'mo', や: 'ya', ゆ: 'yu', よ: 'yo',
  ら: 'ra', り: 'ri', る: 'ru', れ: 're', ろ: 'ro', わ: 'wa', を: 'o', ん: 'n',
}
/** Kana whose mark of voice changes the sound: composed again before accents are taken off. */
const VOICED: Readonly<Record<string, string>> = {
  が: 'ga', ぎ: 'gi', ぐ: 'gu', げ: 'ge', ご: 'go', ざ: 'za', じ: 'ji', ず: 'zu', ぜ: 'ze', ぞ: 'zo', だ: 'da', ぢ: 'ji', づ: 'zu', で: 'de', ど: 'do', ば: 'ba', び: 'bi', ぶ: 'bu', べ: 'be', ぼ: 'bo',
  ぱ: 'pa', ぴ: 'pi', ぷ: 'pu', ぺ: 'pe', ぽ: 'po',
}
const KATAKANA_AWAY = 0x60

/** Small Latin letters, digits and single spaces; letters of scripts that are not known here stay as they are. */
export function plain(text: string): string {
  return inLatin(text.toLowerCase()).replace(/['’]/g, '').replace(/[^\p{L}\p{N}]+/gu, ' ').trim()
}

function inLatin(small: string): string {
  // Most names are such, and there are ten thousand of them.
  if (/^[\x20-\x7e]*$/.test(small)) return small
  const hiragana = small.normalize('NFKC').replace(/[ァ-ヶ]/g, (kana) => String.fromCodePoint(kana.codePointAt(0)! - KATAKANA_AWAY))
  const voiced = hiragana.replace(/[が-ぽ]/g, (kana) => VOICED[kana] ?? kana)
  return voiced.normalize('NFD').replace(/\p{Diacritic}/gu, '').replace(/[^\x00-\x7f]/gu, (letter) => LETTERS[letter] ?? letter)
}

/**
 * What is left of a plain name when spellings of the same name are held for one: "ae" is a, "ou" and "oo" are o, y and j are i, an h after a consonant is
 * not heard, nor a y between a consonant and a vowel. Each rule keeps the beginning of what it shortens, so a name is found while it is being typed.
 */
function heard(plainName: string): string {
  return plainName.replace(/([aou])e/g, '$1').replace(/([aeiou])\1/g, '$1').replace(/ou/g, 'o').replace(/([bcdfgklprstvwz])h/g, '$1')
    .replace(/([bcdfgklmnprstvz])[yj](?=[aeou])/g, '$1').replace(/[yj]/g, 'i').replace(/w/g, 'v')
}

/** `heard` is worked out when somebody asks: of most names nobody does. */
export interface Named { readonly plain: string; readonly heard: string }
export function named(text: string): Named {
  const name = plain(text)
  let known: string | undefined
  return { plain: name, get heard() { return known ??= heard(name) } }
}
/** As `named`, of a name that is being typed: a y at its end may be one that is not heard once a vowel follows. */
export function typed(text: string): Named {
  const name = plain(text)
  return { plain: name, heard: heard(name).replace(/([bcdfgklmnprstvz])i$/, '$1') }
}

/** How well a name fits what was typed, 0 best; undefined when it does not. */
export function fit(name: Named, wanted: Named): number | undefined {
  return fitAsWritten(name, wanted) ?? fitAsHeard(name, wanted)
}

/** From 0 to 2. */
export function fitAsWritten(name: Named, wanted: Named): number | undefined {
  if (wanted.plain === '' || !name.plain.includes(wanted.plain)) return undefined
  if (name.plain === wanted.plain) return 0
  if (name.plain.startsWith(wanted.plain)) return 1
  return ` ${name.plain}`.includes(` ${wanted.plain}`) ? 2 : undefined
}

/** 3 or 4: any that fits as written is better. */
export function fitAsHeard(name: Named, wanted: Named): number | undefined {
  if (wanted.plain === '') return undefined
  const words = name.heard.split(' ')
  if (wanted.heard.split(' ').every((word) => words.some((each) => each.startsWith(word)))) return 3
  return squeezed(name.heard).includes(squeezed(wanted.heard)) ? 4 : undefined
}

const squeezed = (text: string): string => text.replaceAll(' ', '')
