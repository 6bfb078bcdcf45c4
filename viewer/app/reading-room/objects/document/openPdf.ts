import { getDocument, GlobalWorkerOptions, type PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import worker from 'pdfjs-dist/legacy/build/pdf.worker.min.mjs?url';

GlobalWorkerOptions.workerSrc = worker;

/** Where the build puts what some PDFs need: character maps of CJK fonts, the 14 standard fonts, decoders. */
const data = `${import.meta.env.BASE_URL}pdfjs/`;

/** Opens a PDF. Nothing in it is run, and nothing it names is fetched. Rejects where it is damaged or has a password. */
export function openPdf(bytes: Uint8Array<ArrayBuffer>): Promise<PDFDocumentProxy> {
  return getDocument({
    // It is handed over to the worker; what is downloaded is the page's own.
    data: bytes.slice(),
    cMapUrl: `${data}cmaps/`,
    cMapPacked: true,
    standardFontDataUrl: `${data}standard_fonts/`,
    wasmUrl: `${data}wasm/`,
    iccUrl: `${data}iccs/`,
    enableXfa: false,
  }).promise;
}
