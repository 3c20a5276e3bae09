/** What the download benchmark posts: as many bytes an article as posters use, a few dozen of them over and over in some files. */
export const ARTICLE_BYTES = 716_800
export const ARTICLES = 32
export const FILES = 46
export const fileName = (file: number) => `film.part${String(file + 1).padStart(2, '0')}.rar`
