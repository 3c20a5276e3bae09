/** House lights: with the system, down, or up. Kept on the device. */

export const THEMES = ['system', 'dark', 'light'] as const
export type Theme = (typeof THEMES)[number]

const key = 'rewind-theme'
const grounds = { dark: '#160d14', light: '#fbf1f1' } as const

export function chosenTheme(): Theme {
  const kept = localStorage.getItem(key)
  return THEMES.find((theme) => theme === kept) ?? 'system'
}

export function chooseTheme(theme: Theme): void {
  localStorage.setItem(key, theme)
  applyTheme()
}

export function applyTheme(): void {
  const theme = chosenTheme()
  if (theme === 'system') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = theme
  // The browser's own bars follow the ground; each of the two metas belongs to one state of the system.
  for (const meta of document.querySelectorAll<HTMLMetaElement>('meta[name="theme-color"]')) {
    meta.content = grounds[theme === 'system' ? meta.media.includes('dark') ? 'dark' : 'light' : theme]
  }
}
