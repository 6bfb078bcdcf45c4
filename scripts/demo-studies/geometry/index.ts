export type { Vec3 } from './vec3.ts';
export { add, cross, distance, dot, length, mix, normalise, rejectFrom, scale, subtract } from './vec3.ts';
export type { Matrix4, Similarity } from './similarity.ts';
export { apply, applyLinear, compose, invert, rigidAbout, similarity, toMatrix4 } from './similarity.ts';
export type { Solid } from './solids.ts';
export { Bar, Capsule, Ellipsoid, field, mirrored, tube } from './solids.ts';
export { clamp, profile, smoothMax, smoothMin, smoothstep } from './profile.ts';
export { StarSurface, swelling } from './starSurface.ts';
export { LatticeNoise } from './latticeNoise.ts';
