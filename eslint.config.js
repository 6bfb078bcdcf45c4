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
  archive: [],
  frames: ['pixels'],
  prepared: ['archive', 'frames', 'pixels'],
  dicomweb: ['prepared', 'archive', 'frames', 'pixels'],
  proxy: ['dicomweb', 'prepared', 'archive', 'frames'],
  services: [],
  server: ['proxy', 'services'],
  scripts: ['server', 'proxy', 'pixels'],
  'viewer-i18n': [],
  'viewer-dicomweb': ['pixels'],
  'viewer-ui': ['viewer-i18n'],
  'viewer-imaging': ['viewer-dicomweb', 'pixels'],
  'viewer-app': ['viewer-imaging', 'viewer-dicomweb', 'viewer-ui', 'viewer-i18n'],
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
    files: ['viewer/**', 'server/**', 'dicomweb-proxy/**', 'services/**', 'pixels/**', 'scripts/**'],
    ignores: ['**/__tests__/**'],
    plugins: { boundaries },
    settings: {
      'import/resolver': { typescript: true, node: { extensions: ['.ts', '.tsx', '.js', '.mjs'] } },
      'boundaries/elements': [
        { type: 'pixels', pattern: 'pixels', mode: 'folder' },
        { type: 'archive', pattern: 'dicomweb-proxy/archive', mode: 'folder' },
        { type: 'frames', pattern: 'dicomweb-proxy/frames', mode: 'folder' },
        { type: 'prepared', pattern: 'dicomweb-proxy/prepared', mode: 'folder' },
        { type: 'dicomweb', pattern: 'dicomweb-proxy/dicomweb', mode: 'folder' },
        { type: 'proxy', pattern: 'dicomweb-proxy', mode: 'folder' },
        { type: 'services', pattern: 'services', mode: 'folder' },
        { type: 'server', pattern: 'server', mode: 'folder' },
        { type: 'scripts', pattern: 'scripts', mode: 'folder' },
        { type: 'viewer-app', pattern: 'viewer/app', mode: 'folder' },
        { type: 'viewer-imaging', pattern: 'viewer/imaging', mode: 'folder' },
        { type: 'viewer-dicomweb', pattern: 'viewer/dicomweb', mode: 'folder' },
        { type: 'viewer-ui', pattern: 'viewer/ui', mode: 'folder' },
        { type: 'viewer-i18n', pattern: 'viewer/i18n', mode: 'folder' },
      ],
    },
    rules: {
      'boundaries/element-types': [
        'error',
        {
          default: 'disallow',
          rules: Object.entries(layers).map(([from, allow]) => ({ from, allow: [from, ...allow] })),
        },
      ],
      'boundaries/entry-point': ['error', { default: 'disallow', rules: [{ target: ['*'], allow: 'index.{ts,tsx}' }] }],
    },
  },
);
