import { fetchSeriesMetadata } from '../../dicomweb/index.ts';
import { cutRegion } from './cutContours.ts';
import { MaskVolume } from './maskVolume.ts';
import type {
  OverlayCall,
  OverlayCalls,
  OverlayPort,
  OverlayRequest,
  OverlayResponse,
  StructureSetSummary,
} from './overlayMessages.ts';
import { readStructureSet, type StructureSet } from './structureSet.ts';

type Answers = {
  [Call in OverlayCall]: (
    ask: OverlayCalls[Call]['ask'],
  ) => OverlayCalls[Call]['answer'] | Promise<OverlayCalls[Call]['answer']>;
};

/** The worker's side: holds masks and contours, which may be large, and cuts them. */
export class OverlayEngine {
  readonly #port: OverlayPort;
  readonly #masks = new Map<string, MaskVolume>();
  readonly #structures = new Map<string, StructureSet>();

  constructor(port: OverlayPort) {
    this.#port = port;
    port.onmessage = ({ data }) => void this.#receive(data as OverlayRequest);
  }

  async #receive({ id, call, ask }: OverlayRequest): Promise<void> {
    let response: OverlayResponse;
    try {
      // Each call with its own question: what the union of both cannot express.
      response = { id, answer: await (this.#answers[call] as (ask: unknown) => unknown)(ask) };
    } catch (error) {
      response = { id, error: error instanceof Error ? error.message : String(error) };
    }
    this.#port.postMessage(response, []);
  }

  readonly #answers: Answers = {
    readStructures: async ({ studyInstanceUid, seriesInstanceUid }) => {
      const instances = await fetchSeriesMetadata(studyInstanceUid, seriesInstanceUid);
      const sets = instances.map(readStructureSet);
      for (const set of sets) this.#structures.set(set.sopInstanceUid, set);
      return sets.map(summaryOf);
    },
    cutStructures: ({ sopInstanceUid, plane }) => {
      const set = this.#structures.get(sopInstanceUid);
      if (!set) throw new Error(`no structure set ${sopInstanceUid} is open`);
      return set.regions.flatMap((region) => cutRegion(region, plane) ?? []);
    },
    openMasks: ({ id, geometry }) => {
      this.#masks.set(id, new MaskVolume(geometry));
      return null;
    },
    feedMask: ({ id, layer, segment, values }) => {
      this.#masksOf(id).feed(layer, segment, values);
      return null;
    },
    cutMasks: ({ id, grid, slab }) => this.#masksOf(id).cut(grid, slab),
  };

  #masksOf(id: string): MaskVolume {
    const masks = this.#masks.get(id);
    if (!masks) throw new Error(`no segmentation ${id} is open`);
    return masks;
  }
}

const summaryOf = ({ regions, ...set }: StructureSet): StructureSetSummary => ({
  ...set,
  regions: regions.map(({ number, label, colour, frameOfReferenceUid, levels, leftOut }) => ({
    ...{ number, label, colour, frameOfReferenceUid, leftOut },
    contours: levels.reduce((sum, { contours }) => sum + contours.length, 0),
  })),
});
