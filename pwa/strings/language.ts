/** Which language this page speaks: decided once, when it loads. Another one is another load of the page. */

/** Each by its own name. English is part of the app; the texts of any other are files of their own, loaded where it is spoken. */
export const languages = { en: 'English', de: 'Deutsch', ar: 'العربية' } as const
export type Language = keyof typeof languages

/** What the person who is signed in has chosen, on whatever device; it wins over what was chosen at the door of this browser. */
const keys = { person: 'rewind-language', door: 'rewind-language-here' } as const
export type Chooser = keyof typeof keys

export function isLanguage(tag: string | null | undefined): tag is Language {
  return tag != null && Object.hasOwn(languages, tag)
}

/** Null for whatever the browser says. Neither workers nor tests have a store. */
export function chosenLanguage(by: Chooser): string | null {
  return globalThis.document ? localStorage.getItem(keys[by]) : null
}

export function keepLanguage(by: Chooser, language: string | null): void {
  if (language === null) localStorage.removeItem(keys[by])
  else localStorage.setItem(keys[by], language)
}

/**
 * The language, and the tag that dates and numbers go by. `wished`: tags of the browser, the dearest first.
 * A language that was chosen is spoken as the browser's own tag of it says, where there is one: `ar-EG` counts with other digits than `ar`.
 */
export function spokenOf(chosen: readonly (string | null)[], wished: readonly string[]): { readonly language: Language; readonly locale: string } {
  // Some systems add their own suffix (`en-US@posix`), which is no language tag, or one that sorts by bytes (`en-US-u-va-posix`).
  const tags = wished.map((tag) => tag.replace(/[@.].*$|-u-va-posix$/, ''))
  const languageOf = (tag: string) => tag.split('-')[0]
  const language = [...chosen, ...tags.map(languageOf)].find(isLanguage) ?? 'en'
  return { language, locale: tags.find((tag) => languageOf(tag) === language) ?? language }
}

export type Direction = 'ltr' | 'rtl'
export function directionOf(tongue: Language): Direction {
  return tongue === 'ar' ? 'rtl' : 'ltr'
}

export const languageNow = () => spokenOf([chosenLanguage('person'), chosenLanguage('door')], globalThis.navigator?.languages ?? [])
export const { language, locale } = languageNow()
export const direction = directionOf(language)
