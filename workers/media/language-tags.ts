/** Languages as files and file names say them, as BCP 47: `ger`, `de`, `German` and `Deutsch` are `de`. */

/** Null for what names none, `und` and `mis` among it. */
export function languageTag(said: string | null): string | null {
  if (said === null || !/^[a-z]{2,3}([-_][a-z0-9]{2,8})*$/i.test(said)) return null
  try {
    // Three letters become two where there are two: ISO 639-2's are aliases, the bibliographic ones (ger, fre) too.
    const tag = Intl.getCanonicalLocales(said.replaceAll('_', '-'))[0]!
    return ['und', 'mis', 'mul', 'zxx', 'xxx'].includes(tag.slice(0, 3)) || tag.startsWith('q') && /^q[a-t]/.test(tag) && tag.length === 3 ? null : tag
  } catch {
    // Looks like a tag, and is none.
    return null
  }
}

/** In English, as the app's other texts are: `Portuguese (Brazil)`. */
export function languageName(tag: string): string {
  return NAMES.of(tag) ?? tag
}
const NAMES = new Intl.DisplayNames('en', { type: 'language', languageDisplay: 'standard' })

/** Names of languages in English and in themselves, to find one in a track's or a file's name. */
const SPOKEN = ['en', 'es', 'fr', 'de', 'it', 'pt', 'nl', 'sv', 'no', 'nb', 'da', 'fi', 'is', 'pl', 'cs', 'sk', 'hu', 'ro', 'bg', 'el', 'tr', 'ru', 'uk', 'sr', 'hr', 'sl', 'bs', 'mk', 'sq', 'et', 'lv', 'lt', 'ar', 'he', 'fa', 'hi', 'bn', 'ta', 'te', 'ml', 'ur', 'th', 'vi', 'id', 'ms', 'tl', 'zh', 'ja', 'ko', 'ca', 'eu', 'gl', 'ka', 'hy', 'kk']
const BY_NAME = new Map(SPOKEN.flatMap((tag) => [[NAMES.of(tag)!.toLowerCase(), tag], [(new Intl.DisplayNames(tag, { type: 'language' }).of(tag) ?? tag).toLowerCase(), tag]] as const))

/** The first word that names a language; a country behind it counts: `Portuguese (Brazilian)`, `Latin American Spanish`. */
export function languageNamed(text: string): string | null {
  const lower = text.toLowerCase()
  for (const word of lower.match(/[\p{L}\p{M}]+/gu) ?? []) {
    const tag = BY_NAME.get(word)
    if (tag === undefined) continue
    if (tag === 'pt' && /brazil|brasil/.test(lower)) return 'pt-BR'
    if (tag === 'es' && /latin/.test(lower)) return 'es-419'
    if (tag === 'zh' && /traditional|繁/.test(lower)) return 'zh-Hant'
    if (tag === 'zh' && /simplified|简/.test(lower)) return 'zh-Hans'
    return tag
  }
  return null
}
