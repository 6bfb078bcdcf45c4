import type { LatticeNoise, Solid } from '../geometry/index.ts';
import { clamp, smoothstep } from '../geometry/index.ts';
import * as abdomen from './abdomen.ts';
import type { PaintValue, SliceCanvas } from './canvas.ts';
import { centralAirways } from './airways.ts';
import { calcifications, greatVessels } from './greatVessels.ts';
import * as heart from './heart.ts';
import * as mediastinum from './mediastinum.ts';
import type { Evenness } from './evenness.ts';
import type { PulmonaryTrees } from './pulmonaryTrees.ts';
import { clavicles, costalCartilage, ribs, shoulder, sternum } from './ribs.ts';
import { discs, spinalCanal, spineBone } from './spine.ts';
import { tissues } from './tissues.ts';

export interface OrganContext {
  noise: LatticeNoise;
  trees: PulmonaryTrees;
  lungShare: Float32Array;
  evenness: Evenness;
  nodules: readonly Solid[];
}

/** Vessels are seen in a slice of 2 mm as if it were this thick. */
const VESSEL_SLAB_MM = 1.2;

const centralLumens = centralAirways(0);
const centralWalls = centralAirways(1.7);
const cerebrospinal = spinalCanal(7.6);
const cord = spinalCanal(4.3);

/** Paints what has a shape of its own, from the inside of the abdomen to the bones; later things lie over earlier ones. */
export function paintOrgans(canvas: SliceCanvas, context: OrganContext): void {
  paintMediastinum(canvas, context);
  paintAbdomen(canvas, context);
  paintBones(canvas, context);
  paintLungs(canvas, context);
}

const mottled =
  ({ noise, evenness }: OrganContext, hu: number, amplitude: number, frequency: number): PaintValue =>
  (_d, x, y, z) =>
    hu + amplitude * evenness.at(x, y, z) * noise.at(x * frequency, y * frequency, z * frequency);

function paintAbdomen(canvas: SliceCanvas, context: OrganContext): void {
  canvas.add([abdomen.liver]).paint(mottled(context, tissues.liver, 4, 0.2));
  canvas.add(abdomen.hepaticVeins).paint(tissues.blood - 2);
  canvas.add([abdomen.spleen]).paint(mottled(context, tissues.spleen, 3, 0.2));
  canvas.add([abdomen.stomach]).paint((d, x, y, z) => {
    if (d > -3.4) return tissues.oesophagus;
    const lumps = context.noise.at(x * 0.11, y * 0.11, z * 0.11);
    const food = tissues.stomachContent + 16 * lumps + (lumps > 0.45 ? -160 * (lumps - 0.45) : 0);
    return food + (tissues.air + 15 - food) * smoothstep(0.7, -0.7, y - abdomen.GAS_LEVEL_Y);
  });
  canvas.add(abdomen.crura).paint(tissues.muscle);
  canvas.add(abdomen.retroperitoneum).paint(tissues.myocardium - 14);
}

function paintMediastinum(canvas: SliceCanvas, context: OrganContext): void {
  canvas.add(mediastinum.neckMuscles).paint(tissues.muscle);
  canvas.add(mediastinum.thyroid).paint(tissues.thyroid);
  canvas.add(mediastinum.lymphNodes).paint(tissues.lymphNode);
  canvas.add(mediastinum.oesophagus).paint(tissues.oesophagus);
  canvas.add(mediastinum.oesophagealAir).paint(-500);
  canvas.add([heart.pericardium]).paint(0, (i) => 0.7 * (1 - (context.lungShare[i] ?? 0)));
  canvas.add([heart.heart]).paint(mottled(context, tissues.myocardium, 3, 0.15));
  canvas.add(heart.heartCavities).paint(tissues.blood);
  canvas.add(greatVessels).paint(tissues.blood);
  canvas.add(heart.coronaries).paint(tissues.blood);
  canvas.add(calcifications).paint(tissues.calcification);
  canvas.add(centralWalls).paint(tissues.airwayWall);
  canvas.add(centralLumens).paint(tissues.air);
}

/** Compact bone outside, spongy bone with marrow inside. */
function bone(
  context: OrganContext,
  cortexMm: number,
  cortical: number,
  marrow: number = tissues.cancellousBone,
): PaintValue {
  return (d, x, y, z) => {
    const inside = smoothstep(-cortexMm + 0.6, -cortexMm - 0.6, d);
    const uneven = context.evenness.at(x, y, z);
    const n = context.noise;
    const beams = uneven * (34 * n.at(x * 0.5, y * 0.5, z * 0.3) + 26 * n.at(x * 0.17, y * 0.17, z * 0.12));
    const compact = cortical * (1 + 0.15 * uneven * n.at(x * 0.25, y * 0.25, z * 0.2));
    return compact + (marrow + beams - compact) * inside;
  };
}

function paintBones(canvas: SliceCanvas, context: OrganContext): void {
  canvas.add(costalCartilage).paint((d) => tissues.cartilage + (d > -1.2 ? 45 : 0));
  for (const pair of ribs) canvas.add(pair).paint(bone(context, 1.3, tissues.corticalBone * 1.1, 130));
  canvas.add(sternum).paint(bone(context, 1.1, tissues.corticalBone * 0.75, 110));
  canvas.add(clavicles).paint(bone(context, 1.7, tissues.corticalBone * 1.25, 150));
  canvas.add(shoulder).paint(bone(context, 1.5, tissues.corticalBone * 1.1, 160));
  canvas.add(discs).paint((d) => tissues.disc + clamp(d + 3, 0, 3) * 9);
  canvas.add(spineBone).paint(bone(context, 1.2, tissues.corticalBone * 0.85));
  canvas.add(cerebrospinal).paint(tissues.cerebrospinalFluid);
  canvas.add(cord).paint(tissues.spinalCord);
}

function paintLungs(canvas: SliceCanvas, { trees, lungShare, nodules }: OrganContext): void {
  const inLung = (i: number): number => lungShare[i] ?? 0;
  canvas.add(trees.vessels, undefined, VESSEL_SLAB_MM).paint(tissues.blood, inLung);
  canvas.add(trees.bronchialWalls).paint(tissues.airwayWall - 60, inLung);
  canvas.add(trees.bronchialLumens).paint(tissues.air + 8, inLung);
  canvas.add(centralLumens).paint(tissues.air);
  canvas.add(nodules).paint(tissues.nodule);
}
