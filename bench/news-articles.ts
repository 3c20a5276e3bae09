/** What the download benchmark posts: as many bytes an article as posters use, and a few dozen of them. */
export const ARTICLE_BYTES = 716_800
export const ARTICLES = 32
