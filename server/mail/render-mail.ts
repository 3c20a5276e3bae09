/** A mail as text and as simple HTML: no pictures, nothing that tells when it is read. */

import type { Words } from './mail-texts.ts'
import { MAIL_LANGUAGES } from './mail-texts.ts'
import type { MailLanguage } from './mail-texts.ts'
import type { Mail } from './mailer.ts'

export interface MailParts {
  readonly to: string
  readonly language: MailLanguage
  readonly username: string
  /** Where browsers find Rewind: an origin. */
  readonly origin: string
  readonly words: Words
  /** Where the words' link leads. */
  readonly href: string
  readonly unsubscribe: string | null
}

export function renderMail({ to, language, username, origin, words, href, unsubscribe }: MailParts): Mail {
  const { direction, sentFor, unsubscribe: stop } = MAIL_LANGUAGES[language]
  const { subject, before, link, behind } = words
  const sent = sentFor(unlinked(username), new URL(origin).host)
  const text = [...before, ...link === null ? [] : [`${link}:\n${href}`], ...behind, `-- \n${sent}${unsubscribe === null ? '' : `\n${stop}:\n${unsubscribe}`}`].join('\n\n')
  const paragraph = (line: string) => `<p style="margin:0 0 16px">${escaped(line)}</p>`
  const html = `<!doctype html><html lang="${language}" dir="${direction}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(subject)}</title></head>`
    + `<body style="margin:0;padding:24px;background:#f6f2ea;color:#1d1a16;font:16px/1.5 system-ui,sans-serif"><div style="max-width:560px;margin:0 auto;padding:28px;background:#fff;border-radius:12px">`
    + `<h1 style="margin:0 0 20px;font-size:22px;line-height:1.25">${escaped(subject)}</h1>${before.map(paragraph).join('')}`
    + `${link === null ? '' : `<p style="margin:24px 0"><a href="${escaped(href)}" style="display:inline-block;padding:12px 20px;border-radius:8px;background:#8c2f1b;color:#fff;text-decoration:none;font-weight:600">${escaped(link)}</a></p>`}${behind.map(paragraph).join('')}`
    + `<p style="margin:28px 0 0;padding-top:16px;border-top:1px solid #e4ddd0;color:#6b6357;font-size:13px">${escaped(sent)}${unsubscribe === null ? '' : `<br><a href="${escaped(unsubscribe)}" style="color:#6b6357">${escaped(stop)}</a>`}</p></div></body></html>`
  return { to, subject: oneLine(subject), text: `${text}\n`, html, unsubscribe }
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`)
}

/** Programs make links of what reads like an address, and anybody may call themself so and enter a stranger's: a word joiner, which is not seen, breaks it. */
function unlinked(name: string): string {
  return name.replace(/[./:@]/g, '$&\u2060')
}

/** A title with a line break in it must not end a header. */
function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}
