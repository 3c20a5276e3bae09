/** What each person calls their devices. */

import { utc } from '../domain/instant.ts'
import type { Projection } from './projection.ts'

export interface DeviceRow {
  /** `<userId>_<deviceId>` */
  readonly key: string
  readonly userId: string
  readonly deviceId: string
  readonly name: string
  readonly namedAt: string
}

export const devices: Projection<DeviceRow> = {
  name: 'devices',
  version: 1,
  categories: ['devices'],
  columns: { key: { type: 'text' }, userId: { type: 'text' }, deviceId: { type: 'text' }, name: { type: 'text' }, namedAt: { type: 'timestamptz' } },
  indexes: [['userId']],
  audience: { owner: 'userId' },
  erased: { column: 'userId', change: () => undefined },
  on: {
    DeviceNamed: {
      keys: ({ stream, data }) => [`${stream.slice('devices-'.length)}_${data.deviceId}`],
      fold: (_row, { stream, data, meta }, key) => ({ key, userId: stream.slice('devices-'.length), ...data, namedAt: utc(meta.issuedAt) }),
    },
  },
}
