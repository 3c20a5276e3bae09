/** The relay of SMS in a process of its own, to be killed. Arguments: connection as JSON, `SMS_URL`. */

import process from 'node:process'
import type { Connection } from '../../server/db/database.ts'
import { openDatabase } from '../../server/db/database.ts'
import { silentLog } from '../../server/log.ts'
import { smsSenderOf } from '../../server/sms/sms-sender.ts'
import { realSystem } from '../../server/system.ts'
import { deliverSms } from '../../workers/deliver-sms.ts'
import { runRelay } from '../../workers/outbox-relay.ts'

const [connection, smsUrl] = process.argv.slice(2)
const ports = { system: realSystem, log: silentLog, signal: new AbortController().signal }
const { kysely: db } = await openDatabase({ connection: JSON.parse(connection!) as Connection, log: silentLog })
const smsSender = smsSenderOf({ smsUrl: smsUrl!, smsFrom: 'Rewind', demo: false }, { ...ports, counted() {} })
await runRelay('sms', {
  ...ports, db, leaseMs: 1_000, wait: (_ms, signal) => realSystem.sleep(50, signal),
  deliver: { sms: deliverSms({ smsSender, db, log: silentLog, makeSms: async ({ number }) => ({ to: number, text: 'Your code is 123456.' }) }) },
})
