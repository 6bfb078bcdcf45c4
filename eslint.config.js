import js from '@eslint/js';
import boundaries from 'eslint-plugin-boundaries';
import reactHooks from 'eslint-plugin-react-hooks';
import globals from 'globals';
import tseslint from 'typescript-eslint';

/**
 * The layers of ARCHITECTURE.md. A folder may import only what is listed for it, and only through
 * that folder's index; tests may reach into what they test.
 */
const layers = {
  pixels: [],
  part10: [],
  texts: ['part10'],
  archive: ['part10', 'texts'],
  frames: ['pixels'],
  shared: [],
  prepared: ['archive', 'frames', 'shared', 'pixels'],
  refused: ['part10', 'texts'],
  dicomweb: ['prepared', 'archive', 'frames', 'pixels', 'part10', 'texts', 'refused'],
  proxy: ['dicomweb', 'prepared', 'archive', 'frames', 'shared', 'refused', 'part10'],
  'services-crypto': [],
  'services-database': ['services-crypto'],
  'services-access': [],
  'services-audit': ['services-database', 'services-crypto'],
  'services-identity': ['services-audit', 'services-access', 'services-database', 'services-crypto'],
  'services-embedding': [
    'services-identity',
    'services-audit',
    'services-access',
    'services-database',
    'services-crypto',
  ],
  'services-sharing': [
    'services-identity',
    'services-audit',
    'services-access',
    'services-database',
    'services-crypto',
  ],
  'services-policy': [
    'services-identity',
    'services-audit',
    'services-access',
    'services-database',
    'services-crypto',
  ],
  'services-accounts': [
    'services-policy',
    'services-identity',
    'services-audit',
    'services-access',
    'services-database',
    'services-crypto',
  ],
  'services-trail': [
    'services-accounts',
    'services-policy',
    'services-identity',
    'services-audit',
    'services-database',
    'services-crypto',
  ],
  'services-store': ['services-identity', 'services-audit', 'services-database', 'services-crypto'],
  services: [
    'services-store',
    'services-trail',
    'services-accounts',
    'services-policy',
    'services-embedding',
    'services-sharing',
    'services-identity',
    'services-access',
    'services-audit',
    'services-database',
    'services-crypto',
  ],
  server: ['proxy', 'services'],
  scripts: ['server', 'services', 'proxy', 'pixels'],
  'viewer-i18n': [],
  'viewer-dicomweb': ['pixels'],
  'viewer-ui': ['viewer-i18n'],
  'viewer-identity': ['viewer-dicomweb'],
  'viewer-imaging': ['viewer-dicomweb', 'pixels'],
  'viewer-app': [
    'viewer-imaging',
    'viewer-identity',
    'viewer-dicomweb',
    'viewer-ui',
    'viewer-i18n',
    'pixels',
  ],
};

export default tseslint.config(
  { ignores: ['dist/', 'data/', 'node_modules/', 'test-results/', 'perf/results/'] },
  js.configs.recommended,
  ...tseslint.configs.recommended,
  {
    files: ['**/*.{ts,tsx,js,mjs}'],
    languageOptions: { globals: { ...globals.node, ...globals.browser } },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      'no-console': 'error',
      eqeqeq: 'error',
    },
  },
  { files: ['scripts/**', 'perf/**', 'test/**'], rules: { 'no-console': 'off' } },
  { files: ['viewer/**/*.{ts,tsx}'], ...reactHooks.configs.flat.recommended },
  {
    // Every request carries the session, and waits where there is none any more.
    files: ['viewer/**/*.{ts,tsx}'],
    ignores: ['viewer/dicomweb/request.ts', '**/__tests__/**'],
    rules: {
      'no-restricted-globals': [
        'error',
        ...['fetch', 'XMLHttpRequest', 'EventSource', 'WebSocket'].map((name) => ({
          name,
          message: 'Requests go through request() of viewer/dicomweb.',
        })),
      ],
      'no-restricted-properties': [
        'error',
        ...['window', 'globalThis', 'self'].map((object) => ({
          object,
          property: 'fetch',
          message: 'Requests go through request() of viewer/dicomweb.',
        })),
      ],
    },
  },
  {
    files: ['viewer/**', 'server/**', 'dicomweb-proxy/**', 'services/**', 'pixels/**', 'scripts/**'],
    ignores: ['**/__tests__/**'],
    plugins: { boundaries },
    settings: {
      'import/resolver': { node: { extensions: ['.ts', '.tsx', '.js', '.mjs'] } },
      'boundaries/elements': [
        { type: 'pixels', pattern: 'pixels' },
        { type: 'part10', pattern: 'dicomweb-proxy/part10' },
        { type: 'texts', pattern: 'dicomweb-proxy/texts' },
        { type: 'refused', pattern: 'dicomweb-proxy/refused' },
        { type: 'archive', pattern: 'dicomweb-proxy/archive' },
        { type: 'frames', pattern: 'dicomweb-proxy/frames' },
        { type: 'shared', pattern: 'dicomweb-proxy/shared' },
        { type: 'prepared', pattern: 'dicomweb-proxy/prepared' },
        { type: 'dicomweb', pattern: 'dicomweb-proxy/dicomweb' },
        { type: 'proxy', pattern: 'dicomweb-proxy' },
        { type: 'services-crypto', pattern: 'services/crypto' },
        { type: 'services-database', pattern: 'services/database' },
        { type: 'services-access', pattern: 'services/access' },
        { type: 'services-audit', pattern: 'services/audit' },
        { type: 'services-identity', pattern: 'services/identity' },
        { type: 'services-embedding', pattern: 'services/embedding' },
        { type: 'services-policy', pattern: 'services/policy' },
        { type: 'services-accounts', pattern: 'services/accounts' },
        { type: 'services-sharing', pattern: 'services/sharing' },
        { type: 'services-store', pattern: 'services/store' },
        { type: 'services-trail', pattern: 'services/trail' },
        { type: 'services', pattern: 'services' },
        { type: 'server', pattern: 'server' },
        { type: 'scripts', pattern: 'scripts' },
        { type: 'viewer-app', pattern: 'viewer/app' },
        { type: 'viewer-imaging', pattern: 'viewer/imaging' },
        { type: 'viewer-identity', pattern: 'viewer/identity' },
        { type: 'viewer-dicomweb', pattern: 'viewer/dicomweb' },
        { type: 'viewer-ui', pattern: 'viewer/ui' },
        { type: 'viewer-i18n', pattern: 'viewer/i18n' },
      ],
    },
    rules: {
      'boundaries/dependencies': [
        'error',
        {
          default: 'disallow',
          policies: Object.entries(layers).map(([from, layersBelow]) => ({
            from: { element: { type: from } },
            allow: [
              { to: { element: { type: from } } },
              { to: { element: { type: layersBelow, internalPath: 'index.{ts,tsx}' } } },
            ],
          })),
        },
      ],
    },
  },
);
