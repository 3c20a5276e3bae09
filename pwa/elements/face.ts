/** The four faces of a rating, drawn so that each reads at 20 px and without its colour. */

import type { SVGTemplateResult } from 'lit'
import { svg } from 'lit'
import type { Rating } from '../../domain/library-entry.ts'

const features: Readonly<Record<Rating, { readonly mouth: string; readonly eyes: string }>> = {
  DISLIKE: { eyes: 'M8.2 9.6h.01M15.8 9.6h.01', mouth: 'M8 16.6c1-1.7 2.3-2.5 4-2.5s3 .8 4 2.5' },
  OK: { eyes: 'M8.2 9.6h.01M15.8 9.6h.01', mouth: 'M8.2 15.3h7.6' },
  LIKE: { eyes: 'M8.2 9.6h.01M15.8 9.6h.01', mouth: 'M7.6 14c1 1.9 2.5 2.9 4.4 2.9s3.4-1 4.4-2.9' },
  SUPER_LIKE: { eyes: 'M6.8 10.3c.4-1.2 2.4-1.2 2.8 0M14.4 10.3c.4-1.2 2.4-1.2 2.8 0', mouth: 'M7.2 13.5h9.6c-.3 2.8-2.2 4.3-4.8 4.3s-4.5-1.5-4.8-4.3z' },
}

export function face(rating: Rating, size = 24): SVGTemplateResult {
  const { eyes, mouth } = features[rating]
  return svg`<svg viewBox="0 0 24 24" width=${size} height=${size} aria-hidden="true" fill="none" stroke="currentColor" stroke-width="1.7" stroke-linecap="round" stroke-linejoin="round">
    <circle cx="12" cy="12" r="9.6"></circle><path d=${eyes} stroke-width=${rating === 'SUPER_LIKE' ? 1.7 : 2.6}></path>
    <path d=${mouth} fill=${rating === 'SUPER_LIKE' ? 'currentColor' : 'none'}></path></svg>`
}
