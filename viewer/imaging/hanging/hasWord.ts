/**
 * Whether a text has a word, whatever its case. Chinese is not written in words, so any place will do; others must begin
 * at the beginning of a word: `t2` is in `AX_T2 FSE`, `head` in `HEADNECK`, `hand` not in `LEFTHAND`.
 */
export function hasWord(text: string, word: string): boolean {
  const pattern = word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const latin = /^[\p{Script=Latin}\d]/u.test(word);
  return new RegExp(latin ? `(?<![\\p{Script=Latin}\\d])${pattern}` : pattern, 'iu').test(text);
}
