import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import type { Plugin, Rolldown } from 'vite'
import { build, defineConfig } from 'vite'

const root = import.meta.dirname
const target = 'es2023'
/** The first browsers with `light-dark()`: what stands in for it knows nothing of `color-scheme` further down the tree. */
const cssTarget = ['chrome123', 'firefox120', 'safari17.5']

/** Builds the service worker after the app, in one file of its own, with the list of all that the app is made of. */
function serviceWorker(): Plugin {
  return {
    name: 'service-worker',
    apply: 'build',
    async writeBundle(_options, bundle) {
      const files = [...builtFiles(bundle), ...publicFiles(join(root, 'public'))]
      await build({
        configFile: false, root, publicDir: false, logLevel: 'warn',
        define: { PRECACHE: JSON.stringify(files), 'process.env.NODE_ENV': '"production"' },
        build: {
          outDir: 'dist', emptyOutDir: false, target, sourcemap: true,
          rollupOptions: { input: join(root, './service-worker.ts'), output: { format: 'iife', entryFileNames: 'service-worker.js' } },
        },
      })
    },
  }
}

/** Styles are texts to whoever makes code small: what explains them stays behind, and so do the spaces before their lines. Each line keeps its number. */
function plainStyles(): Plugin {
  return {
    name: 'plain-styles',
    apply: 'build',
    transform(code, id) {
      if (!id.startsWith(root) || !id.endsWith('.ts')) return undefined
      return { code: code.replace(/\bcss`[^`]*`/g, (styles) => styles.replace(/\/\*[^]*?\*\//g, (told) => told.replace(/[^\n]/g, '')).replace(/^ +/gm, '')), map: null }
    },
  }
}

interface Precached { readonly url: string; readonly revision: string | null }

/** A file under assets/ carries its content's hash in its name; any other needs a revision. */
function builtFiles(bundle: Rolldown.OutputBundle): readonly Precached[] {
  return Object.values(bundle).filter(({ fileName }) => !fileName.endsWith('.map') && !/\.woff$/.test(fileName)).map((file) => ({
    url: `/${file.fileName}`,
    revision: file.fileName.startsWith('assets/') ? null : revisionOf(file.type === 'chunk' ? file.code : file.source),
  }))
}

/** Those at the top: in folders are pictures that the system shows of the app, never the app. */
function publicFiles(folder: string): readonly Precached[] {
  return readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => {
    const path = join(entry.parentPath, entry.name)
    return { url: `/${relative(folder, path)}`, revision: revisionOf(readFileSync(path)) }
  })
}

function revisionOf(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex').slice(0, 16)
}

export default defineConfig({
  root,
  plugins: [plainStyles(), serviceWorker()],
  worker: { format: 'es' },
  build: {
    outDir: 'dist', emptyOutDir: true, target, cssTarget, sourcemap: true, modulePreload: { polyfill: false },
    rollupOptions: {
      input: join(root, 'index.html'),
      // All that the first picture needs, in one file, and all that deciding needs, in another: both are loaded whatever the screen, and pack better than in two dozen.
      output: { codeSplitting: { groups: [{ name: 'shell', test: /pwa\/(app|screens\/home-screen)\.ts$/, priority: 2 }, { name: 'deciding', test: /pwa\/sync\/(deciding|looking-back)\.ts$/, priority: 1 }] } },
    },
  },
})
