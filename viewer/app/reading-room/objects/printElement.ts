/**
 * Prints one element alone, on white, with the styles of the page. Resolves when the dialogue is done with.
 * @param title of the print job
 */
export async function printElement(element: Element, title: string): Promise<void> {
  const frame = document.createElement('iframe');
  frame.setAttribute('aria-hidden', 'true');
  frame.style.cssText = 'position: fixed; width: 0; height: 0; border: 0; visibility: hidden';
  document.body.append(frame);
  const page = frame.contentDocument;
  if (!page) return frame.remove();
  page.title = title;
  page.documentElement.lang = document.documentElement.lang;
  page.documentElement.dataset.printing = 'true';
  for (const sheet of document.querySelectorAll('style, link[rel="stylesheet"]'))
    page.head.append(page.importNode(sheet, true));
  adoptStyles(page);
  page.body.append(page.importNode(element, true));
  await Promise.all(
    [...page.querySelectorAll('link')].map(
      (link) => new Promise((resolve) => (link.onload = link.onerror = resolve)),
    ),
  );
  frame.contentWindow?.print();
  // Some browsers return before the dialogue is closed.
  setTimeout(() => frame.remove(), 60_000);
}

/** A style sheet that was constructed belongs to one document. */
function adoptStyles(page: Document): void {
  const Sheet = page.defaultView?.CSSStyleSheet;
  if (!Sheet) return;
  page.adoptedStyleSheets = document.adoptedStyleSheets.map(({ cssRules }) => {
    const copy = new Sheet();
    copy.replaceSync([...cssRules].map(({ cssText }) => cssText).join('\n'));
    return copy;
  });
}
