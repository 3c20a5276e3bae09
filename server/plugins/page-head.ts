/** What a page of the app says of itself to those who run no scripts: link previews and search engines. Pure: text in, text out. */

export interface PageHead {
  readonly title: string
  readonly description: string
  /** Absolute, with the origin. */
  readonly url: string
  /** Absolute; null for none. */
  readonly imageUrl: string | null
  /** Whether search engines may show it. */
  readonly indexed: boolean
}

/** The app's page with the head of one address in place of the general one. By Open Graph (https://ogp.me). */
export function withHead(page: string, { title, description, url, imageUrl, indexed }: PageHead): string {
  const tags = [
    ['property', 'og:type', 'website'], ['property', 'og:site_name', 'Rewind'], ['property', 'og:title', title], ['property', 'og:description', description],
    ['property', 'og:url', url], ...imageUrl === null ? [] : [['property', 'og:image', imageUrl]], ['name', 'twitter:card', 'summary'],
    ...indexed ? [] : [['name', 'robots', 'noindex']],
  ].map(([kind, name, content]) => `    <meta ${kind}="${name}" content="${escaped(content!)}">\n`).join('')
  // By functions: a `$&` in somebody's title is no instruction.
  return page.replace(/<title>[^<]*<\/title>/, () => `<title>${escaped(title)}</title>`)
    .replace(/<meta name="description"[^>]*>/, () => `<meta name="description" content="${escaped(description)}">`)
    .replace(/ *<\/head>/, (end) => `${tags}${end}`)
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.codePointAt(0)!};`)
}
