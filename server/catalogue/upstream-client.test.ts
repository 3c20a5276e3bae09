import { inspect } from 'node:util'
import { testClock } from '../../test/support/test-clock.ts'
import t from '../../test/support/tap.ts'
import { upstreamClient } from './upstream-client.ts'

const key = 'a key&with/odd=signs+ä'
const url = new URL(`https://ratings.example/?${new URLSearchParams({ query: 'what somebody typed', apikey: key })}`)
const written = [key, encodeURIComponent(key), url.searchParams.toString().split('apikey=')[1]!]

t.test('a key in an address, and what is asked for, is in no error, whatever fetch says of it', async (t) => {
  for (const said of [`error sending request for url (${url.href})`, `bad header: ${key}`, `cannot parse ${url.search}`]) {
    const fetch = async () => { throw new TypeError(said, { cause: new Error(url.href) }) }
    const client = upstreamClient({ name: 'OMDb', keySetting: 'OMDB_API_KEY', key, rate: { perSecond: 10, queueMax: 10 } }, { ...testClock(), fetch })
    const error: unknown = await client.get(url).then(() => undefined, (failed: unknown) => failed)
    t.match(error, { code: 'TMDB_ERROR', message: 'OMDb could not be reached.' })
    const told = inspect(error, { depth: 10 })
    t.match(told, /TypeError: (?:error sending|bad header|cannot parse)/, 'what fetch said is kept')
    for (const form of [...written, 'somebody']) t.notOk(told.includes(form), form)
  }
})
