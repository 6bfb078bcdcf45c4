import { execFileSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dumpedValues } from './dcmdump.ts';

/** Whether DCMTK has the programs that wrap documents. */
export const canMake = existsSync('/usr/bin/cda2dcm') && existsSync('/usr/bin/stl2dcm');

export interface MadeObject {
  file: string;
  study: string;
}

const described = (file: string): MadeObject => ({
  file,
  study: dumpedValues(file, '0020,000d')[0] as string,
});

/** An encapsulated CDA document, as DCMTK wraps it. */
export function cdaObject(folder: string): MadeObject {
  const xml = join(folder, 'document.xml');
  writeFileSync(
    xml,
    `<?xml version="1.0"?><ClinicalDocument xmlns="urn:hl7-org:v3"><id root="1.2.3"/>
<code code="18748-4" codeSystem="2.16.840.1.113883.6.1"/><title>Discharge summary</title>
<component><structuredBody><component><section><title>Diagnosis</title>
<text><paragraph>右肺上叶结节</paragraph><table><tbody><tr><td>size</td><td>8 mm</td></tr></tbody></table></text>
</section></component></structuredBody></component></ClinicalDocument>`,
  );
  const file = join(folder, 'cda.dcm');
  execFileSync('cda2dcm', ['-q', '+pn', 'Made^Cda', '+pi', 'MADE-CDA', xml, file]);
  return described(file);
}

/** An encapsulated STL model of one triangle: a head of 80 bytes, the count, twelve floats and two bytes. */
export function stlObject(folder: string): MadeObject {
  const stl = join(folder, 'model.stl');
  const bytes = Buffer.alloc(84 + 50);
  bytes.writeUInt32LE(1, 80);
  [0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0].forEach((value, i) => bytes.writeFloatLE(value, 84 + 4 * i));
  writeFileSync(stl, bytes);
  const file = join(folder, 'stl.dcm');
  execFileSync('stl2dcm', ['-q', '+pn', 'Made^Stl', '+pi', 'MADE-STL', stl, file]);
  return described(file);
}

const code = (tag: string, value: string, scheme: string, meaning: string): string => `
(${tag}) SQ
(fffe,e000) -
(0008,0100) SH [${value}]
(0008,0102) SH [${scheme}]
(0008,0104) LO [${meaning}]
(fffe,e00d) -
(fffe,e0dd) -`;

const number = (name: [string, string], value: string, unit: [string, string]): string => `
(fffe,e000) -
(0040,a010) CS [CONTAINS]
(0040,a040) CS [NUM]${code('0040,a043', name[0], 'DCM', name[1])}
(0040,a300) SQ
(fffe,e000) -${code('0040,08ea', unit[0], 'UCUM', unit[1])}
(0040,a30a) DS [${value}]
(fffe,e00d) -
(fffe,e0dd) -
(fffe,e00d) -`;

/** A CT radiation dose report (TID 10011) of one acquisition, made by DCMTK of a dump. */
export function doseReport(folder: string): MadeObject {
  const uid = '1.2.826.0.1.3680043.10.296.10011';
  const dump = join(folder, 'dose.dump');
  writeFileSync(
    dump,
    `(0002,0010) UI =LittleEndianExplicit
(0008,0016) UI [1.2.840.10008.5.1.4.1.1.88.67]
(0008,0018) UI [${uid}.3]
(0008,0023) DA [20260701]
(0008,0033) TM [101500]
(0008,0060) CS [SR]
(0010,0010) PN [Made^Dose]
(0010,0020) LO [MADE-DOSE]
(0020,000d) UI [${uid}.1]
(0020,000e) UI [${uid}.2]
(0020,0013) IS [1]
(0040,a040) CS [CONTAINER]${code('0040,a043', '113701', 'DCM', 'X-Ray Radiation Dose Report')}
(0040,a050) CS [SEPARATE]
(0040,a491) CS [COMPLETE]
(0040,a493) CS [VERIFIED]
(0040,a730) SQ
(fffe,e000) -
(0040,a010) CS [CONTAINS]
(0040,a040) CS [CONTAINER]${code('0040,a043', '113819', 'DCM', 'CT Acquisition')}
(0040,a730) SQ${number(['113830', 'Mean CTDIvol'], '12.34', ['mGy', 'mGy'])}${number(['113838', 'DLP'], '456.7', ['mGy.cm', 'mGy.cm'])}
(fffe,e0dd) -
(fffe,e00d) -
(fffe,e0dd) -
`,
  );
  const file = join(folder, 'dose.dcm');
  execFileSync('dump2dcm', ['-q', dump, file]);
  return described(file);
}
