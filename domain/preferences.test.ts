import t from '../test/support/tap.ts'
import { given } from '../test/support/given.ts'
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
