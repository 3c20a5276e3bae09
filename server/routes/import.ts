/** Importing one's own library: a file is sent, looked at, mended by hand, and started; then it is one batch of one's history, taken back as any other. */

import type { FastifyInstance } from 'fastify'
import { MEDIA_TYPES, tmdbId } from '../../domain/title.ts'
import type { ImportShown, ImportTake, ImportTitle, ImportTitlesPage, LibraryImport, LibraryImportsAnswer } from '../../projections/wire-import.ts'
import { IMPORT_KINDS, IMPORT_PHASES, IMPORT_SHOWN, IMPORT_TAKES } from '../../projections/wire-import.ts'
import { NO_STORE } from '../http.ts'
import type { LibraryImports, TitleFix } from '../library-import/library-imports.ts'
import { limits } from '../limits.ts'
import { invalid } from '../request-error.ts'
import type { System } from '../system.ts'
import { feedRoute } from './feed.ts'
import { personOf } from './issue.ts'
import { answer, bodyOf, idParams, listOf, nullable, query } from './schemas.ts'

export interface ImportPorts { readonly libraryImports: LibraryImports; readonly system: System }

const tags = ['Import']
const config = { least: 'viewer', cacheControl: NO_STORE } as const
const string = { type: 'string' } as const
const integer = { type: 'integer' } as const
const boolean = { type: 'boolean' } as const
const mediaType = { type: 'string', enum: MEDIA_TYPES } as const
const take = { type: 'string', enum: IMPORT_TAKES } as const
const count = answer({ fresh: integer, same: integer, differing: integer, leftOut: integer })
const counts = { type: 'object', properties: Object.fromEntries(IMPORT_KINDS.map((kind) => [kind, count])) } as const
const leftOut = listOf(answer({ kind: string, code: string, message: string, file: string, line: integer }))
const libraryImport = { title: 'import of a library', ...answer({
  importId: string, fileName: string, name: nullable(string), phase: { type: 'string', enum: IMPORT_PHASES }, take, rows: integer,
  files: listOf(answer({ file: string, system: nullable(string), holds: nullable(string), lines: integer })),
  problems: listOf(answer({ code: string, file: string, line: nullable(integer), message: string })), problemsLeftOut: integer,
  titles: answer({ all: integer, waiting: integer, matched: integer, unmatched: integer, leftOut: integer, differing: integer, done: integer }),
  counts, size: integer, replaces: integer, mustBeConfirmed: boolean, leftOut, note: nullable(string), error: nullable(answer({ code: string, message: string })),
  createdAt: string, startedAt: nullable(string), endedAt: nullable(string),
}) }
const candidate = { mediaType, tmdbId: integer, title: string, year: nullable(integer), posterPath: nullable(string) } as const
const importTitle = { title: 'title of an import', ...answer({
  place: integer, given: answer({ title: nullable(string), year: nullable(integer), mediaType: nullable(string), imdb: nullable(string) }), file: string, line: integer, rows: integer, state: string,
  match: nullable(answer(candidate)), code: nullable(string), candidates: listOf(answer(candidate)), take: nullable(take), counts,
  conflicts: listOf(answer({ kind: string, mine: nullable(string), theirs: string })), leftOut,
}) }
const importId = { type: 'string', format: 'uuid' } as const
const params = idParams('importId', importId)
const titleParams = { type: 'object', properties: { importId, place: { type: 'integer', minimum: 1, maximum: limits.libraryImportRowsMax } }, required: ['importId', 'place'], additionalProperties: false } as const
const match = { type: 'object', properties: { mediaType, tmdbId, title: { type: 'string', maxLength: 500 }, year: nullable(integer), posterPath: nullable({ type: 'string', maxLength: 200 }) }, required: ['mediaType', 'tmdbId', 'title', 'year', 'posterPath'], additionalProperties: false } as const
const fix = {
  type: 'object', properties: { match, leaveOut: { type: 'boolean', enum: [true] }, open: { type: 'boolean', enum: [true] }, take: nullable(take) }, minProperties: 1, maxProperties: 1, additionalProperties: false,
} as const
interface OfImport { readonly importId: string }

