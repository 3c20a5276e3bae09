/** TMDB's own answers, from the folder of real data: whole answers in files, and the examples in TMDB's description of its API. */

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sharedData } from './shared-data.ts'

export interface TmdbAnswers {
  readonly names: readonly string[]
  /** A file's JSON, by its name without `.json`. */
  load(name: string): unknown
  /** The example answer to `GET /3{path}`, such as `/movie/{movie_id}`. Throws where there is none. */
  example(path: string): unknown
}

/** Undefined where the folder is missing. */
export function tmdbAnswers(): TmdbAnswers | undefined {
  const folder = sharedData('tmdb')
  if (folder === undefined) return undefined
  let description: Description | undefined
  const load = (name: string): unknown => JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8'))
  return {
    names: readdirSync(folder).filter((file) => file.endsWith('.json')).map((file) => file.slice(0, -5)),
    load,
    example(path) {
      description ??= load('spec/tmdb-api.openapi') as Description
      const { value } = description.paths[`/3${path}`]!.get.responses['200'].content['application/json'].examples.Result
      return typeof value === 'string' ? JSON.parse(value) : value
    },
  }
}

interface Description {
  readonly paths: Readonly<Record<string, { readonly get: { readonly responses: { readonly '200': { readonly content: { readonly 'application/json': { readonly examples: { readonly Result: { readonly value: unknown } } } } } } } }>>
}
