/** Settings of this device's looks, and its keys. */

import { LitElement, css, html } from 'lit'
import { icon } from '../elements/icon.ts'
import { THEMES, chooseTheme, chosenTheme } from '../elements/theme.ts'
import { LAYOUTS, chooseLayout, chosenLayout } from '../remote/layout.ts'
import { t } from '../strings/settings.ts'
import { controls } from '../styles/controls.ts'
import { sectionStyles } from './settings-styles.ts'

export class SettingsAppearance extends LitElement {
  static override styles = [controls, sectionStyles, css`
    fieldset { display: grid; gap: var(--space-3); margin: 0; padding: 0; border: 0; min-inline-size: 0; }
    legend { padding: 0; margin-block-end: var(--space-2); font: 600 var(--size-3) / 1.3 var(--text); }
    .lights { display: grid; grid-template-columns: repeat(3, minmax(0, 1fr)); gap: var(--space-3); }
    .lights label { display: grid; gap: var(--space-2); padding: var(--space-2); border: 1px solid var(--line); border-radius: var(--round-3); font-size: var(--size-2); font-weight: 600; text-align: center; cursor: pointer; }
    @media (width < 44rem) { .lights label { padding: var(--space-1); font-stretch: 78%; } }
    .lights label:has(:checked) { border-color: var(--now); box-shadow: inset 0 0 0 1px var(--now); }
    .lights label:has(:focus-visible) { outline: 3px solid var(--then); outline-offset: 2px; }
    .lights input { position: absolute; opacity: 0; pointer-events: none; }
    .choice { display: inline-flex; align-items: center; gap: var(--space-2); min-block-size: var(--target); font-size: var(--size-2); font-weight: 600; cursor: pointer; }
    .choice input { inline-size: 1.25rem; block-size: 1.25rem; margin: 0; accent-color: var(--now); }
    .sample { display: grid; align-content: end; gap: 0.3rem; block-size: 4.5rem; padding: var(--space-3); border-radius: var(--round-2); border: 1px solid var(--line); background: var(--ground); }
    .sample i { block-size: 0.4rem; border-radius: var(--pill); background: var(--ink-soft); }
    .sample i:first-child { inline-size: 45%; background: var(--now); }
    .dark { color-scheme: dark; } .light { color-scheme: light; }
    .system { display: grid; grid-template-columns: 1fr 1fr; block-size: 4.5rem; border-radius: var(--round-2); overflow: hidden; }
    .system .sample { border-radius: 0; }
    @media (forced-colors: active) { .sample { forced-color-adjust: none; } .lights label:has(:checked) { outline: 3px solid Highlight; } .lights label:has(:focus-visible) { outline: 3px dashed CanvasText; } }
  `]

  private ask(name: 'palette' | 'shortcuts'): void {
    this.dispatchEvent(new Event(name, { bubbles: true, composed: true }))
  }

  private light(theme: (typeof THEMES)[number]) {
    const sample = (lights: 'dark' | 'light') => html`<span class="sample ${lights}"><i></i><i></i></span>`
    return html`<label><input type="radio" name="theme" value=${theme} .checked=${theme === chosenTheme()} @change=${() => { chooseTheme(theme); this.requestUpdate() }}>
      <span aria-hidden="true">${theme === 'system' ? html`<span class="system">${sample('light')}${sample('dark')}</span>` : sample(theme)}</span>${t(`settings.appearance.${theme}`)}</label>`
  }

  override render() {
    return html`<fieldset class="part" aria-describedby="lights"><legend class="hidden-text">${t('settings.appearance.lights')}</legend>
        <div><h3 aria-hidden="true">${t('settings.appearance.lights')}</h3><p class="lead" id="lights">${t('settings.appearance.lights.lead')}</p></div>
        <div class="lights">${THEMES.map((theme) => this.light(theme))}</div></fieldset>
      <fieldset class="part" aria-describedby="distance"><legend class="hidden-text">${t('settings.appearance.distance')}</legend>
        <div><h3 aria-hidden="true">${t('settings.appearance.distance')}</h3><p class="lead" id="distance">${t('settings.appearance.distance.lead')}</p></div>
        <div class="row">${LAYOUTS.map((layout) => html`<label class="choice"><input type="radio" name="layout" value=${layout} .checked=${layout === chosenLayout()} @change=${() => { chooseLayout(layout); this.requestUpdate() }}>${t(`settings.appearance.distance.${layout}`)}</label>`)}</div></fieldset>
      <section class="part" aria-labelledby="keys"><div><h3 id="keys">${t('settings.appearance.keys')}</h3><p class="lead">${t('settings.appearance.keys.lead')}</p></div>
        <div class="row"><button class="button" @click=${() => this.ask('shortcuts')}>${icon('keyboard', 18)}${t('settings.appearance.shortcuts')}</button>
          <button class="button" @click=${() => this.ask('palette')}>${icon('search', 18)}${t('settings.appearance.commands')}</button></div></section>`
  }
}

customElements.define('settings-appearance', SettingsAppearance)
declare global { interface HTMLElementTagNameMap { 'settings-appearance': SettingsAppearance } }
