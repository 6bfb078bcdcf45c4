import type { DicomJson, DicomJsonElement } from '../archive/index.ts';

/**
 * Data sets as JSON text, the elements in the order of their tags, in items of sequences too (PS3.18 F.2.2).
 * JSON.stringify alone cannot: JavaScript moves keys that look like numbers, such as 52009230, to the front.
 */
export function dicomJsonText(body: DicomJson | readonly DicomJson[]): string {
  return Array.isArray(body) ? `[${body.map(dataSetText).join(',')}]` : dataSetText(body as DicomJson);
}

function dataSetText(dataSet: DicomJson): string {
  const elements: string[] = [];
  for (const tag of Object.keys(dataSet).sort()) {
    const element = dataSet[tag];
    if (element) elements.push(`"${tag}":${elementText(element)}`);
  }
  return `{${elements.join(',')}}`;
}

function elementText(element: DicomJsonElement): string {
  if (element.vr !== 'SQ' || !element.Value) return JSON.stringify(element);
  return `{"vr":"SQ","Value":[${element.Value.map((item) => dataSetText((item ?? {}) as DicomJson)).join(',')}]}`;
}
