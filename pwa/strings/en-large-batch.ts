/** English of what is taken back on the server, because it is too much for a device. */
export const enLargeBatch = {
  'batch.large.looking': 'Looking at what will change',
  'batch.large.undoing': { one: '{count} change is being taken back. You can go on meanwhile.', other: '{count} changes are being taken back. You can go on meanwhile.' },
  'batch.large.redoing': { one: '{count} change is being done again. You can go on meanwhile.', other: '{count} changes are being done again. You can go on meanwhile.' },
  'batch.large.goesOn': 'The connection was lost. The server goes on with it; your history shows how far it is.',
  'batch.large.offline': 'There is no connection. That many changes are taken back on the server: try again when this device is online.',
} as const
