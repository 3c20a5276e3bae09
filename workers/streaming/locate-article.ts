/**
 * Which article of a posted file holds a byte. Posters cut files into equal parts, so the first guess is mostly right; the
 * articles that have landed say where they really belong, and a wrong guess narrows the search. Pure.
 */

import type { Span } from './spans.ts'

/** Of a landed article. */
export interface Placed { readonly offset: number; readonly length: number }

export interface PostedFile {
  /** Its articles are numbered from here, one after the other. */
  readonly firstArticle: number
  readonly articles: number
  readonly sizeBytes: number
  /** Where an article's bytes are; undefined while it has not landed. */
  placeOf(article: number): Placed | undefined
}

export interface Located {
  readonly article: number
  /** The article has landed and the byte is in it. Otherwise it is the best guess, and has not landed. */
  readonly certain: boolean
}

/** Undefined when the articles around it have landed and none holds it: they leave a gap. */
export function locateArticle(file: PostedFile, offset: number): Located | undefined {
  const size = articleBytesOf(file)
  // The landed articles nearest to the byte that are known to lie before and behind it.
  let before = -1, behind = file.articles, from = 0
  while (behind - before > 1) {
    const guess = Math.min(behind - 1, before + 1 + Math.max(0, Math.floor((offset - from) / size)))
    const place = file.placeOf(file.firstArticle + guess)
    if (!place) return { article: file.firstArticle + guess, certain: false }
    const end = place.offset + place.length
    if (offset < place.offset) behind = guess
    else if (offset >= end) [before, from] = [guess, end]
    else return { article: file.firstArticle + guess, certain: true }
  }
  return undefined
}

/** The bytes an article holds, or is expected to. */
export function spanOfArticle(file: PostedFile, article: number): Span {
  const place = file.placeOf(article)
  if (place) return { from: place.offset, to: place.offset + place.length }
  const size = articleBytesOf(file)
  const [last, next] = [article > file.firstArticle ? file.placeOf(article - 1) : undefined, article + 1 < file.firstArticle + file.articles ? file.placeOf(article + 1) : undefined]
  const from = last ? last.offset + last.length : (article - file.firstArticle) * size
  return { from: Math.min(from, file.sizeBytes), to: Math.min(file.sizeBytes, next?.offset ?? from + size) }
}

/** The articles that hold a span of the file, or are expected to. */
export function articlesOver(file: PostedFile, { from, to }: Span): readonly number[] {
  if (to <= from) return []
  const first = locateArticle(file, from)?.article ?? file.firstArticle
  const last = locateArticle(file, to - 1)?.article ?? first
  return Array.from({ length: Math.max(0, last - first) + 1 }, (_, index) => first + index)
}

/** All but the last are as long as the first. */
export function articleBytesOf({ firstArticle, articles, sizeBytes, placeOf }: PostedFile): number {
  return Math.max(1, articles > 1 ? placeOf(firstArticle)?.length ?? Math.ceil(sizeBytes / articles) : sizeBytes)
}
