/** The head of a title's page: its picture, its name, what it is, and what to do with it. */

import { html, nothing } from 'lit'
import { keyed } from 'lit/directives/keyed.js'
import { titleKey } from '../../domain/title.ts'
import type { PersonBrief, TitleDetail } from '../../projections/wire-catalogue.ts'
import '../elements/fact-origin.ts'
import { icon } from '../elements/icon.ts'
import { backdropSet, imageUrl } from '../elements/image.ts'
import '../elements/poster.ts'
import '../elements/quick-actions.ts'
import type { Film } from '../elements/title-link.ts'
import { library } from '../library.ts'
import { listed, runtime, tenths, wholeDate } from '../strings/format.ts'
import { locale } from '../strings/language.ts'
import { t } from '../strings/t.ts'
import { genreName } from '../strings/topic-name.ts'
import { chooseRelease, mayChoose } from './choose-release.ts'
import { certificationIn } from './title-about.ts'

/** At first perhaps only what the library's card says. */
export type Known = Film & Partial<TitleDetail>

/** `then`: looking back, with nothing to do. `waiting`: more will be known of it in a moment. */
export function titleHero(film: Known, when: 'now' | 'then', waiting = false) {
  return html`<header class=${when === 'then' ? 'then' : ''}>
    ${film.backdropPath ? html`<img class="backdrop" alt="" src=${imageUrl(1280, film.backdropPath)} srcset=${backdropSet(film.backdropPath)} sizes="100vw" fetchpriority="high">` : nothing}
    <rewind-poster class="poster" .path=${film.posterPath} .colour=${film.posterColour} .name=${film.title} .year=${film.year} sizes="(width < 44rem) 34vw, 17rem" eager></rewind-poster>
    <div class="words">
      ${heading(film)}
      ${film.tagline ? html`<p class="tagline">${film.tagline}</p>` : coming(waiting, 'tagline')}
      ${meta(film)}${credit(film, waiting)}${next(film)}
      ${when === 'then' ? nothing : html`<quick-actions .film=${film}>
        ${film.mediaType === 'movie' && mayChoose({ mediaType: film.mediaType, tmdbId: film.tmdbId }) ? html`<button slot="more" class="button" @click=${chooseRelease}>${icon('downloads', 20)}${t('title.releases')}</button>` : nothing}
        ${(['watchlist', 'file'] as const).map((field) => html`<fact-origin slot="more" subject=${titleKey(film)} field=${field} name=${t(`origin.${field}`)}></fact-origin>`)}</quick-actions>`}
      <p class="overview">${film.overview}</p>
    </div></header>`
}

/** The place of a line that nearly all titles have, until it is known. */
function coming(waiting: boolean, line: string) {
  return !waiting ? nothing : html`<p class=${line} aria-hidden="true">\u00a0</p>`
}

/** As its makers letter it, where there is such a picture; else, and until it has come, in our own type. */
function heading({ title, images }: Known) {
  const logo = images?.logo
  const arrived = ({ currentTarget }: Event) => (currentTarget as Element).classList.add('arrived')
  return html`<h1 tabindex="-1"><span>${title}</span>${keyed(logo, logo ? html`<img class="logo" alt="" src=${imageUrl(500, logo)} @load=${arrived}>` : nothing)}</h1>`
}

function meta(film: Known) {
  const { voteAverage, series } = film
  const certified = film.certifications && certificationIn({ certifications: film.certifications }, library.country() ?? film.whereToWatch?.country ?? '')
  const parts = [
    film.year,
    film.mediaType === 'tv' ? series ? t('title.seasons', { count: series.seasons.filter(({ seasonNumber }) => seasonNumber > 0).length }) : t('media.tv') : film.runtimeMinutes ? runtime(film.runtimeMinutes) : t('media.movie'),
    film.genres && listed(film.genres.map(genreName)),
  ].filter(Boolean)
  return html`<p class="meta figures">${voteAverage ? html`<b aria-label=${t('title.votes', { score: tenths(voteAverage) })} role="img">${tenths(voteAverage)}</b>` : nothing}
    ${certified ? html`<span class="certified" role="img" aria-label=${t('title.certified', certified)} title=${t('title.certified', certified)}>${certified.name}</span>` : nothing}${parts.map((part) => html`<span>${part}</span>`)}</p>`
}

const names = new Intl.ListFormat(locale)

/** Directors, or creators, each leading to their page. */
function credit({ directors, mediaType }: Known, waiting: boolean) {
  if (!directors) return coming(waiting, 'credit narrow')
  if (directors.length === 0) return nothing
  const text = names.formatToParts(directors.map(({ name }) => name))
  const people = [...directors]
  const linked = text.map(({ type, value }) => type === 'element' ? person(people.shift()!) : value)
  const [before, after] = t(mediaType === 'tv' ? 'title.created' : 'title.directed', { names: '\n' }).split('\n')
  return html`<p class="credit narrow">${before}${linked}${after}</p>`
}

function person({ personId, name }: PersonBrief) {
  return html`<a href="/person/${personId}">${name}</a>`
}

function next({ series }: Known) {
  const episode = series?.nextEpisode
  return episode?.airDate ? html`<p class="credit narrow">${t('title.next', { name: episode.name, when: wholeDate(episode.airDate) })}</p>` : nothing
}
