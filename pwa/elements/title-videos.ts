/** Trailers and the like. They play where they are, in a tab of their own, and nobody there hears of it before somebody clicks. */

import { LitElement, css, html, nothing } from 'lit'
import type { Video } from '../../projections/wire-catalogue.ts'
import { t } from '../strings/t.ts'
import { controls } from '../styles/controls.ts'
import { icon } from './icon.ts'
import { imageUrl } from './image.ts'
import { rowStyles } from './poster-row.ts'
import { inOrder, videoAddress } from './video-order.ts'

const shownMax = 12

export class TitleVideos extends LitElement {
  static override properties = { videos: { attribute: false }, pictures: { attribute: false } }
  declare videos: readonly Video[]
  /** Backdrops of the title, to stand for them: pictures of a video would come from who shows it. */
  declare pictures: readonly string[]

  static override styles = [controls, rowStyles, css`
    :host { --item: clamp(13rem, 60vw, 18rem); }
    a { display: grid; gap: var(--space-2); text-decoration: none; border-radius: var(--round-2); }
    a:hover .name { color: var(--now); }
    a:hover .play { background: var(--now); color: var(--on-now); }
    .frame { position: relative; aspect-ratio: 16 / 9; border-radius: var(--round-2); overflow: hidden; background: var(--raise-2); display: grid; place-content: center; }
    img { position: absolute; inset: 0; inline-size: 100%; block-size: 100%; object-fit: cover; }
    .play { position: relative; display: grid; place-content: center; inline-size: 3rem; block-size: 3rem; border-radius: 50%; background: oklch(0.16 0.02 335 / 0.85); color: oklch(0.955 0.012 70); transition: background var(--quick), color var(--quick); }
    .name { font-weight: 600; font-size: var(--size-2); line-height: 1.3; display: -webkit-box; -webkit-line-clamp: 2; -webkit-box-orient: vertical; overflow: hidden; }
  `]

  override render() {
    const { pictures } = this
    return html`<section aria-label=${t('videos.title')}><div class="head"><h2>${t('videos.title')}</h2></div>
      <ul>${inOrder(this.videos).slice(0, shownMax).map((video, i) => html`<li>${this.link(video, pictures[i % pictures.length])}</li>`)}</ul></section>`
  }

  private link(video: Video, picture: string | undefined) {
    const kind = t(`videos.kind.${video.kind}`)
    return html`<a href=${videoAddress(video)} target="_blank" rel="noreferrer" aria-label=${t('videos.open', { kind, name: video.name, site: video.site })}>
      <span class="frame">${picture ? html`<img alt="" src=${imageUrl(500, picture)} loading="lazy" decoding="async">` : nothing}<span class="play">${icon('play', 22)}</span></span>
      <span><span class="name">${video.name}</span><span class="faint small">${kind} · ${video.site}</span></span></a>`
  }
}

customElements.define('title-videos', TitleVideos)
declare global { interface HTMLElementTagNameMap { 'title-videos': TitleVideos } }
