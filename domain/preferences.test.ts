import t from '../test/support/tap.ts'
import { given } from '../test/support/given.ts'
import { channelsOf, isQuiet } from './notification-wishes.ts'
import { preferencesDecider } from './preferences.ts'

t.test('a person says in which country they watch, says another, and leaves it to where they are', async (t) => {
  const fresh = given(t, preferencesDecider)
  fresh.when('UpdatePreferences', { country: 'DE' }).then({ type: 'PreferencesUpdated', data: { country: 'DE' } })
  fresh.when('UpdatePreferences', { country: null }).thenNothing()
  fresh.when('UpdatePreferences', {}).thenNothing()
  const german = fresh.done('UpdatePreferences', { country: 'DE' })
  german.when('UpdatePreferences', { country: 'DE' }).thenNothing()
  german.when('UpdatePreferences', {}).thenNothing()
  german.when('UpdatePreferences', { country: 'FR' }).then({ type: 'PreferencesUpdated', data: { country: 'FR' } })
  german.when('UpdatePreferences', { country: null }).then({ type: 'PreferencesUpdated', data: { country: null } })
})

t.test('what they are told of, and how, is said kind by kind: devices that say different things agree', async (t) => {
  const fresh = given(t, preferencesDecider)
  fresh.when('UpdatePreferences', { notifications: { ready: { app: true, push: true } } }).thenNothing()
  fresh.when('UpdatePreferences', { notifications: { ready: { app: true, push: false }, failed: {} } }).then({ type: 'PreferencesUpdated', data: { notifications: { ready: { push: false } } } })
  const phone = fresh.done('UpdatePreferences', { notifications: { ready: { push: false } } })
  phone.when('UpdatePreferences', { notifications: { ready: { push: false } } }).thenNothing()
  phone.done('UpdatePreferences', { notifications: { ready: { app: false } }, country: 'DE' })
    .when('UpdatePreferences', { notifications: { ready: { app: true, push: true } } }).then({ type: 'PreferencesUpdated', data: { notifications: { ready: { app: true, push: true } } } })
  t.strictSame([channelsOf({}, 'ready'), channelsOf({ ready: { push: false } }, 'ready'), channelsOf({ ready: { push: false } }, 'failed')], [{ app: true, push: true, mail: false }, { app: true, push: false, mail: false }, { app: true, push: true, mail: false }])
})

t.test('quiet hours are by the clocks of a zone, over midnight too', async (t) => {
  const berlin = { on: true, from: '22:00', to: '07:00', zone: 'Europe/Berlin' }
  const fresh = given(t, preferencesDecider)
  fresh.when('UpdatePreferences', { quietHours: berlin }).then({ type: 'PreferencesUpdated', data: { quietHours: berlin } })
  fresh.done('UpdatePreferences', { quietHours: berlin }).when('UpdatePreferences', { quietHours: { zone: 'Europe/Berlin', to: '07:00', from: '22:00', on: true } }).thenNothing()
  fresh.when('UpdatePreferences', { quietHours: { ...berlin, zone: 'Berlin' } }).thenRefused('UNKNOWN_ZONE')
  const quiet = (instant: string, hours = berlin) => isQuiet(hours, instant)
  t.strictSame(['2026-01-10T20:59:00Z', '2026-01-10T21:00:00Z', '2026-01-10T23:30:00Z', '2026-01-11T05:59:59Z', '2026-01-11T06:00:00Z'].map((instant) => quiet(instant)), [false, true, true, true, false])
  t.strictSame(['2026-07-10T20:00:00Z', '2026-07-10T05:00:00Z'].map((instant) => quiet(instant)), [true, false], 'summer time too')
  t.strictSame([quiet('2026-01-10T12:30:00Z', { ...berlin, from: '13:00', to: '14:00' }), quiet('2026-01-10T23:30:00Z', { ...berlin, on: false }), quiet('2026-01-10T23:30:00Z', { ...berlin, to: '22:00' })], [true, false, false])
})
