/** Profiles over HTTP: who sees what, and that nothing private is seen by anybody. V numbers: projections/profile-view.ts */

import sharp from 'sharp'
import type { ProfileAnswer } from '../../projections/wire-profile.ts'
import type { StatsAnswer } from '../../projections/wire.ts'
import { newCommand } from '../../test/support/person.ts'
import type { Test } from '../../test/support/tap.ts'
import t from '../../test/support/tap.ts'
import type { TestApp } from '../../test/support/test-app.ts'
import { testApp } from '../../test/support/test-app.ts'
import { limits } from '../limits.ts'
import { openFolderStore } from '../object-store/folder.ts'
import type { ObjectStore } from '../object-store/object-store.ts'
import { realSystem, uuidv7 } from '../system.ts'

const film = (tmdbId: number) => ({ title: { mediaType: 'movie', tmdbId } }) as const

async function personOf(app: TestApp, username: string, role: 'member' | 'guest' | 'admin' = 'member') {
  await app.accounts.ensure({ username, password: 'a long password', role })
  const cookie = await app.signIn(username, 'a long password')
  const { userId } = (await app.accounts.find(username))!
  return { userId, cookie, send: async (...commands: readonly object[]) => (await app.ask('POST', '/api/commands', { cookie, body: commands })).json().outcomes as { status: string }[] }
}

async function household(t: Test, options: Parameters<typeof testApp>[1] = {}) {
  const app = await testApp(t, options)
  const [ada, bob, guest, admin] = [await personOf(app, 'ada'), await personOf(app, 'bob'), await personOf(app, 'gil', 'guest'), await personOf(app, 'root', 'admin')]
  const review = (tmdbId: number, visibility: 'private' | 'friends' | 'public') => newCommand('WriteReview', { ...film(tmdbId), score: 8, text: `a ${visibility} word`, visibility })
  const lists = (['private', 'unlisted', 'public'] as const).map((visibility) => newCommand('CreateList', { listId: uuidv7(realSystem), name: `a ${visibility} list`, visibility }))
  await ada.send(review(1, 'private'), review(2, 'friends'), review(3, 'public'), ...lists, newCommand('AddFavourite', film(4)), newCommand('RateMovie', { ...film(5), rating: 'LIKE' }), newCommand('TagTitle', { ...film(5), tag: 'a secret tag' }),
    newCommand('AddToWatchlist', { ...film(6), note: 'a secret note' }), newCommand('UpdateProfile', { name: 'Ada L.', bio: 'I like trains.' }))
  const look = async (as: { cookie: string } | null, name = 'ada') => {
    const answer = await app.ask('GET', `/api/users/${name}`, as ? { cookie: as.cookie } : {})
    return answer.statusCode === 200 ? answer.json<ProfileAnswer>() : answer.statusCode
  }
  return { app, ada, bob, guest, admin, look }
}

t.test('a profile shows to each what its owner lets them see, and to nobody what is private', async (t) => {
  const { app, ada, bob, guest, admin, look } = await household(t)
  const everybody = async () => await Promise.all([look(null), look(guest), look(bob), look(admin)])
  t.strictSame(await everybody(), [404, 404, 404, 404], 'V1: at first it is private, for admins too')
  t.strictSame(await look(null, 'nobody'), 404, 'as one that is not there')
  t.match(await look(ada), { own: true, name: 'Ada L.', visibility: 'private' })

  await ada.send(newCommand('UpdateProfile', { visibility: 'household' }))
  t.match(await everybody(), [404, 404, { name: 'Ada L.', bio: 'I like trains.', own: false }, { name: 'Ada L.' }], 'V2')
  const toBob = await look(bob) as ProfileAnswer
  t.strictSame([toBob.reviews!.map(({ text }) => text).sort(), toBob.lists!.map(({ name }) => name), toBob.favourites!.map(({ tmdbId }) => tmdbId), toBob.ratings, toBob.stats], [['a friends word', 'a public word'], ['a public list'], [4], null, null], 'V3 V4 V5')

  await ada.send(newCommand('UpdateProfile', { visibility: 'public', shows: ['reviews', 'lists', 'ratings', 'stats'] }))
  const toAll = await look(null) as ProfileAnswer
  t.match(toAll, { favourites: null, ratings: [{ tmdbId: 5, rating: 'LIKE' }], reviews: [{ text: 'a public word' }], lists: [{ name: 'a public list' }], stats: { totals: { plays: 1, films: 1 } } })
  for (const seen of [toAll, await look(guest), await look(bob), await look(ada)]) t.notMatch(JSON.stringify(seen), /private|secret|unlisted/, 'no private word, list, tag or note in anything')
  t.notMatch(JSON.stringify(toAll), /friends/)

  const gone = newCommand('UpdateProfile', { visibility: 'private' })
  await ada.send(gone)
  t.equal(await look(null), 404, 'at once')
  await ada.send(newCommand('UndoProfileChange', { commandId: gone.id }))
  t.match(await look(null), { visibility: 'public' }, 'undone')

  await bob.send(newCommand('MarkWatched', film(5)), newCommand('RateMovie', { ...film(5), rating: 'DISLIKE', watched: false }))
  const ours = async (who: { cookie: string }) => (await app.ask('GET', `/api/stats?of=household&after=${await app.store.lastPosition()}`, { cookie: who.cookie })).json<StatsAnswer>()
  t.match(await ours(bob), { people: [ada.userId, bob.userId].sort(), totals: { plays: 2, titles: 1 }, faces: { LIKE: 1, DISLIKE: 1 }, first: null, loved: [], cards: [] }, 'a household counts who shows their statistics; no titles')
  t.match((await ours(ada)).people, [ada.userId], 'and nobody who does not')
})

