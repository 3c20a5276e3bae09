/** A real Chromium: the one the machine has, or the one that comes with npm. */

import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import type { BrowserContext, Page } from 'playwright-core'
import { chromium } from 'playwright-core'

const installed = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]
// Without these Chromium looks for its maker's hosts at every start.
const quiet = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--autoplay-policy=no-user-gesture-required']

/** Path of a browser; unpacks npm's on first use, so call it once before tests run side by side. */
export async function browserPath(): Promise<string> {
  const found = [process.env.CHROMIUM ?? '', ...installed].find((path) => path && existsSync(path))
  if (found) return found
  // Makes the package unpack its own copies of the libraries a bare machine lacks.
  process.env.AWS_EXECUTION_ENV ??= 'AWS_Lambda_nodejs22.x'
  const { default: bundled } = await import('@sparticuz/chromium')
  return await bundled.executablePath()
}

/** For a browser's start, and for each wait in it: what is waited for comes much sooner, but not beside three other files on a machine of two cores. */
const WAIT_MS = 60_000

export interface Device {
  readonly context: BrowserContext
  readonly page: Page
  close(): Promise<void>
}

/** One person's device: a browser profile of its own, which an ordinary context would not be (no service worker updates, no install). */
export async function openDevice(options: Parameters<typeof chromium.launchPersistentContext>[1] = {}): Promise<Device> {
  const folder = mkdtempSync(join(tmpdir(), 'rewind-browser-'))
  const context = await chromium.launchPersistentContext(folder, {
    executablePath: await browserPath(),
    headless: true,
    args: quiet,
    viewport: { width: 1280, height: 800 },
    reducedMotion: 'reduce',
    timeout: WAIT_MS,
    ...options,
  })
  context.setDefaultTimeout(WAIT_MS)
  return {
    context,
    page: context.pages()[0] ?? await context.newPage(),
    async close() {
      await context.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
