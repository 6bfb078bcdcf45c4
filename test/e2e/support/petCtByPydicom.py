"""What plain arithmetic makes of a PET/CT: pixels decoded by GDCM, segmentations unpacked by pydicom. Prints one JSON object.

usage: petCtByPydicom.py FOLDER CT_SOP_INSTANCE_UID
"""

import base64
import json
import pathlib
import subprocess
import sys
import tempfile

import numpy as np
import pydicom

folder, ct_uid = pathlib.Path(sys.argv[1]), sys.argv[2]


def decoded(path):
    with tempfile.TemporaryDirectory() as scratch:
        plain = f"{scratch}/plain.dcm"
        subprocess.check_call(["gdcmconv", "--raw", str(path), plain])
        return pydicom.dcmread(plain)


def seconds(time):
    return int(time[0:2]) * 3600 + int(time[2:4]) * 60 + float(time[4:])


headers = [(path, pydicom.dcmread(path, stop_before_pixels=True)) for path in sorted(folder.rglob("*.dcm"))]
pet = sorted((decoded(path) for path, ds in headers if ds.Modality == "PT"), key=lambda ds: float(ds.ImagePositionPatient[2]))
first = pet[0]
tracer = first.RadiopharmaceuticalInformationSequence[0]
elapsed = seconds(first.SeriesTime) - seconds(tracer.RadiopharmaceuticalStartTime)
left = float(tracer.RadionuclideTotalDose) * 0.5 ** (elapsed / float(tracer.RadionuclideHalfLife))
factor = float(first.PatientWeight) * 1000 / left
activity = np.stack([ds.pixel_array * float(ds.RescaleSlope) + float(ds.RescaleIntercept) for ds in pet])
suv = activity * factor
z = np.array([float(ds.ImagePositionPatient[2]) for ds in pet])
x0, y0 = (float(v) for v in first.ImagePositionPatient[:2])
dy, dx = (float(v) for v in first.PixelSpacing)
dz = (z[-1] - z[0]) / (len(z) - 1)


def trilinear(x, y, place):
    """SUV at points; voxels are boxes, so half a voxel beyond the outer centres still has the edge's value; else NaN."""
    i, j, k = (x - x0) / dx, (y - y0) / dy, (place - z[0]) / dz
    shape = suv.shape[::-1]
    outside = np.zeros(np.broadcast(i, j, k).shape, bool)
    index = []
    for at, count in zip((i, j, k), shape):
        outside |= (at < -0.5) | (at > count - 0.5)
        at = np.clip(at, 0, count - 1)
        low = np.minimum(np.floor(at).astype(int), count - 2)
        index.append((low, at - low))
    (i0, fi), (j0, fj), (k0, fk) = index
    value = 0
    for a, wa in ((0, 1 - fi), (1, fi)):
        for b, wb in ((0, 1 - fj), (1, fj)):
            for c, wc in ((0, 1 - fk), (1, fk)):
                value = value + wa * wb * wc * suv[k0 + c, j0 + b, i0 + a]
    return np.where(outside, np.nan, value)


ct = next((ds for _, ds in headers if ds.SOPInstanceUID == ct_uid), None) or next(ds for _, ds in headers if ds.Modality == "CT")
cx = float(ct.ImagePositionPatient[0]) + np.arange(ct.Columns) * float(ct.PixelSpacing[1])
cy = float(ct.ImagePositionPatient[1]) + np.arange(ct.Rows) * float(ct.PixelSpacing[0])
fused = trilinear(cx[None, :], cy[:, None], np.full((1, 1), float(ct.ImagePositionPatient[2])))

# Three hot places far from each other: the greatest voxel in a box of each, where it lies, and its value.
landmarks = []
for low, high in (((0, 50, 40), (20, 80, 70)), ((60, 40, 40), (90, 70, 60)), ((110, 40, 40), (130, 90, 90))):
    box = suv[low[0] : high[0], low[1] : high[1], low[2] : high[2]]
    k, j, i = (int(a + b) for a, b in zip(np.unravel_index(np.argmax(box), box.shape), low))
    landmarks.append({"point": [x0 + i * dx, y0 + j * dy, float(z[k])], "suv": float(suv[k, j, i]), "voxel": [i, j, k]})

# A block of voxels about the second of them, in one slice.
i, j, k = landmarks[1]["voxel"]
region = suv[k, j - 3 : j + 4, i - 3 : i + 4]

# The same block on the nearest slice of the CT: the mean of what is fused there, at the centres of its pixels.
left, top = x0 + (i - 3.5) * dx, y0 + (j - 3.5) * dy
slices = [ds for _, ds in headers if ds.Modality == "CT" and ds.get("ImageType", ["", "", ""])[2] == "AXIAL"]
near = min(slices, key=lambda ds: abs(float(ds.ImagePositionPatient[2]) - z[k]))
nx = float(near.ImagePositionPatient[0]) + np.arange(near.Columns) * float(near.PixelSpacing[1])
ny = float(near.ImagePositionPatient[1]) + np.arange(near.Rows) * float(near.PixelSpacing[0])
inside_x = nx[(nx >= left) & (nx <= left + 7 * dx)]
inside_y = ny[(ny >= top) & (ny <= top + 7 * dy)]
over_ct = trilinear(inside_x[None, :], inside_y[:, None], np.full((1, 1), float(near.ImagePositionPatient[2])))

segmentations = {}
for path, ds in headers:
    if ds.Modality != "SEG":
        continue
    ds = pydicom.dcmread(path)
    counts = {}
    for mask, group in zip(ds.pixel_array, ds.PerFrameFunctionalGroupsSequence):
        segment = int(group.SegmentIdentificationSequence[0].ReferencedSegmentNumber)
        place = float(group.PlanePositionSequence[0].ImagePositionPatient[2])
        counts.setdefault(str(segment), {})[f"{place:.2f}"] = int(np.count_nonzero(mask))
    segmentations[ds.SOPInstanceUID] = {"series": ds.ReferencedSeriesSequence[0].SeriesInstanceUID, "counts": counts}

print(
    json.dumps(
        {
            "factor": factor,
            "landmarks": landmarks,
            "region": {
                "sopInstanceUid": pet[k].SOPInstanceUID,
                "corners": [[x0 + a * dx, y0 + b * dy, float(z[k])] for a, b in ((i - 3.5, j - 3.5), (i + 3.5, j - 3.5), (i + 3.5, j + 3.5), (i - 3.5, j + 3.5))],
                "mean": float(region.mean()),
                "maximum": float(region.max()),
                "pixels": int(region.size),
                "fusedMean": float(over_ct.mean()),
                "fusedPixels": int(over_ct.size),
            },
            "fused": base64.b64encode(fused.astype("<f4").tobytes()).decode(),
            "segmentations": segmentations,
        }
    )
)
