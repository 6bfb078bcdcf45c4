/** A part of a CDA document that people read: its title and text, paragraph by paragraph, table rows with ` | ` between cells. */
export interface ClinicalSection {
  title: string;
  lines: string[];
  level: number;
}

/**
 * The text that a CDA document (HL7 CDA R2, encapsulated as in PS3.3 A.45.2) is to be read by: title and sections. Nothing of it is
 * run or fetched. @throws RangeError where it is no well-formed XML
 */
export function clinicalSections(xml: string): { title: string; sections: ClinicalSection[] } {
  const document = new DOMParser().parseFromString(xml, 'application/xml');
  if (document.querySelector('parsererror')) throw new RangeError('the document is no well-formed XML');
  const root = document.documentElement;
  const sections: ClinicalSection[] = [];
  const walk = (element: Element, level: number): void => {
    for (const child of element.children) {
      if (child.localName === 'section') {
        sections.push({
          title: textIn(childNamed(child, 'title')),
          lines: linesIn(childNamed(child, 'text')),
          level,
        });
        walk(child, level + 1);
      } else if (child.localName !== 'text') walk(child, level);
    }
  };
  walk(root, 0);
  return { title: textIn(childNamed(root, 'title')), sections };
}

const childNamed = (element: Element, name: string): Element | undefined =>
  [...element.children].find(({ localName }) => localName === name);

const textIn = (element: Element | undefined): string =>
  element?.textContent?.replace(/\s+/g, ' ').trim() ?? '';

const blocks = new Set(['paragraph', 'item', 'caption', 'tr', 'content', 'br']);

function linesIn(text: Element | undefined): string[] {
  if (!text) return [];
  const lines: string[] = [];
  const walk = (element: Element): void => {
    if (element.localName === 'tr') return void lines.push([...element.children].map(textIn).join(' | '));
    const inner = [...element.children].some(({ localName }) => isBlock(localName));
    if (!inner) return void lines.push(textIn(element));
    for (const node of element.childNodes) {
      if (node instanceof Element) walk(node);
      else if (node.textContent?.trim()) lines.push(node.textContent.replace(/\s+/g, ' ').trim());
    }
  };
  walk(text);
  return lines.filter((line) => line !== '');
}

const isBlock = (name: string): boolean =>
  blocks.has(name) || name === 'list' || name === 'table' || name === 'thead' || name === 'tbody';
