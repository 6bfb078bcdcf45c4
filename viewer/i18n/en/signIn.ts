import type { TextsLike } from '../texts.ts';
import type { signIn as zh } from '../zh-CN/signIn.ts';

export const signIn: TextsLike<typeof zh> = {
  title: 'Sign in',
  documentTitle: 'Sign in · Yunying',
  login: 'User name',
  password: 'Password',
  showPassword: 'Show or hide the password',
  submit: 'Sign in',
  capsLock: 'Caps Lock is on',
  code: 'Code',
  codeOf: {
    totp: 'Enter the 6-digit code of your authenticator app.',
    sms: 'A code was sent to {{phone}}; it is valid for 5 minutes.',
    smsUnnamed: 'A code was sent to your phone; it is valid for 5 minutes.',
  },
  confirm: 'Confirm',
  again: 'Sign in anew',
  noAdministrator: 'There is no administrator yet',
  noAdministratorDetail:
    'Create the first one with the one-time link that the server prints to its terminal when it starts.',
  problem: {
    refused:
      'User name or password is not right, or the account cannot sign in at present. If it keeps failing, ask your administrator.',
    wrongCode: 'The code is not right. Try again.',
    codeOver: 'The code was not accepted. Sign in anew.',
    tooMany: 'Too many tries. Try again in {{wait}}.',
    busy: 'The server is busy. Try again in a moment.',
    network: 'The server cannot be reached. Check the network connection.',
    oidcOver:
      'This sign-in is too old, was finished already, or was not begun in this browser. Sign in anew.',
    oidcCancelled: 'Signing in was cancelled.',
    oidcRefused: 'This account cannot sign in at present. Ask your administrator.',
    oidcProviderRefused:
      'What the hospital’s sign-in has answered is not valid: you are not signed in. Try again or ask your administrator.',
    oidcAway: 'The hospital’s sign-in cannot be used now. Try again in a moment.',
    oidcTooMany: 'Too many tries. Try again in a while.',
    unexpected: 'The server answered with an error ({{code}}). Try again or ask your administrator.',
  },
  oidc: {
    named: 'Sign in with {{name}}',
    unnamed: 'Sign in with the hospital’s account',
    newTab: 'Signing in opens a new tab; this page goes on when you are done.',
  },
  wait: {
    minutes_one: '{{count}} minute',
    minutes_other: '{{count}} minutes',
    seconds_one: '{{count}} second',
    seconds_other: '{{count}} seconds',
  },
  passwordProblem: {
    'too-short': 'The password needs at least 10 characters.',
    'too-long': 'The password is too long.',
    'too-simple':
      'The password is too simple: use at least 5 different characters, and not your user name in it.',
    different: 'The two passwords differ.',
    other: 'The password is not accepted.',
  },
  passwordHint: 'At least 10 characters; a long sentence is fine.',
  over: {
    title: 'Sign in again',
    detail:
      'Your session is over or was ended. Images and unsaved measurements stay in this page; you go on where you were.',
    first: 'Sign in to go on.',
    otherTitle: 'Somebody else has signed in',
    otherDetail: 'This browser is now signed in as {{name}}. The page has to be loaded anew.',
    anew: 'Load anew as {{name}}',
    kept_one:
      '{{name}} has {{count}} unsaved item. It is kept in this browser and comes back when {{name}} signs in.',
    kept_other:
      '{{name}} has {{count}} unsaved items. They are kept in this browser and come back when {{name}} signs in.',
    lost_one:
      '{{name}} has {{count}} unsaved item that this browser could not keep: it is lost when the page is loaded anew.',
    lost_other:
      '{{name}} has {{count}} unsaved items that this browser could not keep: they are lost when the page is loaded anew.',
    asOther: 'Sign in as another person',
    goOn: 'Go on',
    back: 'Back',
  },
  menu: {
    label: 'Menu of {{name}}',
    account: 'My account',
    signOut: 'Sign out',
    signOutFailed: 'The server cannot be reached: you are still signed in.',
  },
  setup: {
    title: 'Create the administrator',
    documentTitle: 'Create the administrator · Yunying',
    intro: 'This is the first account of this system. It can add everybody else.',
    name: 'Name',
    repeat: 'Password once more',
    submit: 'Create and sign in',
    refused: 'This link was used already or is no longer valid',
    refusedDetail: 'Get a new one from the terminal of the server.',
    taken: 'This user name is taken.',
    toSignIn: 'To the sign-in',
  },
  roles: {
    administrator: 'Administrator',
    radiologist: 'Radiologist',
    clinician: 'Clinician',
    technician: 'Technician',
    'consulting expert': 'Consulting expert',
    none: 'No role',
  },
};
