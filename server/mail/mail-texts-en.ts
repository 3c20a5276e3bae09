import type { SignInChange } from './mail-order.ts'
import type { MailTexts } from './mail-texts.ts'

/** Subject, and what happened. */
const changes: Readonly<Record<SignInChange, readonly [string, string]>> = {
  appOn: ['An authenticator app is wanted now', 'An authenticator app was set up for your account just now: signing in takes a code of it from here on.'],
  appOff: ['The authenticator app was turned off', 'The authenticator app of your account was turned off just now: signing in takes no code of it any more.'],
  mailedCodesOn: ['Codes by mail are wanted now', 'Codes by mail were turned on for your account just now: signing in takes one of them from here on. They come to this address.'],
  mailedCodesOff: ['Codes by mail were turned off', 'Codes by mail were turned off for your account just now: signing in takes none of them any more.'],
  smsCodesOn: ['Codes by SMS are wanted now', 'Codes by SMS were turned on for your account just now: signing in takes one of them from here on.'],
  smsCodesOff: ['Codes by SMS were turned off', 'Codes by SMS were turned off for your account just now: signing in takes none of them any more.'],
  recoveryCodes: ['New recovery codes were made', 'New recovery codes were made for your account just now. Those before are of no use any more.'],
  recoveryCodeUsed: ['A recovery code was used', 'Somebody signed in to your account with your password and a recovery code just now. It is used up.'],
  passkeyAdded: ['A passkey was added', 'A passkey was added to your account just now. Whoever has it signs in without your password.'],
  passkeyRemoved: ['A passkey was removed', 'A passkey was removed from your account just now. Nobody signs in with it any more.'],
}

export const en: MailTexts = {
  direction: 'ltr',
  verify: (hours) => ({
    subject: 'Is this your address?', before: ['This address was entered for an account of Rewind. If that was you, say so by this link; then you can sign in with the address and get back in when you have forgotten your password.'],
    link: 'Yes, this is my address', behind: [`The link is good for ${hours} hours and one use. If it was not you, do nothing: without it the address is of no use to anybody.`],
  }),
  reset: (hours) => ({
    subject: 'Set a new password', before: ['Somebody, perhaps you, has asked for a new password. By this link you set one. It signs you out everywhere.'],
    link: 'Set a new password', behind: [`The link is good for ${hours} hours and one use; a newer one takes its place. If it was not you, do nothing: your password stays as it is. Give the link to nobody: whoever has it gets in.`],
  }),
  password: { subject: 'Your password was changed', before: ['The password of your account was changed just now. If that was you, all is well.'], link: 'Open Rewind', behind: ['If it was not you, set a new one at once (“Forgot your password?” where one signs in) and tell an admin.'] },
  change: (change) => ({
    subject: changes[change][0], before: [changes[change][1], 'If that was you, all is well.'],
    link: 'Look at how you sign in', behind: ['If it was not you, change your password at once, undo this under the link, sign out everywhere else in the settings of devices, and tell an admin.'],
  }),
  code: (code, minutes) => ({
    subject: 'Your code for signing in', before: [code, `Enter it where Rewind asks for it. It is good for ${minutes} minutes and one use; a newer one takes its place.`],
    link: null, behind: ['If it was not you, somebody knows your password: change it at once. Give the code to nobody, whoever asks.'],
  }),
  codeBySms: (code, where, minutes) => `${code} is your code for Rewind at ${where}, good for ${minutes} minutes. Give it to nobody.`,
  email: { subject: 'This is no longer your address', before: ['Another address was set for your account, or this one was removed. No more mail comes here.'], link: null, behind: ['If it was not you, tell an admin at once.'] },
  test: { subject: 'A test from Rewind', before: ['This mail was sent by the Test button. It has arrived, so mail works.'], link: 'Open Rewind', behind: [] },
  digest: (lines, more) => ({
    subject: lines.length + more === 1 ? lines[0]! : `${lines.length + more} things have happened`, before: [...lines, ...more > 0 ? [`… and ${more} more.`] : []],
    link: 'Look at them in Rewind', behind: [],
  }),
  told: {
    ready: (title) => `${title} is ready to watch`, failed: (title) => `${title} could not be downloaded`, declined: (title) => `Your request for ${title} was declined`, approved: (title) => `Your request for ${title} was approved`,
    approvalWanted: (title) => `Somebody asks for ${title}: approve or decline it`, leavingSoon: (title) => `${title} leaves soon`, consentWanted: (title) => `Many films are to leave, ${title} among them: say whether they may`,
  },
  episode: (series, season, episode) => `${series}, season ${season}, episode ${episode}`,
  somewhat: 'a title',
  sentFor: (username, where) => `For the account ${username} at ${where}.`,
  unsubscribe: 'No more mails about what happens',
}
