/** Every sentence of this page, in English and German. GraphiQL itself speaks English only. */

const mac = navigator.userAgent.includes('Mac');

const english = {
  account: 'Account',
  email: 'E-mail',
  password: 'Password',
  signIn: 'Sign in',
  signingIn: 'Signing in…',
  signedInAs: 'Signed in as',
  signOut: 'Sign out',
  ended: 'Your session has ended. Please sign in again.',
  signedOut: 'You are signed out, so the subscription ended.',
  closed: 'The service closed the connection',
  unreachable: 'The service does not answer. Is it running?',
  notJson: 'The service did not answer with JSON',
  greeting: `Sign in above, then run this with ${mac ? 'Cmd' : 'Ctrl'}-Enter.`,
  examples: `More to try: select one, press ${mac ? 'Cmd' : 'Ctrl'}-/.`,
  sketchIdea: 'A song about the first snow',
  songStyle: 'folk, acoustic guitar',
  songLyrics: 'Snow is falling on the town',
};

const german: typeof english = {
  account: 'Konto',
  email: 'E-Mail',
  password: 'Passwort',
  signIn: 'Anmelden',
  signingIn: 'Wird angemeldet …',
  signedInAs: 'Angemeldet als',
  signOut: 'Abmelden',
  ended: 'Deine Sitzung ist beendet. Bitte melde dich erneut an.',
  signedOut: 'Du bist abgemeldet, daher ist das Abonnement beendet.',
  closed: 'Der Dienst hat die Verbindung geschlossen',
  unreachable: 'Der Dienst antwortet nicht. Läuft er?',
  notJson: 'Der Dienst hat nicht mit JSON geantwortet',
  greeting: `Oben anmelden, dann ${mac ? 'Cmd' : 'Strg'}-Eingabe drücken.`,
  examples: `Noch mehr: eines markieren, ${mac ? 'Cmd' : 'Strg'}-# drücken.`,
  sketchIdea: 'Ein Lied über den ersten Schnee',
  songStyle: 'Folk, akustische Gitarre',
  songLyrics: 'Schnee fällt auf die Stadt',
};

export const language = navigator.language.toLowerCase().startsWith('de') ? 'de' : 'en';

export const texts = language === 'de' ? german : english;
