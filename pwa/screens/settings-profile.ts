/** Settings: how a person shows themselves, and to whom. All but the picture works with no network. */

import { LitElement, css, html, nothing } from 'lit'
import type { ProfilePart, ProfileVisibility } from '../../domain/profile-fields.ts'
import { PROFILE_PARTS, PROFILE_VISIBILITIES } from '../../domain/profile-fields.ts'
import { icon } from '../elements/icon.ts'
import '../elements/person-avatar.ts'
import { Live } from '../house.ts'
import { library } from '../library.ts'
import { profileActs } from '../profile-acts.ts'
import { profilePath } from '../profile-paths.ts'
import { t } from '../strings/profile.ts'
import { controls } from '../styles/controls.ts'
import { fileButton } from '../styles/file-button.ts'
import { sectionStyles } from './settings-styles.ts'

export class SettingsProfile extends LitElement {
  static override properties = { busy: { state: true }, problem: { state: true } }
  declare busy: boolean
  declare problem: string
  protected live = new Live(this)

  constructor() {
    super()
    this.busy = false
    this.problem = ''
  }

  static override styles = [controls, sectionStyles, fileButton, css`
    person-avatar { --avatar: 5.5rem; }
    fieldset { display: grid; gap: var(--space-2); margin: 0; padding: 0; border: 0; min-inline-size: 0; }
    legend { padding: 0; margin-block-end: var(--space-2); font-size: var(--size-2); font-weight: 600; }
    .choice { display: flex; align-items: center; gap: var(--space-3); min-block-size: var(--target); }
    .choice input { inline-size: 1.25rem; block-size: 1.25rem; margin: 0; accent-color: var(--now); flex: none; }
    .choice small { display: block; color: var(--ink-soft); font-size: var(--size-1); }
    .bad { color: var(--bad); font-size: var(--size-2); }
    textarea.input { min-block-size: 7rem; }
  `]

  private save(event: SubmitEvent): void {
    event.preventDefault()
    const form = new FormData(event.target as HTMLFormElement)
    void profileActs.update({ name: String(form.get('name')), bio: String(form.get('bio')) })
  }

  private async picture(event: Event): Promise<void> {
    const field = event.target as HTMLInputElement
    const [file] = field.files ?? []
    field.value = ''
    if (!file) return
    this.busy = true
    this.problem = await profileActs.sendPicture(file) ?? ''
    this.busy = false
  }

  private show(part: ProfilePart, wanted: boolean): void {
    const { shows } = library.profile()
    void profileActs.update({ shows: PROFILE_PARTS.filter((each) => each === part ? wanted : shows.includes(each)) })
  }

  override render() {
    const { name, bio, avatar, visibility, shows } = library.profile()
    const username = library.username()
    return html`<div class="part"><p class="lead">${t('settings.profile.lead')}</p>
        <div class="row"><person-avatar .username=${username} .name=${name} .avatar=${avatar}></person-avatar>
          <label class="button file">${icon('person', 18)}${t(this.busy ? 'settings.profile.picture.busy' : 'settings.profile.choose')}<input type="file" accept="image/jpeg,image/png,image/webp" ?disabled=${this.busy} @change=${(event: Event) => void this.picture(event)}></label>
          ${avatar === null ? nothing : html`<button class="button plain" @click=${() => void profileActs.update({ avatar: null })}>${t('settings.profile.remove')}</button>`}</div>
        <p class="lead">${t('settings.profile.picture.lead')}</p><p class="bad" role="alert">${this.problem}</p>
        <form class="part" @submit=${this.save}>
          <label class="field"><span>${t('settings.profile.name')}</span><input class="input" name="name" maxlength="60" autocomplete="name" .value=${name}><small>${t('settings.profile.name.lead', { username })}</small></label>
          <label class="field"><span>${t('settings.profile.bio')}</span><textarea class="input" name="bio" maxlength="1000" .value=${bio}></textarea></label>
          <div class="row"><button class="button now">${t('settings.profile.save')}</button></div></form></div>
      <div class="part"><fieldset><legend>${t('settings.profile.visibility')}</legend>${PROFILE_VISIBILITIES.map((each) => this.visible(each, visibility))}</fieldset>
        <fieldset><legend>${t('settings.profile.shows')}</legend>${PROFILE_PARTS.map((part) => this.shown(part, shows.includes(part)))}</fieldset>
        <div class="row"><a class="button" href=${profilePath(username)}>${icon('eye', 18)}${t('settings.profile.look')}</a>
          ${visibility === 'public' ? html`<button class="button" @click=${() => void profileActs.copyLink()}>${icon('link', 18)}${t('profile.copy')}</button>` : nothing}</div></div>`
  }

  private visible(visibility: ProfileVisibility, chosen: ProfileVisibility) {
    return html`<label class="choice"><input type="radio" name="visibility" .checked=${visibility === chosen} @change=${() => void profileActs.update({ visibility })}>${t(`settings.profile.visibility.${visibility}`)}</label>`
  }

  private shown(part: ProfilePart, on: boolean) {
    const lead = part === 'reviews' || part === 'lists' || part === 'stats' ? t(`settings.profile.shows.${part}.lead`) : ''
    return html`<label class="choice"><input type="checkbox" .checked=${on} @change=${(event: Event) => this.show(part, (event.target as HTMLInputElement).checked)}>
      <span>${t(`settings.profile.shows.${part}`)}${lead ? html`<small>${lead}</small>` : nothing}</span></label>`
  }
}

customElements.define('settings-profile', SettingsProfile)
declare global { interface HTMLElementTagNameMap { 'settings-profile': SettingsProfile } }
