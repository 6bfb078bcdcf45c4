import type { DicomJson } from '../../../../pixels/index.ts';
import { number, sequence, string } from '../../../dicomweb/index.ts';
import { bytesPerSample, type SampleInterpretation } from './waveformSamples.ts';

/** One channel of a multiplex group (PS3.3 C.10.9.1.4). */
export interface WaveformChannel {
  /** The lead or place: Channel Label, else the meaning of Channel Source. */
  readonly label: string;
  /** What one step of the samples is, in `unit`; undefined where the object does not say: samples have no unit then. */
  readonly sensitivity: number | undefined;
  /** UCUM code of the sensitivity: `uV`, `mV`, `mm[Hg]`. */
  readonly unit: string;
  /** Value of sample 0, in `unit`. */
  readonly baseline: number;
  /** Seconds by which the first sample is later than the group's beginning. */
  readonly skewSeconds: number;
  /** Hz; undefined where not said. */
  readonly filterLow: number | undefined;
  readonly filterHigh: number | undefined;
  readonly notch: number | undefined;
}

/** One multiplex group: channels sampled together (PS3.3 C.10.9.1). */
export interface WaveformGroup {
  /** Multiplex Group Label (`RHYTHM`, `MEDIAN BEAT`); empty where there is none. */
  readonly label: string;
  readonly originality: string;
  readonly samplingHz: number;
  readonly samplesPerChannel: number;
  /** Multiplex Group Time Offset, s. */
  readonly offsetSeconds: number;
  readonly interpretation: SampleInterpretation;
  readonly bitsAllocated: number;
  /** The sample value that stands for no sample; undefined where there is none. */
  readonly padding: number | undefined;
  readonly channels: readonly WaveformChannel[];
  /** Address of Waveform Data (5400,1010), or its bytes in base64. */
  readonly data: { readonly uri: string } | { readonly inline: string };
}

/** The groups of a waveform object. A group that cannot be shown is a text: why not. */
export function waveformGroups(instance: DicomJson): (WaveformGroup | string)[] {
  return sequence(instance, '54000100').map(readGroup);
}

function readGroup(item: DicomJson): WaveformGroup | string {
  const samplingHz = number(item, '003A001A');
  const samplesPerChannel = number(item, '003A0010');
  const bitsAllocated = number(item, '54001004') ?? 16;
  const interpretation = string(item, '54001006') ?? 'SS';
  const count = number(item, '003A0005');
  const channels = sequence(item, '003A0200').map((channel) => readChannel(channel, samplingHz ?? 1));
  const element = item['54001010'];
  if (!samplingHz || samplingHz <= 0) return `Sampling Frequency (003A,001A) is ${String(samplingHz)}`;
  if (!samplesPerChannel) return `Number of Waveform Samples (003A,0010) is ${String(samplesPerChannel)}`;
  if (channels.length === 0) return 'Channel Definition Sequence (003A,0200) is missing';
  if (count !== undefined && count !== channels.length)
    return `Number of Waveform Channels (003A,0005) is ${count}, ${channels.length} are defined`;
  if (bytesPerSample(interpretation) === undefined)
    return `Waveform Sample Interpretation (5400,1006) is ${interpretation}: companded and 64-bit samples are not drawn`;
  if (bytesPerSample(interpretation) !== bitsAllocated / 8)
    return `Waveform Bits Allocated (5400,1004) is ${bitsAllocated}, which ${interpretation} is not`;
  const data = element?.BulkDataURI
    ? { uri: element.BulkDataURI }
    : typeof element?.InlineBinary === 'string'
      ? { inline: element.InlineBinary }
      : undefined;
  if (!data) return 'Waveform Data (5400,1010) is missing';
  return {
    label: string(item, '003A0020') ?? '',
    originality: string(item, '003A0004') ?? '',
    samplingHz,
    samplesPerChannel,
    offsetSeconds: (number(item, '00181068') ?? 0) / 1000,
    interpretation: interpretation as SampleInterpretation,
    bitsAllocated,
    padding: number(item, '5400100A'),
    channels,
    data,
  };
}

function readChannel(item: DicomJson, samplingHz: number): WaveformChannel {
  const source = sequence(item, '003A0208')[0];
  const units = sequence(item, '003A0211')[0];
  const sensitivity = number(item, '003A0210');
  const notch = number(item, '003A0222');
  return {
    label: leadName(string(item, '003A0203') ?? (source && string(source, '00080104')) ?? ''),
    sensitivity: sensitivity === undefined ? undefined : sensitivity * (number(item, '003A0212') ?? 1),
    unit: (units && string(units, '00080100')) ?? '',
    baseline: number(item, '003A0213') ?? 0,
    skewSeconds: number(item, '003A0214') ?? (number(item, '003A0215') ?? 0) / samplingHz,
    filterLow: number(item, '003A0220'),
    filterHigh: number(item, '003A0221'),
    notch: notch === 0 ? undefined : notch,
  };
}

/** `Lead I (Einthoven)`, `Lead aVR, augmented voltage, right`: as cardiologists write them, `I`, `aVR`. */
const leadName = (label: string): string =>
  /^lead\s+(aV[RLF]|V\d{1,2}R?|III|II|I)\b/i.exec(label)?.[1] ?? label;
