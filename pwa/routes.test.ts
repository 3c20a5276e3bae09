import t from '../test/support/tap.ts'
import { placeOf, routes } from './routes.ts'

const at = (path: string) => placeOf(new URL(path, 'http://rewind.test'))

t.test('every screen has its address', async (t) => {
  const places = [
    ['/', 'home'],
    ['/search?q=nosferatu', 'search'],
    ['/discover?kind=tv', 'discover'],
    ['/topics', 'topics'],
    ['/topics/genre-action-movie', 'topic'],
    ['/movie/653', 'title'],
    ['/tv/1396', 'title'],
    ['/tv/1396/season/0', 'season'],
    ['/person/5', 'person'],
    ['/collection/9', 'collection'],
    ['/recommendations?with=a', 'recommendations'],
    ['/library?shelf=rated', 'library'],
    ['/lists', 'lists'],
    ['/lists/0190', 'list'],
    ['/l/0190', 'public-list'],
    ['/downloads', 'downloads'],
    ['/history', 'history'],
    ['/people/ada', 'profile'],
    ['/p/ada', 'public-profile'],
    ['/stats?year=2026', 'stats'],
    ['/year/2026', 'year'],
    ['/notifications', 'notifications'],
    ['/settings/country', 'settings'],
    ['/offline', 'offline'],
    ['/admin/events', 'admin-events'],
    ['/admin/projections', 'admin-projections'],
    ['/admin/catalogue', 'admin-catalogue'],
    ['/admin/quality', 'admin-quality'],
    ['/admin/connections', 'admin-connections'],
    ['/admin/webhooks', 'admin-webhooks'],
    ['/admin/storage', 'admin-storage'],
    ['/admin/people', 'admin-people'],
    ['/admin/health', 'admin-health'],
    ['/play/653', 'player'],
    ['/play/tv/1396/1/2', 'episode-player'],
    ['/share', 'share'],
    ['/set-up', 'setup'],
    ['/join', 'link'],
    ['/reset', 'link'],
    ['/email', 'link'],
    ['/nowhere', 'not-found'],
  ] as const
  t.same(places.map(([path]) => at(path)?.route.name), places.map(([, name]) => name))
  t.same(new Set(places.map(([, name]) => name)).size, routes.length)
})

t.test('an address carries its parameters and its query', async (t) => {
  t.match(at('/tv/1396')?.params, { mediaType: 'tv', id: '1396' })
  t.match(at('/tv/1396/season/2/episode/13')?.params, { id: '1396', season: '2', episode: '13' })
  t.equal(at('/tv/1396/season/2')?.params.episode, undefined)
  t.equal(at('/search?q=the%20general')?.query.get('q'), 'the general')
})

t.test('ids that the catalogue cannot have are not found', async (t) => {
  for (const path of ['/movie/0', '/movie/abc', '/person/0', '/collection/x', '/tv/1/season/x', '/play/-1']) t.equal(at(path)?.route.name, 'not-found', path)
})

t.test('what the server answers is left to the server', async (t) => {
  for (const path of ['/api/docs', '/api', '/images/342/a.jpg', '/health/live', '/metrics']) t.equal(at(path), undefined, path)
  t.equal(at('/apiary')?.route.name, 'not-found')
})
