/** English of the settings: the screen, and each of its sections. */
export const enSettings = {
  'settings.title': 'Settings',
  'settings.sections': 'Sections',
  'settings.all': 'All settings',

  'settings.appearance': 'Appearance and keys',
  'settings.appearance.lights': 'Lights',
  'settings.appearance.lights.lead': 'On this device. “Auto” follows the device.',
  'settings.appearance.system': 'Auto',
  'settings.appearance.dark': 'Down',
  'settings.appearance.light': 'Up',
  'settings.appearance.keys': 'Keyboard',
  'settings.appearance.keys.lead': 'Everything here can be done with the keyboard alone.',
  'settings.appearance.shortcuts': 'Keyboard shortcuts',
  'settings.appearance.commands': 'Commands',

  'settings.country': 'Country',
  'settings.country.lead': 'What “Where to watch” is about, on all your devices. A title’s page can still look at any other country.',
  'settings.country.label': 'Where you watch',
  'settings.country.anywhere': 'Wherever I am',
  'settings.country.offline': 'The list of countries has not come to this device yet, and you are offline.',

  'settings.account': 'Erase account',
  'settings.account.lead': 'For good: what you wrote can never be read again, and your name is free for others. It asks for your password first.',
  'settings.account.erase': 'Erase account…',
} as const
