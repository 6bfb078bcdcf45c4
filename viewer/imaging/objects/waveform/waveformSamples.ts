import type { WaveformGroup } from './waveformGroup.ts';

/** Waveform Sample Interpretation (5400,1006), PS3.3 C.10.9.1.5, of those that are linear and fit a double. */
export type SampleInterpretation = 'SB' | 'UB' | 'SS' | 'US' | 'SL' | 'UL';

const bytes: Readonly<Record<string, number>> = { SB: 1, UB: 1, SS: 2, US: 2, SL: 4, UL: 4 };

/** Undefined for what is not drawn: MB and AB (µ-law and A-law, which are sound), SV and UV (64 bits). */
export const bytesPerSample = (interpretation: string): number | undefined => bytes[interpretation];

/**
 * The values of each channel in its unit (PS3.3 C.10.9.1.4.3): sample x sensitivity x correction factor + baseline; stored
 * values where there is no sensitivity. NaN where there is no sample (padding, or data that ended early).
 *
 * @param data Waveform Data (5400,1010): little endian, the channels of each moment side by side
 */
export function channelValues(group: WaveformGroup, data: ArrayBuffer): Float64Array[] {
  const { channels, samplesPerChannel, interpretation, padding } = group;
  const size = bytes[interpretation] as number;
  const view = new DataView(data);
  const read = readerOf(view, interpretation);
  return channels.map(({ sensitivity, baseline }, channel) => {
    const values = new Float64Array(samplesPerChannel).fill(NaN);
    for (let i = 0; i < samplesPerChannel; i++) {
      const at = (i * channels.length + channel) * size;
      if (at + size > data.byteLength) break;
      const sample = read(at);
      if (padding !== undefined && sample === padding) continue;
      values[i] = sensitivity === undefined ? sample : sample * sensitivity + baseline;
    }
    return values;
  });
}

function readerOf(view: DataView, interpretation: SampleInterpretation): (at: number) => number {
  switch (interpretation) {
    case 'SB':
      return (at) => view.getInt8(at);
    case 'UB':
      return (at) => view.getUint8(at);
    case 'SS':
      return (at) => view.getInt16(at, true);
    case 'US':
      return (at) => view.getUint16(at, true);
    case 'SL':
      return (at) => view.getInt32(at, true);
    case 'UL':
      return (at) => view.getUint32(at, true);
  }
}
