/** OMDb and MDBList as they answer: who brings the key gets what they know, others their refusals. What else they do a test says with `answer`. */

import type { IncomingMessage } from 'node:http'
import type { Script, ScriptedTmdb } from './scripted-tmdb.ts'
import { json, scriptedTmdb } from './scripted-tmdb.ts'

export const OMDB_KEY = 'omdb+secret&key'
export const MDBLIST_KEY = 'mdblist/secret=key'

export interface ScriptedRatings {
  readonly omdb: ScriptedTmdb
  readonly mdblist: ScriptedTmdb
  /** So that a server asks them. */
  readonly environment: Readonly<Record<string, string>>
}

/** By IMDb's ids and by paths such as `/tmdb/movie/653`. */
export interface Known { readonly omdb?: Readonly<Record<string, object>>; readonly mdblist?: Readonly<Record<string, object>> }

export async function scriptedRatings(t: Parameters<typeof scriptedTmdb>[0], known: Known = {}): Promise<ScriptedRatings> {
  const omdb = await scriptedTmdb(t, omdbKnows(known.omdb ?? {}))
  const mdblist = await scriptedTmdb(t, mdblistKnows(known.mdblist ?? {}))
  return { omdb, mdblist, environment: { OMDB_API_KEY: OMDB_KEY, OMDB_BASE_URL: omdb.url, MDBLIST_API_KEY: MDBLIST_KEY, MDBLIST_BASE_URL: mdblist.url } }
}

/** Of 200 too where it says no; of 401 also where the day's questions are used up. */
export const OMDB_LIMIT = json({ Response: 'False', Error: 'Request limit reached!' }, 401)
export const MDBLIST_LIMIT = json({ error: 'API Limit Reached!' }, 429, { 'x-ratelimit-limit': '1000', 'x-ratelimit-remaining': '0' })

export function omdbKnows(titles: Readonly<Record<string, object>>): Script {
  return (request, response) => {
    const { searchParams } = addressOf(request)
    const title = titles[searchParams.get('i') ?? '']
    if (searchParams.get('apikey') !== OMDB_KEY) json({ Response: 'False', Error: 'Invalid API key!' }, 401)(request, response)
    else json(title ?? { Response: 'False', Error: 'Incorrect IMDb ID.' })(request, response)
  }
}

export function mdblistKnows(titles: Readonly<Record<string, object>>): Script {
  return (request, response) => {
    const { pathname, searchParams } = addressOf(request)
    if (searchParams.get('apikey') !== MDBLIST_KEY) json({ error: 'Invalid API key!' }, 401)(request, response)
    else if (!titles[pathname]) json({ detail: 'Not found.' }, 404)(request, response)
    else json(titles[pathname])(request, response)
  }
}

function addressOf(request: IncomingMessage): URL {
  return new URL(request.url!, 'http://localhost')
}
