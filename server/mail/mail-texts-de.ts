import type { SignInChange } from './mail-order.ts'
import type { MailTexts } from './mail-texts.ts'

/** Subject, and what happened. */
const changes: Readonly<Record<SignInChange, readonly [string, string]>> = {
  appOn: ['Jetzt wird eine Authenticator-App verlangt', 'Für dein Konto wurde gerade eine Authenticator-App eingerichtet: Zum Anmelden braucht es ab jetzt einen Code von ihr.'],
  appOff: ['Die Authenticator-App wurde ausgeschaltet', 'Die Authenticator-App deines Kontos wurde gerade ausgeschaltet: Zum Anmelden braucht es keinen Code mehr von ihr.'],
  mailedCodesOn: ['Jetzt werden Codes per Mail verlangt', 'Für dein Konto wurden gerade Codes per Mail eingeschaltet: Zum Anmelden braucht es ab jetzt einen davon. Sie kommen an diese Adresse.'],
  mailedCodesOff: ['Codes per Mail wurden ausgeschaltet', 'Für dein Konto wurden gerade die Codes per Mail ausgeschaltet: Zum Anmelden braucht es keinen mehr davon.'],
  smsCodesOn: ['Jetzt werden Codes per SMS verlangt', 'Für dein Konto wurden gerade Codes per SMS eingeschaltet: Zum Anmelden braucht es ab jetzt einen davon.'],
  smsCodesOff: ['Codes per SMS wurden ausgeschaltet', 'Für dein Konto wurden gerade die Codes per SMS ausgeschaltet: Zum Anmelden braucht es keinen mehr davon.'],
  recoveryCodes: ['Neue Wiederherstellungscodes', 'Für dein Konto wurden gerade neue Wiederherstellungscodes gemacht. Die bisherigen gelten nicht mehr.'],
  recoveryCodeUsed: ['Ein Wiederherstellungscode wurde benutzt', 'Gerade hat sich jemand mit deinem Passwort und einem Wiederherstellungscode bei deinem Konto angemeldet. Der Code ist verbraucht.'],
  passkeyAdded: ['Ein Passkey kam dazu', 'Zu deinem Konto kam gerade ein Passkey dazu. Wer ihn hat, meldet sich ohne dein Passwort an.'],
  passkeyRemoved: ['Ein Passkey wurde entfernt', 'Von deinem Konto wurde gerade ein Passkey entfernt. Damit meldet sich niemand mehr an.'],
}

export const de: MailTexts = {
  direction: 'ltr',
  verify: (hours) => ({
    subject: 'Ist das deine Adresse?', before: ['Diese Adresse wurde für ein Konto bei Rewind angegeben. Wenn du das warst, bestätige sie mit diesem Link; danach kannst du dich auch mit der Adresse anmelden und kommst wieder hinein, wenn du dein Passwort vergessen hast.'],
    link: 'Ja, das ist meine Adresse', behind: [`Der Link gilt ${hours} Stunden und nur einmal. Wenn du das nicht warst, tu einfach nichts: Unbestätigt nützt die Adresse niemandem.`],
  }),
  reset: (hours) => ({
    subject: 'Neues Passwort festlegen', before: ['Jemand, vielleicht du, möchte ein neues Passwort. Mit diesem Link legst du es fest. Du wirst dabei überall abgemeldet.'],
    link: 'Neues Passwort festlegen', behind: [`Der Link gilt ${hours} Stunden und nur einmal; ein neuerer tritt an seine Stelle. Wenn du das nicht warst, tu einfach nichts: Dein Passwort bleibt, wie es ist. Gib den Link niemandem: Wer ihn hat, kommt hinein.`],
  }),
  password: { subject: 'Dein Passwort wurde geändert', before: ['Das Passwort deines Kontos wurde gerade geändert. Wenn du das warst, ist alles gut.'], link: 'Rewind öffnen', behind: ['Wenn nicht, leg sofort ein neues fest („Passwort vergessen?“ bei der Anmeldung) und sag einem Admin Bescheid.'] },
  change: (change) => ({
    subject: changes[change][0], before: [changes[change][1], 'Wenn du das warst, ist alles gut.'],
    link: 'Ansehen, wie du dich anmeldest', behind: ['Wenn nicht, ändere sofort dein Passwort, mach das hier über den Link rückgängig, melde in den Einstellungen alle anderen Geräte ab und sag einem Admin Bescheid.'],
  }),
  code: (code, minutes) => ({
    subject: 'Dein Code zum Anmelden', before: [code, `Gib ihn ein, wo Rewind danach fragt. Er gilt ${minutes} Minuten und nur einmal; ein neuerer tritt an seine Stelle.`],
    link: null, behind: ['Wenn du das nicht warst, kennt jemand dein Passwort: Ändere es sofort. Gib den Code niemandem, wer auch fragt.'],
  }),
  codeBySms: (code, where, minutes) => `${code} ist dein Code für Rewind bei ${where}, gültig für ${minutes} Minuten. Gib ihn niemandem.`,
  email: { subject: 'Das ist nicht mehr deine Adresse', before: ['Für dein Konto wurde eine andere Adresse festgelegt, oder diese wurde entfernt. Hierher kommt keine Post mehr.'], link: null, behind: ['Wenn du das nicht warst, sag sofort einem Admin Bescheid.'] },
  test: { subject: 'Ein Test von Rewind', before: ['Diese Mail hat die Schaltfläche „Testen“ verschickt. Sie ist angekommen, das Mailen funktioniert also.'], link: 'Rewind öffnen', behind: [] },
  digest: (lines, more) => ({
    subject: lines.length + more === 1 ? lines[0]! : `${lines.length + more} Neuigkeiten`, before: [...lines, ...more > 0 ? [`… und ${more} weitere.`] : []],
    link: 'In Rewind ansehen', behind: [],
  }),
  told: {
    ready: (title) => `${title} ist bereit`, failed: (title) => `${title} konnte nicht geladen werden`, declined: (title) => `Deine Anfrage nach ${title} wurde abgelehnt`, approved: (title) => `Deine Anfrage nach ${title} wurde genehmigt`,
    approvalWanted: (title) => `Jemand wünscht sich ${title}: genehmige es oder lehne es ab`, leavingSoon: (title) => `${title} geht bald`, consentWanted: (title) => `Viele Filme sollen gehen, darunter ${title}: sag, ob sie dürfen`,
  },
  episode: (series, season, episode) => `${series}, Staffel ${season}, Folge ${episode}`,
  somewhat: 'ein Titel',
  sentFor: (username, where) => `Für das Konto ${username} bei ${where}.`,
  unsubscribe: 'Keine Mails mehr darüber, was geschieht',
}
