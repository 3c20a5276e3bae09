/** What the download benchmark posts: as many bytes an article as posters use, and enough of them not to stay in the cache. */
export const ARTICLE_BYTES = 716_800
export const ARTICLES = 32
