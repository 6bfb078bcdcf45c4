/** Checks JSON against the DICOM JSON Model, PS3.18 Annex F, written from the standard and independent of the proxy. */

const stringVrs = 'AE AS AT CS DA DT LO LT SH ST TM UC UI UR UT'.split(' ');
const numberVrs = 'FL FD SL SS UL US'.split(' ');
/** May be a string too, to keep the digits (F.2.3). */
const numberOrStringVrs = 'DS IS SV UV'.split(' ');
const binaryVrs = 'OB OD OF OL OV OW UN'.split(' ');
const known = new Set([...stringVrs, ...numberVrs, ...numberOrStringVrs, ...binaryVrs, 'PN', 'SQ']);
/** Whose values may be replaced by a URI, F.2.2 */
const bulkVrs = new Set([...binaryVrs, ...'DS FL FD IS LT SL SS ST SV UC UL US UT UV'.split(' ')]);
const nameGroups = ['Alphabetic', 'Ideographic', 'Phonetic'];
const shapes: Readonly<Record<string, RegExp>> = {
  AT: /^[0-9A-F]{8}$/,
  // As found: archives hold UIDs that are none.
  UI: /^[0-9A-Za-z._-]{1,128}$/,
};

/** Stands before tags while they are looked at: JSON.parse moves keys that look like array indices to the front. */
const mark = '#';

/**
 * One data set or several, as they came.
 * @returns what is wrong, each with the path of the element; empty when nothing is
 */
export function checkDicomJsonText(text: string): string[] {
  // Within a value the quotes of such a text would be escaped.
  const json = JSON.parse(text.replace(/"([0-9A-F]{8})":/g, `"${mark}$1":`)) as unknown;
  return Array.isArray(json)
    ? json.flatMap((one, index) => checkDataSet(one, `${index}/`))
    : checkDataSet(json, '');
}

function checkDataSet(value: unknown, path: string): string[] {
  if (!isObject(value)) return [`${path || 'the data set'} is no object`];
  const keys = Object.keys(value);
  const problems = keys.some((key, i) => i > 0 && key < (keys[i - 1] as string))
    ? [`${path || 'the data set'} is not in the order of its tags`]
    : [];
  return problems.concat(
    keys.flatMap((key) => {
      const tag = key.startsWith(mark) ? key.slice(mark.length) : key;
      return checkElement(tag, value[key], `${path}${tag}`);
    }),
  );
}

function checkElement(tag: string, element: unknown, path: string): string[] {
  if (!/^[0-9A-F]{8}$/.test(tag)) return [`${path}: a key has to be eight hexadecimal digits, upper case`];
  if (/0000$/.test(tag)) return [`${path}: group lengths are not included`];
  if (!isObject(element)) return [`${path} is no object`];
  const { vr, ...rest } = element;
  if (typeof vr !== 'string' || !known.has(vr))
    return [`${path}: vr ${JSON.stringify(vr)} is not in PS3.5 6.2`];
  const names = Object.keys(rest);
  const odd = names.filter((name) => !['Value', 'BulkDataURI', 'InlineBinary'].includes(name));
  if (odd.length > 0) return [`${path}: ${odd.join(', ')} is not of the model`];
  if (names.length > 1) return [`${path}: ${names.join(' and ')} exclude each other`];
  if ('BulkDataURI' in rest) return checkUri(vr, rest.BulkDataURI, path);
  if ('InlineBinary' in rest) return checkInline(vr, rest.InlineBinary, path);
  // Without any of the three the element has no value (F.2.5).
  if (!('Value' in rest)) return [];
  const { Value: values } = rest;
  if (!Array.isArray(values)) return [`${path}: Value is no array`];
  if (values.length === 0) return [`${path}: Value is empty; an element without a value has none (F.2.5)`];
  if (binaryVrs.includes(vr)) return [`${path}: ${vr} has InlineBinary or BulkDataURI`];
  return values.flatMap((one, index) => checkValue(vr, one, `${path}[${index}]`));
}

function checkUri(vr: string, uri: unknown, path: string): string[] {
  if (!bulkVrs.has(vr)) return [`${path}: ${vr} must not be bulk data`];
  return typeof uri === 'string' && uri !== '' ? [] : [`${path}: BulkDataURI is no text`];
}

function checkInline(vr: string, inline: unknown, path: string): string[] {
  if (!binaryVrs.includes(vr)) return [`${path}: ${vr} must not be inline binary`];
  const isBase64 =
    typeof inline === 'string' && /^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(inline);
  return isBase64 ? [] : [`${path}: InlineBinary is no base64`];
}

function checkValue(vr: string, value: unknown, path: string): string[] {
  if (vr === 'SQ') return checkDataSet(value, `${path}/`);
  // An empty one of several values (F.2.5).
  if (value === null) return [];
  if (vr === 'PN') return checkName(value, path);
  const wrong = [`${path}: ${JSON.stringify(value)} is no value of ${vr}`];
  if (numberVrs.includes(vr)) return typeof value === 'number' ? [] : wrong;
  if (numberOrStringVrs.includes(vr))
    return typeof value === 'number' || typeof value === 'string' ? [] : wrong;
  if (typeof value !== 'string') return wrong;
  return shapes[vr] && value !== '' && !shapes[vr].test(value) ? wrong : [];
}

function checkName(value: unknown, path: string): string[] {
  if (!isObject(value)) return [`${path}: a name is an object`];
  return Object.entries(value).flatMap(([group, text]) => {
    if (!nameGroups.includes(group)) return [`${path}: ${group} is no group of a name`];
    return typeof text === 'string' && text !== '' ? [] : [`${path}: ${group} is empty`];
  });
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
