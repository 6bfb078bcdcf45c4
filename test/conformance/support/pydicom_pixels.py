"""What pydicom and numpy make of the pixels of files, and Pillow of colour JPEG.

With "shown" as second argument palette images come as their colours. For each path on standard input, one line of JSON on standard output: where the values lie in the file named by the first
argument (frame, row, column, sample), and their type; or the error.
"""

import json
import sys
import zlib

import numpy
import pydicom
from pydicom.pixel_data_handlers.util import apply_color_lut, convert_color_space

DEFLATED_FRAMES = "1.2.840.10008.1.2.8.1"


def deflated_frames(dataset):
    size = -(-dataset.Rows * dataset.Columns // 8)
    fragments = pydicom.encaps.generate_pixel_data_frame(
        dataset.PixelData, int(dataset.NumberOfFrames)
    )
    frames = []
    for fragment in fragments:
        packed = zlib.decompressobj(-15).decompress(fragment)[:size]
        bits = numpy.unpackbits(numpy.frombuffer(packed, "u1"), bitorder="little")
        frames.append(bits[: dataset.Rows * dataset.Columns])
    return numpy.concatenate(frames)


def stored_bits(values, dataset):
    """PS3.5 8.1.1: what is above High Bit is no part of the value."""
    if values.dtype.kind == "f" or dataset.BitsAllocated == 1:
        return values
    stored, high = int(dataset.BitsStored), int(dataset.HighBit)
    values = (values.astype("i8") >> (high + 1 - stored)) & ((1 << stored) - 1)
    if dataset.PixelRepresentation == 1:
        values = values - ((values >> (stored - 1)) << stored)
    return values


def values_of(path):
    dataset = pydicom.dcmread(path)
    if dataset.file_meta.TransferSyntaxUID == DEFLATED_FRAMES:
        return deflated_frames(dataset)
    values = dataset.pixel_array
    if dataset.SamplesPerPixel == 3 and dataset.PhotometricInterpretation.startswith("YBR"):
        return convert_color_space(values, dataset.PhotometricInterpretation, "RGB")
    if sys.argv[2:] == ["shown"] and dataset.PhotometricInterpretation == "PALETTE COLOR":
        colours = apply_color_lut(values, dataset)
        return colours if dataset.RedPaletteColorLookupTableDescriptor[2] == 8 else colours >> 8
    return stored_bits(values, dataset)


def narrowed(values):
    """Of the types that typed arrays have, the first that holds all values."""
    if values.dtype.kind == "f":
        return values.astype("<f8")
    for kind in ("|u1", "<i2", "<u2"):
        if numpy.array_equal(values.astype(kind), values):
            return values.astype(kind)
    return values.astype("<f8")


with open(sys.argv[1], "wb") as out:
    for line in sys.stdin:
        path = line.rstrip("\n")
        try:
            values = narrowed(values_of(path))
            out.write(bytes(-out.tell() % 8))
            where = {"offset": out.tell(), "length": values.size, "type": values.dtype.str}
            print(json.dumps(where))
            out.write(values.tobytes())
        except Exception as error:
            print(json.dumps({"error": f"{type(error).__name__}: {error}"}))
