/**
 * What the server says of how it and others work, where no event and no refusal is behind it: of its health, and of connections that were tried out. Each has a code that is never
 * renamed, its values, and an English sentence made of both: an app that knows the code says it in its own language, whoever does not reads the sentence. Pure.
 */

export const said = {
  'HEALTH_REACHED': 'reached',
  'HEALTH_UNREACHED': 'cannot be reached',
  'HEALTH_UNKNOWN': 'cannot be asked',
  'HEALTH_STOPPED': 'cannot apply {type} at {position} and has stopped there',
  'HEALTH_BEHIND': '{count} events behind',
  'HEALTH_FILLING': 'version {version} is being filled; version {served} is read, {count} events behind',
  'HEALTH_UNFILLED': 'version {version} is not filled (its rebuild is {rebuild}); version {served} is read, {count} events behind',
  'HEALTH_REBUILD_NONE': 'not asked for',
  'HEALTH_REBUILD_PAUSED': 'paused',
  'HEALTH_REBUILD_FAILED': 'failed',
  'HEALTH_REBUILD_CANCELLED': 'cancelled',
  'HEALTH_REBUILD_DONE': 'done',
  'HEALTH_OUTBOX': '{waiting} messages waiting, {dead} dead',
  'HEALTH_IMPORTS': '{running} under way, {failed} stopped',
  'HEALTH_WEBHOOKS': '{working} get through or are tried again, {lost} do not; {dead} messages could not be delivered',
  'HEALTH_MAIL_OFF': 'there is no mail: SMTP_URL is not set, and ways back in are links that admins hand over',
  'HEALTH_MAIL_LOG': 'mails are printed to the log',
  'HEALTH_MAIL_SENT': 'mails go to the mail server',
  'HEALTH_MAIL_ILL': 'the last mail did not go out: {told}',
  'HEALTH_TMDB_UNSET': 'no key of TMDB is set',
  'HEALTH_ASKED': '{name} is asked',
  'HEALTH_TMDB_SILENT': 'TMDB does not answer: what is kept is shown, and it is tried again',
  'HEALTH_SILENT': '{name} does not answer',
  'HEALTH_BOTH': '{one}; {other}',

  'MAIL_TAKEN': '{where} has taken it.',
  'MAIL_PRINTED': 'It is printed to the log.',
  'MAIL_UNREACHABLE': 'The mail server cannot be reached: see SMTP_URL, and whether its port is open from here.',
  'MAIL_TLS': 'The mail server offers no encryption, or its certificate is not good for its name.',
  'MAIL_SIGN_IN': 'The mail server does not take the name and the password of SMTP_URL.',
  'MAIL_BUSY': 'The mail server takes nothing just now.',
  'MAIL_REFUSED': 'The mail server does not take this mail: see whether it may send from MAIL_FROM, and whether the address is right.',

  'TEST_WORKS': 'It works.',
  'TEST_LATE': 'It did not answer in time.',
  'TEST_ADVICE_REACH': 'See whether the server and port are right, and whether this machine may reach it.',

  'ADDRESS_UNKNOWN_HOST': 'There is no address of {host}. Check the name.',
  'ADDRESS_OWN_NETWORK': '{host} is at an address of this machine or of a private network ({address}), which was not allowed for it.',
  'ADDRESS_REFUSED': '{host} is at an address that is not connected to ({address}).',
  'ADDRESS_NOT_PERMITTED': '{host} is out of reach: the demo was started with leave to reach this machine alone.',
  'ADDRESS_ADVICE_OWN_NETWORK': 'If it is meant to be there, allow it: “On my own network”.',
  'ADDRESS_ADVICE_NOT_PERMITTED': 'Start Rewind with servers of your own (see the README), or with DEMO=false.',
  'ADDRESS_ADVICE_NAME': 'See whether the name is right.',

  'INDEXER_CREDENTIALS': '{told}.',
  'INDEXER_LIMIT': '{told}.',
  'INDEXER_UNREACHABLE': '{told}.',
  'INDEXER_NOT_FOUND': '{told}.',
  'INDEXER_BAD_ANSWER': '{told}.',
  'INDEXER_REFUSED': '{told}.',
  'INDEXER_ADVICE_KEY': 'Copy the API key from your profile at the indexer once more, and see whether your account there is still active.',
  'INDEXER_ADVICE_OWN_KEY': 'Copy the API key from its settings (General, Security) once more.',
  'INDEXER_ADVICE_LIMIT': 'The address and the key are good. Wait until it answers again, or set how many questions a day it may be asked.',
  'INDEXER_ADVICE_REACH': 'See whether the address and port are right, whether it is up, and whether this machine may reach it.',
  'INDEXER_ADVICE_NO_API': 'There is no API at that address. {usual}',
  'INDEXER_ADVICE_NO_INDEXER': 'Something answers at that address, but no indexer. {usual}',
  'INDEXER_ADVICE_OWN_TROUBLE': 'It answers, but has a problem of its own: see its log or its status page, and try again later.',
  'INDEXER_ADVICE_NONE_BEHIND': 'No indexer for Usenet is enabled in Prowlarr: add one there.',
  'INDEXER_ADVICE_NO_NUMBERS': 'It does not look for films by their number: what it finds is compared by title and year, and less of it will fit.',
  'INDEXER_USUAL_NEWZNAB': 'An indexer\'s API is usually at https://api.its-name.example/api or https://its-name.example/api.',
  'INDEXER_USUAL_PROWLARR': 'Prowlarr is usually at http://its-machine:9696.',
  'INDEXER_USUAL_NZBHYDRA2': 'NZBHydra2 is usually at http://its-machine:5076.',
  'INDEXER_STEP_ABILITIES': 'What it can do',
  'INDEXER_STEP_BEHIND': 'Indexers behind it',
  'INDEXER_STEP_SEARCH': 'Search',
  'INDEXER_STEP_LIMITS': 'Limits',
  'INDEXER_ABILITIES': '{software}. Films by {films}; series by {series}.',
  'INDEXER_UNNAMED': 'An indexer',
  'INDEXER_NAMES': '{names}',
  'INDEXER_BY_WORDS': 'words',
  'INDEXER_BY_IMDB': 'IMDb\'s number',
  'INDEXER_BY_TMDB': 'TMDB\'s number',
  'INDEXER_BY_TVDB': 'TVDB\'s number',
  'INDEXER_BY_EPISODE': 'episode',
  'INDEXER_FOUND': '{count} releases of a film that every indexer has. The key is good.',
  'INDEXER_LEFT': '{questions} questions left, {downloads} downloads left',
  'INDEXER_LEFT_QUESTIONS': '{questions} questions left',
  'INDEXER_LEFT_DOWNLOADS': '{downloads} downloads left',
  'INDEXER_LEFT_UNTOLD': 'It tells none.',

  'NEWS_STEP_SIGN_IN': 'Connect and sign in',
  'NEWS_STEP_ASK': 'Ask for an article',
  'NEWS_STEP_ALL': 'Open all connections',
  'NEWS_SIGNED_IN': '{way}. {login}. {ms} ms.',
  'NEWS_TLS': 'Over TLS, with a certificate that is good for the name',
  'NEWS_NO_TLS': 'Without TLS: what is asked for can be read on the way',
  'NEWS_NO_LOGIN': 'Nobody signs in',
  'NEWS_LOGIN_GOOD': 'The sign-in is accepted',
  'NEWS_ASKED': 'It answers as it should. {ms} ms there and back.',
  'NEWS_ALL': '{count} of {wanted} at once.',
  'NEWS_FEWER': '{count} of {wanted} at once. The next one: {told}.',
  'NEWS_WORKS_WITH': 'It works, with {count} of {wanted} connections.',
  'NEWS_CONNECT': '{told}.',
  'NEWS_TIMEOUT': '{told}.',
  'NEWS_CLOSED': '{told}.',
  'NEWS_PROTOCOL': '{told}.',
  'NEWS_LOGIN': '{told}.',
  'NEWS_ACCOUNT': '{told}.',
  'NEWS_BUSY': '{told}.',
  'NEWS_REFUSED': '{told}.',
  'NEWS_NOBODY_VOUCHES': 'Its certificate is not one that anybody vouches for.',
  'NEWS_OTHER_NAME': 'Its certificate is for another name.',
  'NEWS_NOT_TODAY': 'Its certificate is not valid today.',
  'NEWS_SPEAKS_NO_TLS': 'What answers there does not speak TLS.',
  'NEWS_NOBODY_LISTENS': 'Nothing listens there.',
  'NEWS_ADVICE_FEWER': 'Set {count} connections, unless others are in use now: by downloads, another program, or before the provider has noticed that they were closed.',
  'NEWS_ADVICE_TLS': 'Providers offer TLS, usually at port 563: with it nobody on the way sees what is asked for, nor the password.',
  'NEWS_ADVICE_SILENT_TLS': 'See whether the server and port are right (563 is usual with TLS), and whether this machine may reach it.',
  'NEWS_ADVICE_SILENT_PLAIN': 'See whether the server and port are right (119 is usual without TLS). A port for TLS says nothing to who does not speak it.',
  'NEWS_ADVICE_PROTOCOL': 'Something answers there, but no news server. See whether the server and port are right.',
  'NEWS_ADVICE_LOGIN': 'Type the user name and password once more, as the provider gave them: often they are not those of its website.',
  'NEWS_ADVICE_ACCOUNT': 'The sign-in is right. See at the provider whether the account is paid for, blocked, or its block of data used up.',
  'NEWS_ADVICE_BUSY': 'All connections are in use: by downloads now, another program, or before the provider has noticed that they were closed. Try again in a few minutes.',
  'NEWS_ADVICE_REFUSED': 'The server does not want anybody now. Try again later, or see the provider\'s status page.',
  'NEWS_ADVICE_NOBODY_VOUCHES': 'Somebody may be listening in between, or the server is somebody\'s own. Ask the provider for the right name; nothing was sent.',
  'NEWS_ADVICE_OTHER_NAME': 'Use the name that the provider gives, not an address or an alias of it; nothing was sent.',
  'NEWS_ADVICE_NOT_TODAY': 'See whether the clock of this machine is right. If it is, the provider has to renew the certificate; nothing was sent.',
  'NEWS_ADVICE_NO_TLS': 'Port {port} is probably one without TLS: 563 is usual with it.',
  'NEWS_ADVICE_PORT_TLS': 'See whether the port is right: 563 is usual with TLS.',
  'NEWS_ADVICE_PORT_PLAIN': 'See whether the port is right: 119 is usual without TLS.',
  'NEWS_ADVICE_UP': 'See whether the server and port are right, whether it is up, and whether this machine may reach it.',

  'STORE_STEP_WRITE': 'Write',
  'STORE_STEP_READ': 'Read',
  'STORE_STEP_DELETE': 'Delete',
  'STORE_WRITTEN': 'A small object is stored. {ms} ms.',
  'STORE_READ': 'It is what was written. {ms} ms.',
  'STORE_DELETED': 'It is gone again. {ms} ms.',
  'STORE_FAILED': '{told}.',
  'STORE_FULL': '{told}.',
  'STORE_ADVICE_ROOM': 'Make room, or use another place.',
  'STORE_ADVICE_REACH': 'See OBJECT_STORE_URL and what belongs to it, and whether this machine may read and write there.',

  'HOOK_STEP_ANSWER': 'Answer',
  'HOOK_ANSWER': '{status}: {told}',
  'HOOK_ANSWER_EMPTY': '{status}, and nothing besides.',
  'HOOK_TAKEN': 'It took the test.',
  'HOOK_GONE': 'It says that it is gone (410).',
  'HOOK_REFUSED': 'It did not take the test: it answered {status}.',
  'HOOK_LATE': 'There was no answer within {seconds} seconds.',
  'HOOK_CERTIFICATE': 'Its certificate is not good for its name today ({reason}); nothing was sent.',
  'HOOK_NOBODY_LISTENS': 'Nothing listens there (ECONNREFUSED).',
  'HOOK_CLOSED': 'The connection was closed without an answer.',
  'HOOK_FAILED': 'The connection failed ({reason}).',
  'HOOK_ADVICE_LATE': 'See whether it is up, and answers before it does its work.',
  'HOOK_ADVICE_UNREACHABLE': 'See whether address and port are right, and whether it is up.',
  'HOOK_ADVICE_KEY': 'See whether its key, in the address or in a header, is right.',
  'HOOK_ADVICE_ADDRESS': 'See whether the address is right.',
  'HOOK_ADVICE_ELSEWHERE': 'It leads elsewhere, and nobody is followed there: give the address where it ends.',
  'HOOK_ADVICE_KIND': 'See whether it is of the kind that was chosen: it did not understand what it was sent.',
  'HOOK_ADVICE_AGAIN': 'What it answered may tell why. Such answers are tried again, for about a day.',
} as const

export type SaidCode = keyof typeof said
/** What a text has to be filled with. */
export type NamesIn<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}` ? Name | NamesIn<Rest> : never
export type SaidValue = string | number | Said | readonly (string | Said)[]
/** `code`: one of `said`, or of what a later server knows besides. */
export interface Said { readonly code: string; readonly values: Readonly<Record<string, SaidValue>>; readonly message: string }
type Values<Text extends string> = [NamesIn<Text>] extends [never] ? [] : [values: { readonly [Name in NamesIn<Text>]: SaidValue }]

/** Says what a table has words for. */
export function sayer<Table extends Readonly<Record<string, string>>>(table: Table) {
  return function say<Code extends keyof Table & string>(code: Code, ...[values]: Values<Table[Code]>): Said {
    const filled: Said['values'] = values ?? {}
    return { code, values: filled, message: table[code]!.replace(/\{(\w+)\}/g, (_, name: string) => inWords(filled[name] ?? '')) }
  }
}
export const say = sayer(said)

function inWords(value: SaidValue): string {
  if (typeof value !== 'object') return String(value)
  return 'message' in value ? value.message : value.map(inWords).join(', ')
}
