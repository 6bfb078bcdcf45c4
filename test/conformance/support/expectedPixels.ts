/** Of the files of the zoo those whose pixels do not become HTJ2K, by what they are: most of their names say it. */
const exceptions: readonly (readonly [files: RegExp, verdict: RegExp])[] = [
  // No image, or no way to tell its size.
  [/_(gsps_luts|gsps_overlay|gsps_for_nlst_slice|ko_for_nlst|sr_\w+|rtplan|rtstruct|rwvm)\.dcm$/, /^none$/],
  [/_(ecg12|encapsulated_pdf|microscopy_annotations|waveform|deflated_sq|no_rows)\.dcm$/, /^none$/],
  [/TINY_ALPHA/, /^none$/],
  // Lossy by transfer syntax, or by what the code stream says against it.
  [
    /ts_(j2k91|jpeg_extended51|jpeg_retired|jpeg_baseline50_mono8|jpegls81)(?!_ict)/,
    /^stored: .*allows lossy/,
  ],
  [/encaps_multiframe_j2k_multifragment|mod_xa_cine_96f/, /^stored: .*allows lossy/],
  [/mod_op_8bit/, /^stored: lossy: the code stream is DCT JPEG/],
  // Colour.
  [
    /ts_j2k90_rgb|j2k91_ict|jpegxl|_rgb|_ybr|img_icon_sequence_xc|jpeg_baseline50|mod_wsi_tiled|16_rgb/,
    /^stored: colour/,
  ],
  [/palette|bad_no_pixel_spacing/, /^stored: PALETTE COLOR/],
  // Films, and what nobody decodes here.
  [/ts_(mpeg|hevc)/, /^stored: no decoder for (MPEG|HEVC).*: it is a film in/],
  // Values that are not of 8 or 16 bits, or not alone in their containers.
  [/bits_1bit|seg_binary|deflated_frame_seg/, /^stored: Bits Allocated \(0028,0100\) is 1$/],
  [/bits_32_rtdose/, /^stored: Bits Allocated \(0028,0100\) is 32$/],
  [/bits_float|bits_double/, /^stored: floating point values$/],
  // Number of Frames (0028,0008) is "1A", and there are 15.
  [/bad_vr/, /^stored, but 5600 bytes behind the last frame: Bits Allocated \(0028,0100\) is 32$/],
  [/img_overlay_multi|gsps_overlay_image/, /^stored: .*bits above High Bit/],
  [/htj2k202/, /^stored: it is HTJ2K$/],
];

const identical = /^identical to (GDCM|DCMTK)$/;

/** What `pixelVerdict` has to say of a file of the zoo. */
export const expectedPixels = (name: string): RegExp =>
  exceptions.find(([files]) => files.test(name))?.[1] ?? identical;
