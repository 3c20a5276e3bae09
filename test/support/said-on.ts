import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import type { Messages } from '../../pwa/strings/translation.ts'

const folder = join(import.meta.dirname, '../../pwa/strings')

/** What stands for this English text, or begins with it, in the language that the page speaks; the text itself where nothing does. */
export async function saidOn(page: Page, text: string): Promise<string> {
  const language = await page.evaluate(() => document.documentElement.lang)
  if (language.startsWith('en')) return text
  for (const file of readdirSync(folder).filter((name) => /^en(-\w+)?\.ts$/.test(name))) {
    const [english] = Object.values(await import(join(folder, file)) as Record<string, Messages>)
    const key = Object.keys(english!).find((each) => english![each] === text)
    if (key === undefined) continue
    const [spoken] = Object.values(await import(join(folder, file.replace('en', language.slice(0, 2)))) as Record<string, Messages>)
    return String(spoken![key])
  }
  return text
}
