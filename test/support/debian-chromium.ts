/** Chromium as people have it, from Debian: npm's headless one lacks what it does with no page open. Unpacked, not installed, so that no other test takes it for the machine's. */

import { join } from 'node:path'
import process from 'node:process'
import { debianTree } from './debian-tree.ts'

/** How to launch it, or why it is not here. */
export async function debianChromium(): Promise<{ readonly executablePath: string; readonly env: Readonly<Record<string, string>> } | { readonly why: string }> {
  const tree = await debianTree('chromium', ['chromium', 'chromium-common'])
  if ('why' in tree) return tree
  const libraries = ['x86_64', 'aarch64'].flatMap((machine) => [`usr/lib/${machine}-linux-gnu`, `lib/${machine}-linux-gnu`]).map((each) => join(tree.folder, each)).join(':')
  return { executablePath: join(tree.folder, 'usr/lib/chromium/chromium'), env: { ...process.env as Record<string, string>, LD_LIBRARY_PATH: libraries } }
}
