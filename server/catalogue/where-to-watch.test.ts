import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Offers } from '../../projections/wire-catalogue.ts'
import { sharedData } from '../../test/support/shared-data.ts'
import t from '../../test/support/tap.ts'
import { readOffers } from './tmdb-offers.ts'
import { COMMON_COUNTRIES, countryOf, whereToWatch } from './where-to-watch.ts'

const netflix = { provider_id: 8, provider_name: 'Netflix', logo_path: '/n.jpg' }
const arte = { provider_id: 9, provider_name: 'Arte', logo_path: null }
const shown = { providerId: 8, name: 'Netflix', logoPath: '/n.jpg' }
const nothing = { flatrate: [], free: [], ads: [], rent: [], buy: [] }
const page = 'https://www.themoviedb.org/movie/653/watch?locale='

t.test('the viewer\'s country comes with the common ones, and with no others', async (t) => {
  const offers = readOffers({ results: { AT: { link: `${page}AT`, flatrate: [netflix], free: [arte] }, CH: { link: `${page}CH`, buy: [netflix] }, DE: { link: `${page}DE`, rent: [netflix], ads: [arte] } } })
  t.strictSame(whereToWatch(offers, 'AT'), { country: 'AT', offers: {
    AT: { ...nothing, flatrate: [shown], free: [{ providerId: 9, name: 'Arte', logoPath: null }], link: `${page}AT` },
    DE: { ...nothing, rent: [shown], ads: [{ providerId: 9, name: 'Arte', logoPath: null }], link: `${page}DE` },
  } })
  t.strictSame(Object.keys(whereToWatch(offers, 'FR').offers), ['DE'], 'a country without offers has none')
  t.equal(whereToWatch(offers, 'FR').country, 'FR')
})

t.test('what is malformed is left out, never the rest', async (t) => {
  for (const answer of [null, {}, { results: null }, { results: [] }, { results: { DE: null, US: [], GB: 'x' } }]) t.strictSame(whereToWatch(readOffers(answer), 'DE'), { country: 'DE', offers: {} })
  const odd = readOffers({ results: { DE: { link: null, flatrate: [netflix, null, { provider_id: 'x' }], buy: 'none', rent: null }, GB: { link: '', free: [arte] }, constructor: { flatrate: [netflix] } } })
  t.strictSame(whereToWatch(odd, 'DE').offers.DE, { ...nothing, flatrate: [shown], link: null })
  t.equal(whereToWatch(odd, 'DE').offers.GB?.link, null)
  t.notOk(Object.hasOwn(whereToWatch(odd, 'constructor').offers, 'constructor'))
})

t.test('every real answer of TMDB gives offers of known kinds, with names and links of TMDB', async (t) => {
  const folder = sharedData('tmdb')
  if (folder === undefined) return t.comment('did not run: the real data is not here')
  for (const file of ['movies__watch_providers.json', 'tv_seasons__watch_providers.json', 'unit__show-watch-provider-result.json']) {
    const answer = JSON.parse(readFileSync(join(folder, file), 'utf8')) as { results: Record<string, object> }
    for (const country of Object.keys(answer.results)) {
      const { offers } = whereToWatch(readOffers(answer), country)
      const { link, ...kinds } = offers[country] as Offers
      t.ok(link?.startsWith('https://www.themoviedb.org/'), `${file} ${country}`)
      t.ok(Object.values(kinds).flat().length > 0 && Object.values(kinds).flat().every(({ providerId, name }) => providerId > 0 && name !== ''))
      t.strictSame(Object.keys(offers).filter((code) => code !== country && !(COMMON_COUNTRIES as readonly string[]).includes(code)), [])
    }
  }
})

t.test('the country is what they chose, else where a trusted proxy says they are, else the instance\'s', async (t) => {
  const at = (headers: Record<string, string>, chosen: string | null = null, trustProxy = true) => countryOf({ chosen, headers, trustProxy, usual: 'US' })
  t.equal(at({ 'x-country-code': 'fr', 'cf-ipcountry': 'DE' }, 'AT'), 'AT')
  t.equal(at({ 'x-country-code': 'fr', 'cf-ipcountry': 'DE' }), 'FR')
  t.equal(at({ 'cf-ipcountry': 'DE' }), 'DE')
  t.equal(at({ 'cf-ipcountry': 'DE' }, null, false), 'US', 'anybody can send headers')
  for (const odd of ['', 'XX', 'T1', 'DEU', 'D', 'DE, FR', '../', 'ß']) t.equal(at({ 'x-country-code': odd }), 'US', odd)
  t.equal(at({}), 'US')
})