export function importRoutes(app: FastifyInstance, ports: ImportPorts): void {
  uploadRoute(app, ports)
  const { libraryImports, system } = ports

  feedRoute(app, system, {
    url: '/api/me/import/live', of: 'imports', tags, least: 'viewer', ask: async (request): Promise<LibraryImportsAnswer> => await libraryImports.all(personOf(request).userId),
    isBusy: ({ imports }) => imports.some(({ phase, endedAt }) => endedAt === null && phase !== 'ready'),
  })

  app.get('/api/me/import', { config, schema: { summary: 'One\'s imports, newest first', tags, response: { 200: answer({ imports: listOf(libraryImport) }) } } },
    async (request): Promise<LibraryImportsAnswer> => await libraryImports.all(personOf(request).userId))

  app.get<{ Params: OfImport }>('/api/me/import/:importId', { config, schema: { summary: 'How an import stands: what it would bring, or how far it is', tags, params, response: { 200: libraryImport } } },
    async (request): Promise<LibraryImport> => await libraryImports.one(personOf(request).userId, request.params.importId))

  app.get<{ Params: OfImport; Querystring: { shown?: ImportShown; after?: number } }>('/api/me/import/:importId/titles', {
    config,
    schema: {
      summary: 'The titles of an import that is not over, in its own order', description: `Up to ${limits.libraryImportPageTitles} at a time; \`next\` is where to ask on.`, tags, params,
      querystring: query({ shown: { type: 'string', enum: IMPORT_SHOWN }, after: { type: 'integer', minimum: 0, maximum: limits.libraryImportRowsMax } }),
      response: { 200: answer({ titles: listOf(importTitle), next: nullable(integer) }) },
    },
  }, async (request): Promise<ImportTitlesPage> => {
    const { shown = 'all', after = 0 } = request.query
    return await libraryImports.titles(personOf(request).userId, request.params.importId, shown, after)
  })

  app.put<{ Params: OfImport & { place: number }; Body: TitleFix }>('/api/me/import/:importId/titles/:place', {
    config,
    schema: {
      summary: 'Says which title it is, leaves it out, opens it again, or says whose word counts', description: 'One of the four. `take` null: as the whole import.', tags, params: titleParams, body: fix, response: { 200: importTitle },
    },
  }, async (request): Promise<ImportTitle> => {
    const { userId, role } = personOf(request)
    return await libraryImports.fix({ userId, role }, request.params.importId, request.params.place, request.body)
  })
  actRoutes(app, ports)
}

function uploadRoute(app: FastifyInstance, { libraryImports }: ImportPorts): void {
  void app.register(async (scope) => {
    scope.addContentTypeParser(['application/octet-stream', 'application/zip', 'text/csv'], { parseAs: 'buffer', bodyLimit: limits.libraryImportBytesMax }, (_request, body, done) => done(null, body))
    scope.post<{ Body: unknown; Querystring: { name: string } }>('/api/me/import', {
      config: { ...config, rateLimit: { max: limits.libraryImportUploadsPerMinute } }, bodyLimit: limits.libraryImportBytesMax,
      schema: {
        summary: 'Sends an export to be imported: a ZIP archive or one file of it as the body', tags,
        description: `Nothing is written to the library before \`start\`. At most ${limits.libraryImportBytesMax / 1_048_576} MB; one import at a time.`,
        querystring: { type: 'object', properties: { name: { type: 'string', minLength: 1, maxLength: limits.libraryImportNameCharacters } }, required: ['name'], additionalProperties: false }, response: { 201: libraryImport },
      },
    }, async (request, reply) => {
      const { userId } = personOf(request)
      if (!(request.body instanceof Uint8Array) || request.body.length === 0) throw invalid('body', 'must be the bytes of a file')
      const sent = await libraryImports.upload(userId, request.query.name.toWellFormed().replaceAll('\0', ''), request.body)
      request.log.info({ userId, importId: sent.importId, bytes: request.body.length }, 'a person sent an export to import')
      return await reply.code(201).send(sent)
    })
  })
}

function actRoutes(app: FastifyInstance, { libraryImports }: ImportPorts): void {
  const response = { 200: libraryImport }
  app.put<{ Params: OfImport; Body: { take: ImportTake } }>('/api/me/import/:importId/take', {
    config, schema: { summary: 'Whose word counts where both say something', tags, params, body: bodyOf({ take }, ['take']), response },
  }, async (request): Promise<LibraryImport> => await libraryImports.choose(personOf(request).userId, request.params.importId, request.body.take))

  app.post<{ Params: OfImport }>('/api/me/import/:importId/match', { config, schema: { summary: 'Looks once more for titles that were not found', tags, params, response } },
    async (request): Promise<LibraryImport> => await libraryImports.matchAgain(personOf(request).userId, request.params.importId))

  app.post<{ Params: OfImport; Body: { name?: string; confirmed?: boolean } }>('/api/me/import/:importId/start', {
    config,
    schema: {
      summary: 'Writes it to the library, as one batch', description: 'The batch has the import\'s id: `POST /api/batches/:id/undo` takes it back. Refused with IMPORT_REPLACES_MUCH until it is confirmed where it would replace a large share.',
      tags, params, body: bodyOf({ name: { type: 'string', maxLength: limits.libraryImportNameCharacters }, confirmed: boolean }, []), response,
    },
  }, async (request): Promise<LibraryImport> => {
    const { userId } = personOf(request)
    const started = await libraryImports.start(userId, request.params.importId, request.body)
    request.log.info({ userId, importId: started.importId, commands: started.size, replaces: started.replaces }, 'a person started an import')
    return started
  })

  app.post<{ Params: OfImport }>('/api/me/import/:importId/cancel', {
    config, schema: { summary: 'Gives it up: one that was never started is gone (204), of one under way the rest is not done', tags, params, response: { ...response, 204: { type: 'null' } } },
  }, async (request, reply) => {
    const { userId } = personOf(request)
    const ended = await libraryImports.cancel(userId, request.params.importId)
    request.log.info({ userId, importId: request.params.importId }, 'a person gave up an import')
    return ended === null ? await reply.code(204).send() : ended
  })
}
