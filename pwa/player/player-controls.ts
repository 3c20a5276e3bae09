/** The controls over the picture: the bar to seek in, and the buttons below it. */

import { html, nothing } from 'lit'
import { icon } from '../elements/icon.ts'
import { percent, timecode } from '../strings/format.ts'
import { t } from '../strings/t.ts'
import { secondsAhead } from './arrival.ts'
import './arrival-bar.ts'
import { chapterAt } from './chapters.ts'
import './chapters.ts'
import type { FilmPlayer } from './film-player.ts'
import type { FrameSource } from './frame-catcher.ts'
import { SPEEDS } from './player-memory.ts'
import './seek-preview.ts'
import { OFF } from './subtitle-choice.ts'

/** While it waits for what is still landing. */
export function arriving({ waiting, playing, halted, arrival, at, length }: FilmPlayer) {
  if (!waiting || !playing || halted || !arrival) return nothing
  const seconds = Math.floor(secondsAhead(arrival, at, length))
  return html`<p class="arriving figures">${seconds > 0 ? t('player.arriving', { seconds }) : t('player.arriving.here')}</p>`
}

export function seekBar(player: FilmPlayer) {
  const { media, arrival, length, pointed } = player
  const chapters = media?.chapters ?? []
  const chapter = chapterAt(chapters, player.at)?.name
  const at = { at: timecode(player.at), total: timecode(length) }
  return html`<div class="seek" @pointermove=${(event: PointerEvent) => point(event, player)} @pointerleave=${() => { player.pointed = undefined }}>
    ${arrival?.sizeBytes ? html`<arrival-bar .arrival=${arrival}></arrival-bar>` : nothing}<i class="loaded"></i><i class="played"></i>
    ${chapters.length > 1 ? html`<chapter-marks .chapters=${chapters} .length=${length}></chapter-marks>` : nothing}
    <seek-preview .source=${framesOf(player)} .arrival=${arrival} ?busy=${player.waiting && player.playing} .at=${pointed} .length=${length} .chapters=${chapters}></seek-preview>
    <input type="range" min="0" max=${length || 1} step="1" .value=${String(player.at)} aria-label=${t('player.seek')}
      aria-valuetext=${chapter ? t('player.time.chapter', { ...at, chapter }) : t('player.time', at)} @input=${(event: InputEvent) => player.seek(Number((event.target as HTMLInputElement).value))}></div>`
}

/** From what plays, or from the whole of it once that is there. What lands is only looked at. */
function framesOf({ src, stored, arrival, durationSeconds }: FilmPlayer): FrameSource {
  if (durationSeconds === null) return { url: arrival ? `${src}&look` : src, way: 'ranges' }
  return stored === '' ? { url: `${src.replace(/&from=[\d.]+$/, '')}&look`, way: 'remuxed' } : { url: stored, way: 'ranges' }
}

/** A film goes from left to right, in whatever language it is watched. */
function point(event: PointerEvent, player: FilmPlayer): void {
  const { left, width } = (event.currentTarget as HTMLElement).getBoundingClientRect()
  const share = Math.min(1, Math.max(0, (event.clientX - left) / width))
  player.pointed = player.length * share
}

function subtitleMenu({ subtitles }: FilmPlayer) {
  const { offered, chosen } = subtitles
  if (offered.length === 0) return nothing
  return html`<label class="glass menu ${chosen === OFF ? '' : 'on'}" title=${t('player.captions')}>${icon('captions')}
    <select aria-label=${t('player.captions')} @change=${(event: Event) => subtitles.choose(Number((event.target as HTMLSelectElement).value))}>
      <option value=${OFF} .selected=${chosen === OFF}>${t('player.captions.off')}</option>
      ${offered.map(({ label }, index) => html`<option value=${index} .selected=${chosen === index}>${label}</option>`)}</select></label>`
}

function loudness(player: FilmPlayer) {
  const { muted, volume } = player
  const shown = muted ? 0 : volume
  return html`${button(t(muted ? 'player.unmute' : 'player.mute'), muted ? 'mute' : 'volume', () => player.act({ does: 'mute' }), 24, 'roomy')}
    <input class="volume roomy" type="range" min="0" max="1" step="0.05" .value=${String(shown)} aria-label=${t('player.volume')} aria-valuetext=${percent(shown)}
      @input=${(event: InputEvent) => player.setVolume(Number((event.target as HTMLInputElement).value))}>`
}

export function buttons(player: FilmPlayer) {
  const { playing, at, length, speed, whole, previousName, nextName } = player
  return html`${button(t(playing ? 'player.pause' : 'player.play'), playing ? 'pause' : 'play', () => player.toggle(), 28, 'first')}
    ${button(t('player.back'), 'undo', () => player.skip(-10))}${button(t('player.forward'), 'redo', () => player.skip(10))}
    ${previousName === '' ? nothing : button(t('player.previousOne', { name: previousName }), 'previous', () => player.act({ does: 'previous' }), 24, 'roomy')}
    ${nextName === '' ? nothing : button(t('player.nextOne', { name: nextName }), 'next', () => player.act({ does: 'next' }))}
    <span class="time figures">${timecode(at)} <span>/ ${timecode(length)}</span></span>
    ${loudness(player)}${subtitleMenu(player)}
    <label class="glass speed"><span class="hidden-text">${t('player.speed')}</span><select @change=${(event: Event) => player.setSpeed(Number((event.target as HTMLSelectElement).value))}>
      ${SPEEDS.map((each) => html`<option value=${each} .selected=${each === speed}>${each}×</option>`)}</select></label>
    ${document.pictureInPictureEnabled ? button(t('player.pip'), 'pip', () => player.pictureInPicture(), 24, 'roomy') : nothing}
    ${document.fullscreenEnabled ? button(t(whole ? 'player.window' : 'player.full'), whole ? 'window' : 'full', () => player.fullScreen()) : nothing}`
}

function button(name: string, picture: Parameters<typeof icon>[0], run: () => unknown, size = 24, className = '') {
  return html`<button class="glass ${className}" aria-label=${name} title=${name} @click=${run}>${icon(picture, size)}</button>`
}
