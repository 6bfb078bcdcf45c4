import { createHash } from 'node:crypto';

/** What who came is told; never why exactly. */
export type Refusal = 'refused' | 'no-study' | 'unavailable';

const texts = {
  'zh-CN': {
    title: '云影',
    refused: ['无法打开影像', '此次打开无效或已过期。请回到医院系统重新打开。'],
    'no-study': ['没有可查看的影像', '未找到该患者的这次检查，或无权查看。'],
    unavailable: ['暂时无法打开影像', '请稍后在医院系统中重新打开。'],
  },
  en: {
    title: 'Yunying',
    refused: [
      'The images cannot be opened',
      'This link is not valid, or no longer. Open them again from the hospital system.',
    ],
    'no-study': [
      'There are no images to be seen',
      'This study of this patient was not found, or may not be seen.',
    ],
    unavailable: ['The images cannot be opened now', 'Open them again from the hospital system in a moment.'],
  },
} as const satisfies Record<string, Record<Refusal, readonly [string, string]> & { title: string }>;

/** Its own colours, as whatever holds it in a frame shows through else. */
const style = `:root{color-scheme:light dark;background:Canvas;color:CanvasText;font:16px/1.6 system-ui,sans-serif}
body{display:grid;min-height:100vh;margin:0;place-content:center;text-align:center}h1{margin:0;font-size:20px}p{margin:8px 16px}`;

/** Lets nothing of the page be loaded or run but its style. */
export const refusalPolicy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
  "form-action 'none'",
  "base-uri 'none'",
].join('; ');

/** A page without script. */
export function refusalPage(why: Refusal, language: keyof typeof texts): string {
  const [heading, text] = texts[language][why];
  return `<!doctype html>
<html lang="${language}">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <meta name="referrer" content="no-referrer">
    <title>${texts[language].title}</title>
    <style>${style}</style>
  </head>
  <body>
    <main>
      <h1>${heading}</h1>
      <p>${text}</p>
    </main>
  </body>
</html>
`;
}
