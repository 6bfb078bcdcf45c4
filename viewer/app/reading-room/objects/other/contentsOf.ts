import { number, sequence, string } from '../../../../dicomweb/index.ts';

type DicomJson = Parameters<typeof sequence>[0];

/** What an object that is not drawn lists by name: segments, structures, beams, annotations, mappings, registrations. */
export function contentsOf(instance: DicomJson): string[] {
  const named = (sequenceTag: string, ...tags: string[]): string[] =>
    sequence(instance, sequenceTag).map((item) =>
      tags
        .map((tag) => string(item, tag) ?? number(item, tag))
        .filter((part) => part !== undefined)
        .join(' '),
    );
  return [
    // Segment Sequence: number, label, description.
    ...named('00620002', '00620004', '00620005', '00620006'),
    // Structure Set ROI Sequence: number and name.
    ...named('30060020', '30060022', '30060026'),
    // Beam Sequence, Ion Beam Sequence: number, name, type.
    ...named('300A00B0', '300A00C0', '300A00C2', '300A00CE'),
    ...named('300A03A2', '300A00C0', '300A00C2', '300A00CE'),
    // Fraction Group Sequence: number, fractions planned.
    ...named('300A0070', '300A0071', '300A0078'),
    // Graphic Annotation Sequence: layer.
    ...named('00700001', '00700002'),
    // Annotation Group Sequence (microscopy): number, label, how many.
    ...named('006A0002', '00700207', '006A0005', '006A000C'),
    // Surface Sequence: number and points.
    ...named('00660002', '00660003', '00660018'),
    // Referenced Image Real World Value Mapping: explanation and units.
    ...sequence(instance, '00409094').flatMap((item) =>
      sequence(item, '00409096').map((mapping) =>
        [string(mapping, '00283003'), string(sequence(mapping, '004008EA')[0] ?? {}, '00080104')]
          .filter(Boolean)
          .join(' · '),
      ),
    ),
  ].filter((line) => line !== '');
}
