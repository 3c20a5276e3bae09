/**
 * The built app. Files under /assets carry their content's hash in their names and never change; everything else is asked
 * for anew. Any other address that a browser navigates to is the app's own affair: it gets the one page.
 */

import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Page, Shell } from './errors.ts'
import type { PageHead } from './page-head.ts'
import { withHead } from './page-head.ts'

const PAGE_CACHING = 'no-cache'
const NOT_BUILT: Page = { status: 503, type: 'text/plain; charset=utf-8', cacheControl: PAGE_CACHING, body: 'The app is not built yet. Run `npm run build`, then start again.\n' }
const OURS = /^\/(api|images|media|assets|health|metrics|ping)(\/|$)/

/** What the page of an address says of itself; undefined where it says no more than the app does. */
export type DescribePage = (request: FastifyRequest) => Promise<PageHead | undefined>

export async function appShell(app: FastifyInstance, folder: string, describe: DescribePage): Promise<Shell> {
  const built = existsSync(join(folder, 'index.html'))
  if (!built) app.log.warn({}, 'the app is not built: run `npm run build`, then start again')
  else await serveFiles(app, folder)
  return async (request) => {
    const { method, url, headers } = request
    if (method !== 'GET' || OURS.test(url) || !headers.accept?.includes('text/html')) return undefined
    if (!built) return NOT_BUILT
    return { status: 200, type: 'text/html; charset=utf-8', cacheControl: PAGE_CACHING, body: await pageOf(request) }
  }

  async function pageOf(request: FastifyRequest): Promise<string> {
    const [page, head] = await Promise.all([readFile(join(folder, 'index.html'), 'utf8'), describe(request)])
    return head ? withHead(page, head) : page
  }
}

async function serveFiles(app: FastifyInstance, folder: string): Promise<void> {
  await app.register(async (files) => {
    files.addHook('onRoute', (route) => { route.config = { ...route.config, least: 'anyone', cacheControl: PAGE_CACHING } })
    await files.register(fastifyStatic, {
      root: folder,
      wildcard: false,
      cacheControl: false,
      preCompressed: true,
      setHeaders(reply, path) {
        const immutable = path.startsWith(join(folder, 'assets'))
        void (reply as unknown as FastifyReply).header('cache-control', immutable ? 'public, max-age=31536000, immutable' : PAGE_CACHING)
      },
    })
  })
}
