import { expect, it } from 'vitest';
import { dicomJsonText } from '../dicomJsonText.ts';

const rows = { vr: 'US', Value: [8] };

it('writes elements in the order of their tags, those that JavaScript moves to the front too', () => {
  const dataSet = {
    '52009230': {
      vr: 'SQ',
      Value: [{ '20500020': { vr: 'CS' }, '00189074': { vr: 'DT', Value: ['x'] } }, {}],
    },
    '00280010': rows,
    '00083002': { vr: 'UI', Value: ['1.2'] },
    '0008103E': { vr: 'LO', Value: ['"quoted\\'] },
    FFFCFFFC: { vr: 'OB', BulkDataURI: '/x' },
    '00081110': { vr: 'SQ' },
  };
  const text =
    '{"0008103E":{"vr":"LO","Value":["\\"quoted\\\\"]},"00081110":{"vr":"SQ"},"00083002":{"vr":"UI","Value":["1.2"]},' +
    '"00280010":{"vr":"US","Value":[8]},"52009230":{"vr":"SQ","Value":[{"00189074":{"vr":"DT","Value":["x"]},' +
    '"20500020":{"vr":"CS"}},{}]},"FFFCFFFC":{"vr":"OB","BulkDataURI":"/x"}}';
  expect(dicomJsonText(dataSet)).toBe(text);
  expect(dicomJsonText([dataSet, {}])).toBe(`[${text},{}]`);
  expect(dicomJsonText([])).toBe('[]');
  expect(JSON.parse(dicomJsonText(dataSet))).toEqual(dataSet);
});
