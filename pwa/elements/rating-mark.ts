/** A small mark for each source of ratings, drawn by us: nobody's logo, told apart by shape and not by colour. Decoration only; the name stands beside it. */

import type { SVGTemplateResult } from 'lit'
import { svg } from 'lit'
import type { RatingSource } from '../../projections/wire-catalogue.ts'

const shapes: Readonly<Record<RatingSource, SVGTemplateResult>> = {
  // Three frames of film.
  tmdb: svg`<rect x="3.5" y="6" width="4.6" height="12" rx="1"></rect><rect x="9.7" y="6" width="4.6" height="12" rx="1"></rect><rect x="15.9" y="6" width="4.6" height="12" rx="1"></rect>`,
  imdb: svg`<path d="M12 3.6l2.6 5.3 5.8.8-4.2 4.1 1 5.8-5.2-2.7-5.2 2.7 1-5.8L3.6 9.7l5.8-.8z"></path>`,
  // A fruit with its leaf; a bag of popcorn.
  rottenTomatoes: svg`<path d="M12 8.2c-5 0-8.2 2.3-8.2 6.2S7.3 20.4 12 20.4s8.2-2.1 8.2-6S17 8.2 12 8.2z"></path><path d="M12 8.2c-.4-2 .5-3.7 2.4-4.6M12 8.2C10.5 6.8 8.8 6.4 7.2 6.9M12 8.2c1.5-1.3 3.2-1.7 4.8-1.2" fill="none"></path>`,
  rottenTomatoesAudience: svg`<path d="M5.5 10.5h13l-1.7 10H7.2zM5.5 10.5a2.6 2.6 0 0 1 2.2-4.4 3.4 3.4 0 0 1 6.3-.9 3 3 0 0 1 4.5 5.3"></path><path d="M10 10.5l.6 10M14 10.5l-.6 10" fill="none"></path>`,
  // A gauge, by the press and by people.
  metacritic: svg`<path d="M4 16.5a8 8 0 1 1 16 0z"></path><path d="M12 16.5l4-5.5" fill="none"></path>`,
  metacriticUser: svg`<path d="M12 11a3.6 3.6 0 1 0 0-7.2 3.6 3.6 0 0 0 0 7.2zM4.5 20.2c.5-3.9 3.4-6 7.5-6s7 2.1 7.5 6z"></path>`,
  // A page of a diary; an eye that keeps count.
  letterboxd: svg`<path d="M5.5 3.8h10.8l2.7 2.7v13.7H5.5z"></path><path d="M9 9h6.5M9 12.5h6.5M9 16h4" fill="none"></path>`,
  trakt: svg`<path d="M2.8 12S6.2 6 12 6s9.2 6 9.2 6-3.4 6-9.2 6-9.2-6-9.2-6z"></path><path d="M8.8 12l2.4 2.4 4-4.6" fill="none"></path>`,
}

export function ratingMark(source: RatingSource): SVGTemplateResult {
  return svg`<svg viewBox="0 0 24 24" width="26" height="26" aria-hidden="true" fill="currentColor" fill-opacity="0.18" stroke="currentColor" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round">${shapes[source]}</svg>`
}
