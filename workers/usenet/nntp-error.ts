/** What can be wrong with a connection to a news server, and how its words are read. */

export class NntpError extends Error {
  override readonly name = 'NntpError'
  /**
   * LOGIN: the credentials are wrong or needed, asking again cannot help. ACCOUNT: they are right, and the account is blocked or used up.
   * BUSY: it has too many connections from us. REFUSED: the server does not want us now.
   */
  readonly code: 'CONNECT' | 'TIMEOUT' | 'CLOSED' | 'PROTOCOL' | 'LOGIN' | 'ACCOUNT' | 'BUSY' | 'REFUSED'
  constructor(code: NntpError['code'], message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

export const WORDS = { BUSY: 'has too many connections from this account', ACCOUNT: 'says that the account is blocked, has run out, or has used up what it may fetch' } as const

/** Providers say the same with many codes; the words tell more. Undefined where they do not. */
export function meantBy(text: string): keyof typeof WORDS | undefined {
  if (/connection|thread|too many|simultaneous|concurrent|multiple ip/i.test(text)) return 'BUSY'
  return /quota|credit|payment|expired|block|suspend|disabled|used up|exceeded|out of (data|bytes|download)|(data|transfer|download|bandwidth|usage) (limit|cap)/i.test(text) ? 'ACCOUNT' : undefined
}
