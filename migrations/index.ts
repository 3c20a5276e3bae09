/** Every migration, in order. A static map rather than a folder read at run time: it also works in a compiled binary. */

import type { Migration } from 'kysely'
import * as eventStore from './0001-event-store.ts'
import * as accounts from './0002-accounts.ts'
import * as sync from './0003-sync.ts'
import * as outbox from './0004-outbox.ts'
import * as appendOne from './0005-append-one.ts'
import * as push from './0006-push.ts'
import * as rebuilds from './0007-rebuilds.ts'
import * as hashChain from './0008-hash-chain.ts'
import * as eventStoreName from './0010-event-store-name.ts'
import * as resumableRebuilds from './0011-resumable-rebuilds.ts'
import * as personalKeys from './0015-personal-keys.ts'
import * as catalogueClaims from './0016-catalogue-claims.ts'
import * as questionsOfTheDay from './0017-questions-of-the-day.ts'
import * as catalogueTitles from './0020-catalogue-titles.ts'
import * as pictureColours from './0022-picture-colours.ts'
import * as settings from './0023-settings.ts'
import * as housekeeping from './0024-housekeeping.ts'
import * as signIn from './0025-sign-in.ts'
import * as people from './0026-people.ts'
import * as libraryImport from './0027-library-import.ts'
import * as webhooks from './0028-webhooks.ts'
import * as invitations from './0029-invitations.ts'
import * as webhookRequesters from './0032-webhook-requesters.ts'
import * as email from './0034-email.ts'
import * as sentCodes from './0035-sent-codes.ts'
import * as begunCodes from './0036-begun-codes.ts'
import * as mailsAsked from './0038-mails-asked.ts'

export const migrations: Readonly<Record<string, Migration>> = {
  '0001-event-store': eventStore,
  '0002-accounts': accounts,
  '0003-sync': sync,
  '0004-outbox': outbox,
  '0005-append-one': appendOne,
  '0006-push': push,
  '0007-rebuilds': rebuilds,
  '0008-hash-chain': hashChain,
  '0010-event-store-name': eventStoreName,
  '0011-resumable-rebuilds': resumableRebuilds,
  '0015-personal-keys': personalKeys,
  '0016-catalogue-claims': catalogueClaims,
  '0017-questions-of-the-day': questionsOfTheDay,
  '0020-catalogue-titles': catalogueTitles,
  '0022-picture-colours': pictureColours,
  '0023-settings': settings,
  '0024-housekeeping': housekeeping,
  '0025-sign-in': signIn,
  '0026-people': people,
  '0027-library-import': libraryImport,
  '0028-webhooks': webhooks,
  '0029-invitations': invitations,
  '0032-webhook-requesters': webhookRequesters,
  '0034-email': email,
  '0035-sent-codes': sentCodes,
  '0036-begun-codes': begunCodes,
  '0038-mails-asked': mailsAsked,
}
