import type { Plugin } from 'vite';

interface Change {
  /** The end of the file's path. */
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

/** What libraries write as inline styles, and how it is said in a way that the policy of our pages allows. */
const changes: readonly Change[] = [
  {
    file: '/@cornerstonejs/tools/dist/esm/drawingSvg/drawTextBox.js',
    from: "textElement.setAttribute('style', combinedStyle);",
    to: 'textElement.style.cssText = combinedStyle;',
  },
  {
    // The outline of a slide on telephones; the slide's own style sheet has it.
    file: '/openseadragon/build/openseadragon/openseadragon.js',
    from: 'document.head.appendChild(style);',
    to: '',
  },
];

/**
 * Our pages have a policy without inline styles (`server/securityHeaders.ts`). What libraries set as markup would have no effect:
 * it is changed in the built viewer. A library that says it otherwise than it did fails the build, to be looked at.
 */
export function libraryStyles(): Plugin {
  const left = new Set(changes);
  return {
    name: 'library-styles',
    apply: 'build',
    transform(code, id) {
      const path = id.replaceAll('\\', '/').split('?', 1)[0] ?? '';
      const change = changes.find(({ file }) => path.endsWith(file));
      if (!change) return undefined;
      const parts = code.split(change.from);
      if (parts.length !== 2) this.error(`${change.file} has ${parts.length - 1} times: ${change.from}`);
      left.delete(change);
      return { code: parts.join(change.to), map: null };
    },
    buildEnd(error) {
      const [change] = left;
      if (!error && change) this.error(`${change.file} is not part of the viewer any more`);
    },
  };
}
