import t from '../test/support/tap.ts'
import { placeOf, routes } from './routes.ts'

const at = (path: string) => placeOf(new URL(path, 'http://rewind.test'))

t.test('every screen has its address', async (t) => {
  const places = ['/', '/search?q=nosferatu', '/discover?kind=tv', '/topics', '/topics/genre-action-movie', '/movie/653', '/tv/1396', '/tv/1396/season/0', '/person/5', '/collection/9', '/recommendations?with=a', '/library?shelf=rated', '/lists', '/lists/0190', '/l/0190', '/downloads', '/history', '/notifications', '/settings/country', '/offline', '/admin/events', '/admin/projections', '/admin/catalogue', '/admin/quality', '/admin/connections', '/admin/storage', '/play/653', '/set-up', '/nowhere'].map((path) => at(path)?.route.name)
  t.same(places, ['home', 'search', 'discover', 'topics', 'topic', 'title', 'title', 'season', 'person', 'collection', 'recommendations', 'library', 'lists', 'list', 'public-list', 'downloads', 'history', 'notifications', 'settings', 'offline', 'admin-events', 'admin-projections', 'admin-catalogue', 'admin-quality', 'admin-connections', 'admin-storage', 'player', 'setup', 'not-found'])
  t.same(new Set(places).size, routes.length)
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
