/**
 * What Seerr's webhook agent sends by default (its documentation, "Webhook", JSON payload), for receivers that were written for it. What Rewind has not is empty, as it is
 * there: e-mail addresses, avatars, TVDB's numbers.
 */

import type { HookMessage } from '../hook-message.ts'
import { aboutOf } from '../hook-message.ts'

/** `media`: the state of the title as Seerr names it. */
const TYPES: Readonly<Partial<Record<HookMessage['kind'], { readonly type: string; readonly event: string; readonly media: string }>>> = {
  'request.pending': { type: 'MEDIA_PENDING', event: 'Request Pending Approval', media: 'PENDING' }, 'request.approved': { type: 'MEDIA_APPROVED', event: 'Request Approved', media: 'PROCESSING' },
  'request.declined': { type: 'MEDIA_DECLINED', event: 'Request Declined', media: 'UNKNOWN' }, 'request.available': { type: 'MEDIA_AVAILABLE', event: 'Request Now Available', media: 'AVAILABLE' },
  'request.failed': { type: 'MEDIA_FAILED', event: 'Request Failed', media: 'UNKNOWN' },
}
const AUTOMATIC = { type: 'MEDIA_AUTO_APPROVED', event: 'Request Automatically Approved', media: 'PROCESSING' }
const TEST = { type: 'TEST_NOTIFICATION', event: '', media: 'UNKNOWN' }

export function seerrJson(message: HookMessage): object {
  const { kind, title, requester, facts: { subject, automatic, jobId } } = message
  const { type, event, media } = automatic ? AUTOMATIC : TYPES[kind] ?? TEST
  return {
    notification_type: type, event, subject: aboutOf(message) ?? 'Test Notification', message: subject ? title?.overview ?? '' : 'A test from Rewind', image: title?.poster ?? '',
    media: subject ? { media_type: subject.mediaType, tmdbId: String(subject.tmdbId), tvdbId: '', status: media, status4k: 'UNKNOWN' } : null,
    request: subject ? {
      request_id: jobId ?? '', requestedBy_email: '', requestedBy_username: requester ?? '', requestedBy_avatar: '', requestedBy_settings_discordId: '', requestedBy_settings_telegramChatId: '',
    } : null,
    issue: null, comment: null,
    extra: subject?.mediaType === 'tv' ? [{ name: 'Requested Seasons', value: String(subject.season) }] : [],
  }
}
