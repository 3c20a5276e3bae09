/** What `npm run screenshots` photographs: every screen, what opens over it, and its other states. A new screen is a line here. */

import type { Page } from 'playwright-core'
import type { StoryLine } from '../../projections/job-story.ts'
import { sayOfJob } from '../../projections/said-of-jobs.ts'
import { sayOfRelease } from '../../projections/said-of-releases.ts'
import type { Arrival, StreamLink } from '../../projections/wire.ts'
import type { MediaAnswer } from '../../projections/wire-media.ts'
import type { JobStory } from '../../projections/wire-storage.ts'
import { LIST_ID, UNSEEN } from './lived-in.ts'
import { newCommand } from './person.ts'
import { saidOn } from './said-on.ts'

/** Who looks: a member with a library, an admin with none, somebody who is not signed in. */
export type Who = 'member' | 'admin' | 'nobody'

export interface Scene {
  readonly name: string
  readonly path: string
  readonly who?: Who
  /** In a page of its own, before the screen is opened. */
  prepare?(page: Page, url: string): Promise<unknown>
  /** Once it is there, at the first size: what it opens stays open at the others. */
  act?(page: Page): Promise<unknown>
}

const CATALOGUE = /\/api\/(trending|titles|movies|tv|discover|search|topics|people|collections|recommendations)/
const held = (page: Page) => page.route(CATALOGUE, () => undefined)
const broken = (page: Page) => page.route(/\/api\//, (route) => route.fulfill({ status: 502, contentType: 'application/json', body: '{"code":"UPSTREAM_ERROR","error":"The catalogue did not answer."}' }))
const cutOff = (page: Page) => page.context().setOffline(true)
/** What a link offers, without its having been made. */
const offered = (path: RegExp, offer: object) => (page: Page) => page.route(path, (route) => route.fulfill({ json: { until: '2027-01-31T20:00:00.000Z', ...offer } }))
/** As a server is before its first admin. */
const untouched = (page: Page) => page.route(/\/api\/instance$/, async (route) => {
  const response = await route.fetch()
  await route.fulfill({ response, json: { ...await response.json() as object, needsSetup: true } })
})

const pressed = (keys: string, text = '', times = 1) => async (page: Page) => {
  await page.getByRole('main').first().waitFor()
  for (let count = 0; count < times; count++) {
    await page.keyboard.press(keys)
    await page.waitForTimeout(200)
  }
  await page.keyboard.type(text)
}
const clicked = (...names: readonly string[]) => async (page: Page) => {
  for (const name of names) await page.getByRole('button', { name: await saidOn(page, name) }).first().click()
}

const opened = (text: string) => async (page: Page) => {
  await page.getByText(await saidOn(page, text)).first().click()
  await page.locator('job-story ol').first().waitFor()
  await page.locator('job-story').first().scrollIntoViewIfNeeded()
}

/** The controls are there as long as somebody moves; a picture that stands still is the same each time. */
async function stilled(page: Page): Promise<void> {
  await page.locator('video').waitFor()
  await page.waitForFunction(() => {
    const found = (root: ParentNode): HTMLVideoElement | undefined => root.querySelector('video') ?? [...root.querySelectorAll('*')].map(({ shadowRoot }) => shadowRoot && found(shadowRoot)).find(Boolean) ?? undefined
    return (found(document)?.readyState ?? 0) >= 2
  })
  await page.keyboard.press('k')
  await page.mouse.move(300, 300)
}

const over = (share: number) => async (page: Page) => {
  await stilled(page)
  const { x, y, width, height } = (await page.getByRole('slider', { name: await saidOn(page, 'Seek') }).boundingBox())!
  await page.mouse.move(x + width * share, y + height / 2, { steps: 4 })
  await page.waitForTimeout(1_200)
}

/** With what a disc has beside its picture. */
const subtitled = (page: Page) => page.route(/\/(media|subtitles\.vtt)$/, async (route) => {
  if (route.request().url().endsWith('vtt')) return await route.fulfill({ contentType: 'text/vtt', body: 'WEBVTT\n\n00:00.000 --> 90:00.000\nWait, young man! You cannot escape destiny by running away.\n' })
  const english: MediaAnswer['subtitles'][number] = { url: '/subtitles.vtt', language: 'en', label: 'English', forced: false, hearingImpaired: false }
  await route.fulfill({ json: { info: null, playability: null, subtitles: [english, { ...english, language: 'de', label: 'Deutsch' }], chapters: [[0, 'Wisborg'], [620, 'The land of phantoms'], [2_400, 'The ship'], [4_300, 'The plague']].map(([startSeconds, name]) => ({ startSeconds, name })) } })
})

/** Of one that was no good before the right one came. */
const hardWon = (page: Page) => page.route(/\/api\/jobs\/[^/]+\/story$/, async (route) => {
  const response = await route.fetch()
  const { lines, ...rest } = await response.json() as JobStory
  const at = lines.findIndex(({ type }) => type === 'ReleaseSelected')
  const reasons = [
    sayOfRelease('RELEASE_CHOICE', { quality: 'WEBDL-1080p', place: 1, of: 2, profile: '1080p' }), sayOfRelease('RELEASE_RATE', { rate: 40.5 }), sayOfJob('JOB_BEST', { count: 12 }),
    sayOfJob('JOB_PASSED_FOR', { count: 5, faults: [sayOfJob('JOB_FAULT', { count: 3, fault: sayOfRelease('RELEASE_OTHER_FILM') }), sayOfRelease('RELEASE_PASSWORD')] }),
  ]
  const why = sayOfJob('JOB_CHOSEN', { why: reasons.reduce((one, other) => sayOfJob('JOB_BOTH', { one, other })) })
  const no = sayOfJob('JOB_NO_UNPACKING', { told: sayOfJob('ARCHIVE_PASSWORD_NEEDED') })
  const locked = sayOfJob('LANDING_PACKED', { told: sayOfJob('LANDING_ENCRYPTED') })
  const all = sayOfJob('JOB_TRIES', { count: 3, told: sayOfJob('USENET_MISSING_BEYOND', { missing: 412, count: 8_204, landed: 3_120, blocks: 64 }) })
  const line = (type: StoryLine['type'], data: StoryLine['data']): StoryLine => ({ ...lines[at]!, key: type, type, data: { ...lines[at]!.data, ...data } })
  const before = [
    line('ReleaseSelected', { reason: why.message, told: why }), line('ReleaseMapped', { watchable: 'unpacked', why: locked.message, told: locked }),
    line('ReleaseRejected', { message: no.message, told: no }), line('FetchFailed', { message: all.message, told: all }),
  ]
  await route.fulfill({ response, json: { ...rest, lines: lines.toSpliced(at, 0, ...before) } })
})

/** Half of it is here, in parts. */
const landing = (page: Page) => page.route(/\/movies\/653\/(stream|arrival)$/, async (route) => {
  const response = await route.fetch()
  const answer = await response.json() as StreamLink | Arrival
  if ('url' in answer) return await route.fulfill({ response, json: { ...answer, complete: false } })
  const size = answer.sizeBytes ?? 1
  const parts = (...shares: readonly (readonly [number, number])[]) => shares.map(([from, to]) => [Math.round(size * from), Math.round(size * to)])
  await route.fulfill({ response, json: { ...answer, status: 'downloading', landed: parts([0, 0.34], [0.37, 0.48], [0.6, 0.71], [0.985, 1]), missing: parts([0.53, 0.545]) } })
})

/** As another device of theirs would. */
const told = (page: Page, url: string, ...commands: ReturnType<typeof newCommand>[]) => page.context().request.post(`${url}/api/commands`, { headers: { 'x-rewind': '1', origin: url }, data: commands })
const goneTo = (page: Page, path: string) => page.evaluate(async (to) => { await navigation.navigate(to).finished }, path)

/** A film put on a list that is gone meanwhile; then, with no network, two more that wait. What is gone does not come again: each time it is another list. */
const leftWaiting = (): Pick<Scene, 'prepare' | 'act'> => {
  let listId = ''
  return {
    prepare: (page, url) => {
      const before = listId
      listId = crypto.randomUUID()
      return told(page, url, ...before === '' ? [] : [newCommand('DeleteList', { listId: before })], newCommand('CreateList', { listId, name: 'Silent nights', visibility: 'private' }))
    },
    act: (page) => leaveWaiting(page, listId),
  }
}

async function leaveWaiting(page: Page, listId: string): Promise<void> {
  const { origin } = new URL(page.url())
  await cutOff(page)
  await page.keyboard.press('a')
  await page.getByRole('checkbox', { name: 'Silent nights' }).check()
  await told(page, origin, newCommand('DeleteList', { listId }))
  await page.keyboard.press('Escape')
  await page.context().setOffline(false)
  await goneTo(page, '/offline')
  await page.getByRole('heading', { name: await saidOn(page, 'Refused') }).waitFor()
  await cutOff(page)
  for (const [path, key] of [['/movie/234', '3'], ['/movie/10098', '4']] as const) {
    await goneTo(page, path)
    await page.getByRole('heading', { level: 1 }).waitFor()
    await page.keyboard.press(key)
  }
  await goneTo(page, '/offline')
}

const many = (who: Who, prefix: string, paths: readonly string[]): readonly Scene[] => paths.map((path) => ({ name: `${prefix}${path.replace(/^\/(admin\/|settings\/)?/, '').replaceAll('/', '-') || 'home'}`, path, who }))

export const scenes: readonly Scene[] = [
  { name: 'home', path: '/' }, { name: 'title', path: '/movie/653' }, { name: 'title-unseen', path: `/movie/${UNSEEN}` }, { name: 'series', path: '/tv/1800000001' }, { name: 'season', path: '/tv/1800000001/season/1' }, { name: 'episode', path: '/tv/1800000001/season/1/episode/2' },
  { name: 'person', path: '/person/1900000054' }, { name: 'collection', path: '/collection/1900000002' }, { name: 'search', path: '/search?q=the' }, { name: 'discover', path: '/discover?genres=35' }, { name: 'topics', path: '/topics' }, { name: 'topic', path: '/topics/mood-slapstick-movie' },
  { name: 'recommendations', path: '/recommendations' }, { name: 'library', path: '/library' }, { name: 'library-table', path: '/library?shelf=rated&view=table' }, { name: 'library-reviews', path: '/library?shelf=reviews' }, { name: 'lists', path: '/lists' }, { name: 'list', path: `/lists/${LIST_ID}` },
  { name: 'history', path: '/history' }, { name: 'downloads', path: '/downloads' }, { name: 'job-story', path: '/downloads', prepare: hardWon, act: opened('The story of this fetch') }, { name: 'notifications', path: '/notifications' }, { name: 'offline', path: '/offline' }, { name: 'stats', path: '/stats' },
  { name: 'year', path: `/year/${new Date().getFullYear()}` }, { name: 'year-middle', path: `/year/${new Date().getFullYear()}`, act: pressed('ArrowDown', '', 3) }, { name: 'year-end', path: `/year/${new Date().getFullYear()}`, act: pressed('ArrowDown', '', 12) },
  { name: 'profile', path: '/people/member' }, { name: 'profile-private', path: '/people/admin' }, { name: 'share', path: '/share' }, { name: 'not-found', path: '/nowhere' }, { name: 'closed', path: '/admin/people' },
  ...many('member', 'settings-', ['appearance', 'devices', 'security', 'notifications', 'profile', 'country', 'language', 'saved', 'playback', 'data', 'erase'].map((section) => `/settings/${section}`)),
  { name: 'palette', path: '/movie/653', act: pressed('Control+k', 'nos') }, { name: 'shortcuts', path: '/', act: pressed('?') }, { name: 'account', path: '/', act: clicked('Account') }, { name: 'time-machine', path: '/library', act: pressed('t') },
  { name: 'add-to-list', path: '/movie/653', act: pressed('a') }, { name: 'review', path: '/movie/653', act: clicked('Edit review') }, { name: 'viewing', path: '/movie/653', act: clicked('Mark as watched') }, { name: 'selecting', path: '/library', act: clicked('Select') },
  { name: 'filter', path: '/discover', act: clicked('Years') }, { name: 'list-form', path: '/lists', act: clicked('New list') }, { name: 'toast', path: '/movie/992', act: pressed('3') },
  { name: 'player', path: '/play/653', prepare: subtitled, act: over(0.4) }, { name: 'player-landing', path: '/play/653', prepare: landing, act: over(0.25) }, { name: 'player-not-here', path: '/play/10098' },
  { name: 'episode-player', path: '/play/tv/1800000003/1/1', act: async (page) => { await stilled(page); await page.keyboard.press('n') } },
  { name: 'set-up-connections', path: '/set-up', who: 'admin' }, { name: 'invite', path: '/admin/people', who: 'admin', act: clicked('Invite somebody') },
  ...many('admin', 'admin-', ['people', 'events', 'projections', 'catalogue', 'quality', 'connections', 'webhooks', 'storage', 'health'].map((name) => `/admin/${name}`)),
  ...many('admin', 'empty-', ['/', '/library', '/lists', '/history', '/downloads', '/search', '/recommendations', '/notifications', '/stats', '/offline']),
  { name: 'sign-in', path: '/', who: 'nobody' }, { name: 'set-up', path: '/set-up', who: 'nobody', prepare: untouched }, { name: 'list-public', path: `/l/${LIST_ID}`, who: 'nobody' }, { name: 'profile-public', path: '/p/member', who: 'nobody' },
  { name: 'join', path: '/join#invitation', who: 'nobody', prepare: offered(/\/api\/auth\/invitation$/, { role: 'member', madeBy: 'admin' }) }, { name: 'join-refused', path: '/join#nothing', who: 'nobody' },
  { name: 'forgot', path: '/reset', who: 'nobody' }, { name: 'email', path: '/email#link', who: 'nobody' }, { name: 'email-off', path: '/email#of.link', who: 'nobody' },
  { name: 'reset', path: '/reset#link', who: 'nobody', prepare: offered(/\/api\/auth\/reset\/look$/, { username: 'member', secondFactor: true }) },
  { name: 'sign-in-wrong', path: '/', who: 'nobody', act: async (page) => { await page.getByLabel(await saidOn(page, 'Username')).fill('member'); await page.getByLabel(await saidOn(page, 'Password')).fill('guessed'); await page.keyboard.press('Enter'); await page.getByRole('alert').waitFor() } },
  ...[['home', '/'], ['title', '/movie/992'], ['search', '/search?q=the'], ['discover', '/discover'], ['person', '/person/1900000054']].flatMap(([name, path]): Scene[] => [
    { name: `waiting-${name}`, path: path!, prepare: held }, { name: `broken-${name}`, path: path!, prepare: broken }, { name: `cut-off-${name}`, path: path!, prepare: cutOff },
  ]),
  { name: 'offline-waiting', path: '/movie/19', ...leftWaiting() },
  { name: 'broken-downloads', path: '/downloads', prepare: broken }, { name: 'broken-player', path: '/play/653', prepare: broken },
]

/** What some of it looks like as it was before it was regretted. */
export const scenesOfThen = (at: string): readonly Scene[] => [['library-then', '/library'], ['title-then', '/movie/653'], ['list-then', `/lists/${LIST_ID}`]].map(([name, path]) => ({ name: name!, path: `${path}?at=${at}` }))

/** Seen from a sofa, and in other languages. */
export const ELSEWHERE = ['home', 'title', 'season', 'search', 'discover', 'library', 'library-table', 'list', 'downloads', 'job-story', 'history', 'stats', 'settings-appearance', 'palette', 'toast', 'player', 'offline', 'admin-connections', 'admin-health', 'sign-in'] as const
