/** The object store that the settings name. */

import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Config } from '../config.ts'
import type { Log } from '../log.ts'
import type { System } from '../system.ts'
import { openFolderStore } from './folder.ts'
import type { ObjectStore } from './object-store.ts'
import type { S3Settings } from './s3.ts'
import { openS3Store } from './s3.ts'
import { isS3, readS3Address } from './s3-address.ts'

/** Plain data, so that it travels to a thread. */
export type ObjectStoreSettings = { readonly folder: string } | { readonly s3: S3Settings }

type ObjectStoreConfig = Pick<Config, 'dataDir' | 'objectStoreUrl' | 'objectStoreAccessKey' | 'objectStoreSecretKey' | 'objectStorePublicUrl'>

export function objectStoreSettings({ dataDir, objectStoreUrl, objectStoreAccessKey, objectStoreSecretKey, objectStorePublicUrl }: ObjectStoreConfig): ObjectStoreSettings {
  if (objectStoreUrl === null || !isS3(objectStoreUrl)) return { folder: resolve(objectStoreUrl === null ? join(dataDir, 'objects') : fileURLToPath(objectStoreUrl)) }
  const address = readS3Address(objectStoreUrl)
  if ('problem' in address || objectStoreAccessKey === null || objectStoreSecretKey === null) throw new Error('These settings were not checked')
  return { s3: { ...address.value, accessKey: objectStoreAccessKey, secretKey: objectStoreSecretKey, publicAddress: objectStorePublicUrl === null ? null : addressOf(new URL(objectStorePublicUrl)) } }
}

function addressOf({ hostname, port, protocol }: URL): NonNullable<S3Settings['publicAddress']> {
  const tls = protocol === 'https:'
  return { host: hostname.replace(/^\[|\]$/g, ''), port: port === '' ? (tls ? 443 : 80) : Number(port), tls }
}

export async function openObjectStore(settings: ObjectStoreSettings, system: Pick<System, 'now' | 'sleep' | 'files'>, log: Pick<Log, 'warn' | 'info'>): Promise<ObjectStore> {
  return 'folder' in settings ? await openFolderStore(settings.folder, system) : openS3Store(settings.s3, system, log)
}
