import t from '../test/support/tap.ts'
import { sayPush } from './say-push.ts'

const id = '01930000-0000-7000-8000-000000000001'

t.test('a push says what is new, and leads to where it is seen or decided', async (t) => {
  t.same(sayPush({ id, kind: 'ready', movieId: 653, title: 'Nosferatu' }, 'en'), { body: 'Nosferatu is ready to play.', path: '/movie/653', lang: 'en', dir: 'ltr' })
  t.match(sayPush({ id, kind: 'ready', seriesId: 1396, season: 1, episode: 2, title: 'Breaking Bad' }, 'de'), { body: /^Breaking Bad · S1 F2/, path: '/tv/1396/season/1/episode/2', lang: 'de' })
  t.match(sayPush({ id, kind: 'approvalWanted', movieId: 653, title: null }, 'en'), { body: 'Somebody asks for A film. It waits for your approval.', path: '/downloads' })
  t.equal(sayPush({ id, kind: 'consentWanted', movieId: 653 }, 'en').path, '/admin/storage')
  t.match(sayPush({ id, kind: 'ready', seriesId: 1396, season: 1, episode: 2, title: 'Breaking Bad' }, 'en', 7), { body: '7 episodes of Breaking Bad are ready to play.', path: '/tv/1396' })
  t.same(sayPush({ id, kind: 'resetUsed', title: 'ada' }, 'en'), { body: 'ada has used your link back in, and has a new password.', path: '/admin/people', lang: 'en', dir: 'ltr' })
  t.equal(sayPush({ id, kind: 'passwordReset', title: 'ada' }, 'de').path, '/settings/security')
  t.equal(sayPush({ id, kind: 'test' }, 'ar').dir, 'rtl')
})

t.test('of a kind that only a newer app knows it says that there is news, with or without a film', async (t) => {
  for (const told of [{ id, kind: 'premiere', topic: 'silent' }, { id, kind: 'premiere', movieId: 653 }]) {
    t.same(sayPush(told, 'en'), { body: 'There is something new.', path: '/notifications', lang: 'en', dir: 'ltr' })
  }
})
