/** What can be set, in the order of the screen. A section is one line here and one file beside it; it is loaded when it is first shown. */

import type { TemplateResult } from 'lit'
import { html } from 'lit'
import { library } from '../library.ts'
import type { IconName } from '../elements/icon.ts'
import type { SettingsKey } from '../strings/settings.ts'

export interface Section {
  /** As in its address, `/settings/<id>`. */
  readonly id: string
  readonly title: SettingsKey
  readonly icon: IconName
  load(): Promise<unknown>
  render(): TemplateResult
}

const all: readonly Section[] = [
  { id: 'appearance', title: 'settings.appearance', icon: 'eye', load: () => import('./settings-appearance.ts'), render: () => html`<settings-appearance></settings-appearance>` },
  { id: 'devices', title: 'settings.devices', icon: 'laptop', load: () => import('./settings-devices.ts'), render: () => html`<settings-devices></settings-devices>` },
  { id: 'security', title: 'settings.security', icon: 'lock', load: () => import('./settings-security.ts'), render: () => html`<settings-security></settings-security>` },
  { id: 'notifications', title: 'settings.notifications', icon: 'bell', load: () => import('./settings-notifications.ts'), render: () => html`<settings-notifications></settings-notifications>` },
  { id: 'profile', title: 'settings.profile', icon: 'person', load: () => import('./settings-profile.ts'), render: () => html`<settings-profile></settings-profile>` },
  { id: 'country', title: 'settings.country', icon: 'globe', load: () => import('./settings-country.ts'), render: () => html`<settings-country></settings-country>` },
  { id: 'language', title: 'settings.language', icon: 'speech', load: () => import('./settings-language.ts'), render: () => html`<settings-language></settings-language>` },
  { id: 'saved', title: 'settings.saved', icon: 'downloads', load: () => import('../elements/saved-list.ts'), render: () => html`<saved-list></saved-list>` },
  { id: 'playback', title: 'settings.playback', icon: 'play', load: () => import('./settings-playback.ts'), render: () => html`<settings-playback></settings-playback>` },
  { id: 'data', title: 'settings.data', icon: 'table', load: () => import('./settings-data.ts'), render: () => html`<settings-data></settings-data>` },
  { id: 'erase', title: 'settings.account', icon: 'bin', load: () => import('./settings-erase.ts'), render: () => html`<settings-erase></settings-erase>` },
]

/** Of what a guest may not do nothing is set: how they show themselves, are told of downloads, watch and save. */
const NOT_FOR_GUESTS: ReadonlySet<string> = new Set(['notifications', 'profile', 'saved', 'playback'])

/** Those of who is here. */
export function sections(): readonly Section[] {
  return library.isGuest() ? all.filter(({ id }) => !NOT_FOR_GUESTS.has(id)) : all
}