t.test('a picture is cut square, made anew, seen by who sees the profile, and goes with the account', async (t) => {
  const { app, ada, bob } = await household(t)
  const upload = async (picture: Uint8Array, type = 'image/jpeg') => await app.app.inject({ method: 'POST', url: '/api/me/avatar', headers: { 'x-rewind': '1', cookie: ada.cookie, 'content-type': type }, payload: Buffer.from(picture) })
  const source = await sharp({ create: { width: 900, height: 500, channels: 3, background: '#c04020' } }).withExif({ IFD0: { Artist: 'somebody at 52.5 north' } }).jpeg().toBuffer()
  const answer = await upload(source)
  t.equal(answer.statusCode, 200)
  const { avatar } = answer.json<{ avatar: string }>()
  const get = async (who: { cookie: string } | undefined) => await app.ask('GET', `/api/users/ada/avatar/${avatar}`, who ? { cookie: who.cookie } : {})
  t.equal((await get(bob)).statusCode, 404, 'a private profile shows no picture')
  await ada.send(newCommand('UpdateProfile', { visibility: 'household' }))
  const shown = await get(bob)
  t.match(await sharp(shown.rawPayload).metadata(), { format: 'webp', width: limits.avatarPx, height: limits.avatarPx })
  t.notMatch(shown.rawPayload.toString('latin1'), /somebody/, 'nothing of the file that came passes through')
  t.equal((await get(undefined)).statusCode, 404)

  for (const [wrong, type] of [[new TextEncoder().encode('<svg onload="x()">'), 'image/png'], [source.subarray(0, 400), 'image/jpeg'], [new Uint8Array(), 'image/webp']] as const) t.match([(await upload(wrong, type)).statusCode, (await upload(wrong, type)).json()], [400, { code: 'INVALID_INPUT' }])
  t.match([(await upload(source, 'image/svg+xml')).statusCode, (await upload(new Uint8Array(limits.avatarUploadBytesMax + 1))).statusCode], [415, 413])

  await app.erasure.erase(ada.userId, ada.userId)
  t.equal((await get(bob)).statusCode, 404)
  t.strictSame(await Array.fromAsync((await openFolderStore(`${app.dataDir}/objects`)).list('avatars/')), [], 'not kept anywhere')
})

t.test('of a picture that is still being made while its person is erased nothing is kept', async (t) => {
  let before = async () => {}
  const objectsThrough = (objects: ObjectStore): ObjectStore => ({ ...objects, put: async (...put) => { await before(); return await objects.put(...put) } })
  const { app, ada } = await household(t, { objectsThrough })
  before = () => app.erasure.erase(ada.userId, ada.userId)
  const payload = await sharp({ create: { width: 9, height: 9, channels: 3, background: '#c04020' } }).png().toBuffer()
  const answer = await app.app.inject({ method: 'POST', url: '/api/me/avatar', headers: { 'x-rewind': '1', cookie: ada.cookie, 'content-type': 'image/png' }, payload })
  t.match([answer.statusCode, answer.json()], [401, { code: 'ACCOUNT_ERASED' }])
  t.strictSame(await Array.fromAsync((await openFolderStore(`${app.dataDir}/objects`)).list('avatars/')), [])
  t.strictSame(await Array.fromAsync(app.store.readStream(`profile-${ada.userId}` as never, { direction: 'backwards', limit: 1 }), ({ type }) => type), ['BioWritten'], 'nor said of it')
})
